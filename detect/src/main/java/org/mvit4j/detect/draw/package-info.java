/**
 * Detections drawn on their picture: translucent masks with outlines, boxes, and labels that stay readable.
 *
 * <p>{@link org.mvit4j.detect.draw.Visualizer} knows nothing of models: it draws {@link org.mvit4j.detect.draw.Overlay}s,
 * which hold just what a drawing needs. All sizes follow the picture's, no display is needed, and the same input gives
 * the same pixels of masks and boxes everywhere; letters depend on the fonts of the machine.
 */
@NullMarked
package org.mvit4j.detect.draw;

import org.jspecify.annotations.NullMarked;

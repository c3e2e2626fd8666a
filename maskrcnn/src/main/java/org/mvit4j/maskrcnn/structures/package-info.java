/**
 * What flows between the parts of a detector: boxes, proposals, annotations and detected instances of one image, as
 * plain Java arrays. Coordinates are absolute pixels {@code (x1, y1, x2, y2)} with continuous edges: a box that covers
 * the whole image of width {@code w} ends at {@code x2 = w}.
 */
@NullMarked
package org.mvit4j.maskrcnn.structures;

import org.jspecify.annotations.NullMarked;

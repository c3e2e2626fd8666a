/**
 * Geometry of boxes: overlap, regression targets, non-maximum suppression. Pure functions on flat arrays, without the
 * engine and safe for any number of threads.
 */
@NullMarked
package org.mvit4j.maskrcnn.box;

import org.jspecify.annotations.NullMarked;

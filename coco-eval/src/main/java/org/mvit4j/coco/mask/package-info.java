/**
 * Run-length masks, column-major as COCO has them: strings, polygons, boxes, unions, areas, boxes, overlaps and
 * boundaries, each equal to the reference pixel for pixel and none endless on hostile input.
 */
@NullMarked
package org.mvit4j.coco.mask;

import org.jspecify.annotations.NullMarked;

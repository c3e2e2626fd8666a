/**
 * Matching, accumulation and summary by the rules of COCO, LVIS and Boundary AP, equal to the reference in every
 * double. What matching finds out about an image is a value of its own ({@link org.mvit4j.coco.eval.Matches}); metrics
 * are functions of such values.
 */
@NullMarked
package org.mvit4j.coco.eval;

import org.jspecify.annotations.NullMarked;

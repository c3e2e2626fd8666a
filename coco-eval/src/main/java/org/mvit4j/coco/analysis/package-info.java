/**
 * What the twelve numbers do not say: how sure they are (bootstrap over images), whether one detector beats another (a
 * paired test), what goes wrong (error types, confusion, the worst images), and at which score a detector should work
 * (precision-recall and F curves, calibration). Everything is a pure function of {@link org.mvit4j.coco.eval.Matches}
 * or of a data set and its results, and comes as records.
 */
@NullMarked
package org.mvit4j.coco.analysis;

import org.jspecify.annotations.NullMarked;

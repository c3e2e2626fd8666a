/**
 * Training and evaluation of video classifiers, of which image classifiers are the case of one frame: MViT, ViViT and
 * TimeSformer on the loop, the optimizers and the run directory that detectors are trained with.
 */
@NullMarked
package org.mvit4j.train.classification;

import org.jspecify.annotations.NullMarked;

/**
 * Testing classifiers on labelled videos: every view of the protocol, accuracies, the confusion matrix, and the study of
 * what a model loses when the frames of its clips come in no order.
 */
@NullMarked
package org.mvit4j.video.eval;

import org.jspecify.annotations.NullMarked;

/**
 * Labelled videos and pictures: a folder per class, the lists of Kinetics and Something-Something, and the samples that a
 * {@link org.mvit4j.data.loader.BatchLoader} decodes and augments ahead of training.
 */
@NullMarked
package org.mvit4j.video.data;

import org.jspecify.annotations.NullMarked;

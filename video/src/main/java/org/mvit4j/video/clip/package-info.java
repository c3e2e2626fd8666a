/**
 * From a video file or a folder of frames to the clips that models take: decoding with accurate frame numbers, the
 * frame samplers and spatial views of every published family, normalisation, and the augmentations of training.
 */
@NullMarked
package org.mvit4j.video.clip;

import org.jspecify.annotations.NullMarked;

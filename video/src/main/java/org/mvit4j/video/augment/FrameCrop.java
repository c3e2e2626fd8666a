package org.mvit4j.video.augment;

import org.mvit4j.data.image.RgbImage;

/** What a {@link RandomWindow} draws for a clip: the same cut for each of its frames. */
@FunctionalInterface
interface FrameCrop {

    /** Returns the values on the scale 0 to 255, red first: [3, side, side]. */
    float[] apply(RgbImage frame);
}

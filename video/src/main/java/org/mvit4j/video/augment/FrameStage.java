package org.mvit4j.video.augment;

import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.transform.Resize;
import org.mvit4j.data.transform.ResizeFilter;

/** What happens to the frames of one clip one by one; the window is drawn when the first frame says its size. */
final class FrameStage {

    private static final Resize REDUCE = new Resize(ResizeFilter.BILINEAR, false);

    private final ClipAugmentation augmentation;
    private final RandomGenerator random;
    private final UnaryOperator<RgbImage> change;
    private @Nullable FrameCrop crop;
    private int width;
    private int height;

    FrameStage(ClipAugmentation augmentation, RandomGenerator random) {
        this.augmentation = augmentation;
        this.random = random;
        RandAugment randAugment = augmentation.randAugment();
        change = randAugment == null ? frame -> frame : randAugment.draw(random);
    }

    /** Returns a cut frame, [3, side, side] on the scale 0 to 255. */
    float[] apply(RgbImage frame) {
        if (crop == null) {
            int shorter = Math.min(frame.width(), frame.height());
            Integer prepared = augmentation.preparedSide();
            int side = prepared == null ? shorter : Math.min(prepared, shorter);
            width = (int) ((long) frame.width() * side / shorter);
            height = (int) ((long) frame.height() * side / shorter);
            crop = augmentation.window().draw(width, height, random);
        }
        // a video may change its size on the way: its first frame's counts
        return crop.apply(change.apply(REDUCE.apply(frame, width, height)));
    }
}

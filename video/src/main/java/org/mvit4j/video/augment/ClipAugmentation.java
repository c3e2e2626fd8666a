package org.mvit4j.video.augment;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.clip.FrameSource;

/**
 * How training cuts and changes clips. Whatever is random is drawn once per clip and applied alike to its frames.
 *
 * <p>Frames pass one by one through {@code randAugment} and {@code window}; the cut clip is mirrored, then changed by
 * {@code clipRandAugment} and {@code color}, normalised, and erased in part.
 *
 * @param sampler which frames
 * @param preparedSide short side to which larger frames are reduced at once, as data sets usually are before they are
 *     stored, or null to take frames as they are
 * @param randAugment on whole frames, or null
 * @param window which square of them
 * @param flip probability of mirroring; 0 where left and right are part of the label
 * @param clipRandAugment on the cut clip, or null
 * @param color on the cut clip, or null
 * @param normalization the pixel statistics, and the channel order
 * @param erasing boxes overwritten, or null
 * @param repeats clips drawn of each video, all in the same batch (repeated augmentation)
 */
public record ClipAugmentation(
        FrameSampler sampler,
        @Nullable Integer preparedSide,
        @Nullable RandAugment randAugment,
        RandomWindow window,
        double flip,
        @Nullable ClipRandAugment clipRandAugment,
        @Nullable ColorJitter color,
        Normalization normalization,
        @Nullable RandomErasing erasing,
        int repeats) {

    private static final long FRAME_BYTES = 3L * 1920 * 1080;
    private static final int WORKING_FRAMES = 4;

    public ClipAugmentation {
        if (!(flip >= 0 && flip <= 1) || repeats < 1) {
            throw new IllegalArgumentException("flip " + flip + " and " + repeats
                    + " repeats: give a probability and at least one clip per video");
        }
    }

    /** Starts from frames, window and statistics: no mirroring, nothing changed, one clip per video. */
    public static Builder builder(FrameSampler sampler, RandomWindow window, Normalization normalization) {
        return new Builder(sampler, window, normalization);
    }

    /** The same for other frames, windows and pixels. */
    public ClipAugmentation with(FrameSampler frames, RandomWindow cut, Normalization pixels) {
        return new ClipAugmentation(
                frames, preparedSide, randAugment, cut, flip, clipRandAugment, color, pixels, erasing, repeats);
    }

    /** Estimate of the memory that drawing a clip and then holding it takes. */
    public long bytes() {
        long clip = 4L * 3 * sampler.frames() * window.crop() * window.crop();
        return 2 * clip + WORKING_FRAMES * FRAME_BYTES;
    }

    /**
     * Draws a clip of a video.
     *
     * @param label number of its class
     * @throws IOException if it cannot be decoded
     */
    public TrainingClip draw(FrameSource video, int label, RandomGenerator random) throws IOException {
        int[] indices = sampler.train(video.frameCount(), video.frameRate(), random);
        FrameStage stage = new FrameStage(this, random);
        List<float[]> cuts = video.read(indices, stage::apply);
        int side = window.crop();
        CutClip clip = new CutClip(cuts, side);
        if (random.nextDouble() < flip) {
            clip.mirror();
        }
        if (clipRandAugment != null) {
            clip.change(clipRandAugment, random);
        }
        if (color != null) {
            clip.change(color.draw(random));
        }
        float[] pixels = clip.normalized(normalization);
        if (erasing != null) {
            erasing.apply(pixels, indices.length, side, random);
        }
        return new TrainingClip(pixels, indices.length, side, label);
    }

    /** Collects what an augmentation does. */
    public static final class Builder {
        private final FrameSampler sampler;
        private final RandomWindow window;
        private final Normalization normalization;
        private @Nullable Integer preparedSide;
        private @Nullable RandAugment randAugment;
        private double flip;
        private @Nullable ClipRandAugment clipRandAugment;
        private @Nullable ColorJitter color;
        private @Nullable RandomErasing erasing;
        private int repeats = 1;

        private Builder(FrameSampler sampler, RandomWindow window, Normalization normalization) {
            this.sampler = sampler;
            this.window = window;
            this.normalization = normalization;
        }

        /** Short side to which larger frames are reduced at once, or null. */
        public Builder optPreparedSide(@Nullable Integer value) {
            preparedSide = value;
            return this;
        }

        /** RandAugment on whole frames, or null. */
        public Builder optRandAugment(@Nullable RandAugment value) {
            randAugment = value;
            return this;
        }

        /** RandAugment on the cut clip, or null. */
        public Builder optClipRandAugment(@Nullable ClipRandAugment value) {
            clipRandAugment = value;
            return this;
        }

        /** Changes of colour, or null. */
        public Builder optColor(@Nullable ColorJitter value) {
            color = value;
            return this;
        }

        /** Probability of mirroring. */
        public Builder optFlip(double value) {
            flip = value;
            return this;
        }

        /** Boxes overwritten, or null. */
        public Builder optErasing(@Nullable RandomErasing value) {
            erasing = value;
            return this;
        }

        /** Clips drawn of each video. */
        public Builder optRepeats(int value) {
            repeats = value;
            return this;
        }

        public ClipAugmentation build() {
            return new ClipAugmentation(
                    sampler,
                    preparedSide,
                    randAugment,
                    window,
                    flip,
                    clipRandAugment,
                    color,
                    normalization,
                    erasing,
                    repeats);
        }
    }
}

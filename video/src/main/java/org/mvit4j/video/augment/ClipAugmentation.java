package org.mvit4j.video.augment;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.clip.FrameSource;

/**
 * How training cuts and changes clips. Whatever is random is drawn once per clip and applied alike to its frames.
 *
 * @param sampler which frames
 * @param window which square of them
 * @param flip probability of mirroring; 0 where left and right are part of the label
 * @param normalization the pixel statistics, and the channel order
 * @param erasing boxes overwritten, or null
 * @param repeats clips drawn of each video, all in the same batch (repeated augmentation)
 */
public record ClipAugmentation(
        FrameSampler sampler,
        RandomWindow window,
        double flip,
        Normalization normalization,
        @Nullable RandomErasing erasing,
        int repeats) {

    private static final long FRAME_BYTES = 3L * 1920 * 1088;

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

    /** Bound of the memory that drawing a clip takes. */
    public long bytes() {
        return 4L * 3 * sampler.frames() * window.crop() * window.crop() * 2 + 4 * FRAME_BYTES;
    }

    /**
     * Draws a clip of a video.
     *
     * @param label number of its class
     * @throws IOException if it cannot be decoded
     */
    public TrainingClip draw(FrameSource video, int label, RandomGenerator random) throws IOException {
        int[] indices = sampler.train(video.frameCount(), video.frameRate(), random);
        FrameStage stage = new FrameStage(random);
        List<float[]> cuts = video.read(indices, stage::apply);
        boolean mirrored = random.nextDouble() < flip;
        float[] pixels = normalized(cuts, mirrored);
        if (erasing != null) {
            erasing.apply(pixels, indices.length, window.crop(), random);
        }
        return new TrainingClip(pixels, indices.length, window.crop(), label);
    }

    /** What happens to frames one by one, drawn when the first of them says its size. */
    private final class FrameStage {
        private final RandomGenerator random;
        private @Nullable FrameCrop crop;
        private int width;
        private int height;

        FrameStage(RandomGenerator random) {
            this.random = random;
        }

        float[] apply(RgbImage frame) {
            if (crop == null || frame.width() != width || frame.height() != height) {
                width = frame.width();
                height = frame.height();
                crop = window.draw(width, height, random);
            }
            return crop.apply(frame);
        }
    }

    /** [3, T, side, side] of frames [3, side, side] on the scale 0 to 255. */
    private float[] normalized(List<float[]> cuts, boolean mirrored) {
        int side = window.crop();
        int plane = side * side;
        int frames = cuts.size();
        float[] pixels = new float[3 * frames * plane];
        for (int c = 0; c < 3; c++) {
            float scale = 1 / (normalization.divisor() * normalization.std()[c]);
            float offset = -normalization.mean()[c] / normalization.std()[c];
            int source = (normalization.bgr() ? 2 - c : c) * plane;
            for (int t = 0; t < frames; t++) {
                float[] cut = cuts.get(t);
                int to = (c * frames + t) * plane;
                for (int i = 0; i < plane; i++) {
                    int from = mirrored ? i - i % side + side - 1 - i % side : i;
                    pixels[to + i] = cut[source + from] * scale + offset;
                }
            }
        }
        return pixels;
    }

    /** Collects what an augmentation does. */
    public static final class Builder {
        private final FrameSampler sampler;
        private final RandomWindow window;
        private final Normalization normalization;
        private double flip;
        private @Nullable RandomErasing erasing;
        private int repeats = 1;

        private Builder(FrameSampler sampler, RandomWindow window, Normalization normalization) {
            this.sampler = sampler;
            this.window = window;
            this.normalization = normalization;
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
            return new ClipAugmentation(sampler, window, flip, normalization, erasing, repeats);
        }
    }
}

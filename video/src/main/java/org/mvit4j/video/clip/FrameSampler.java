package org.mvit4j.video.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Torch;

/**
 * Which frames of a video make a clip of {@code frames} x {@code stride}. The families mean different frames by the same
 * two numbers; the difference is points of accuracy.
 *
 * @param family whose rule
 * @param frames frames of a clip
 * @param stride nominal distance between them
 */
public record FrameSampler(Family family, int frames, int stride) {

    /** The frame rate that strides of the SlowFast family refer to. */
    private static final double TARGET_RATE = 30;

    /** The frame rate to which DMVR's videos are converted before they are stored. */
    private static final double STORED_RATE = 25;

    /** Whose rule. */
    public enum Family {
        /** SlowFast's default and TimeSformer: the span is spread over the clip's frames; the first view starts at 0. */
        SLOWFAST,
        /** SlowFast with offset sampling, MViT: one view is in the middle, several are evenly spaced. */
        SLOWFAST_OFFSET,
        /** Scenic, ViViT: consecutive strides at 25 frames per second, starting again at the end of a short video. */
        DMVR,
        /** pytorchvideo: a span of seconds, its frames thinned evenly. */
        PYTORCHVIDEO,
        /** mmaction2: consecutive strides whatever the frame rate, starting again at the end of a short video. */
        MMACTION,
        /** Something-Something: a frame of every one of as many segments; views do not differ. */
        SEGMENT,
        /** torchvision's reference script: clips of consecutive frames at {@code 30 / stride} per second. */
        TORCHVISION
    }

    public FrameSampler {
        if (frames < 1 || stride < 1) {
            throw new IllegalArgumentException("a clip of " + frames + " frames at stride " + stride + " is none");
        }
    }

    /**
     * The frames of a test view.
     *
     * @param length frames of the video
     * @param rate its frames per second
     * @param view which temporal view, from 0
     * @param views how many there are
     * @return frame numbers below {@code length}, as many as the clip has frames
     */
    public int[] test(int length, double rate, int view, int views) {
        check(length, rate);
        if (view < 0 || view >= views) {
            throw new IllegalArgumentException("there is no temporal view " + view + " of " + views);
        }
        return switch (family) {
            case SLOWFAST -> {
                double span = span(rate);
                yield spread(Math.max(length - span, 0) * view / views, span, length);
            }
            case SLOWFAST_OFFSET -> {
                double span = span(rate);
                double delta = Math.max(length - span, 0);
                double start = views == 1 ? Math.floor(delta / 2) : view * Math.floor(delta / (views - 1));
                yield spread(start, span, length);
            }
            case DMVR -> {
                int stored = stored(length, rate);
                int room = Math.max(0, stored - frames * stride);
                int offset = views == 1 ? room / 2 : (int) ((double) room * view / (views - 1));
                yield unstored(consecutive(offset, stored), length, rate);
            }
            case PYTORCHVIDEO -> {
                double room = Math.max(length / rate - frames * stride / TARGET_RATE, 0);
                yield thinned(views == 1 ? 0 : room * view / (views - 1), length, rate);
            }
            case MMACTION -> {
                int room = Math.max(length - ((frames - 1) * stride + 1), 0);
                int offset = views == 1 ? room / 2 : (int) Math.rint((double) room * view / (views - 1));
                yield consecutive(offset, length);
            }
            case SEGMENT -> segments(length, null);
            case TORCHVISION -> {
                int[] thinned = thinnedTo(TARGET_RATE / stride, length, rate);
                int room = Math.max(thinned.length - frames, 0);
                int offset = views == 1 ? 0 : (int) ((double) room * view / (views - 1));
                yield window(thinned, offset);
            }
        };
    }

    /**
     * The frames of a training clip at a random place.
     *
     * @param length frames of the video
     * @param rate its frames per second
     */
    public int[] train(int length, double rate, RandomGenerator random) {
        check(length, rate);
        return switch (family) {
            case SLOWFAST, SLOWFAST_OFFSET -> {
                double span = span(rate);
                yield spread(random.nextDouble() * Math.max(length - span, 0), span, length);
            }
            case DMVR -> {
                int stored = stored(length, rate);
                int offset = random.nextInt(Math.max(stored - (frames - 1) * stride, 1));
                yield unstored(consecutive(offset, stored), length, rate);
            }
            case PYTORCHVIDEO -> {
                double room = Math.max(length / rate - frames * stride / TARGET_RATE, 0);
                yield thinned(random.nextDouble() * room, length, rate);
            }
            case MMACTION -> consecutive(random.nextInt(Math.max(length - frames * stride, 0) + 1), length);
            case SEGMENT -> segments(length, random);
            case TORCHVISION -> {
                int[] thinned = thinnedTo(TARGET_RATE / stride, length, rate);
                yield window(thinned, random.nextInt(Math.max(thinned.length - frames, 0) + 1));
            }
        };
    }

    private static void check(int length, double rate) {
        if (length < 1 || !(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException(
                    "a video of " + length + " frames at " + rate + " per second has no clip");
        }
    }

    /** Frames of the video that a clip spans; a fraction. */
    private double span(double rate) {
        return Math.max(1, stride * frames / TARGET_RATE * rate);
    }

    /** Evenly from the first to the last frame of the span, in the engine's float32, cut off below. */
    private int[] spread(double start, double span, int length) {
        return linear(start, start + span - 1, length);
    }

    private int[] linear(double start, double end, int length) {
        try (NDManager scope = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            NDArray places = scope.linspace((float) start, (float) end, frames);
            float[] values = places.toFloatArray();
            int[] indices = new int[frames];
            for (int i = 0; i < frames; i++) {
                indices[i] = (int) Math.min(Math.max(values[i], 0), length - 1);
            }
            return indices;
        }
    }

    private int[] consecutive(int offset, int length) {
        int[] indices = new int[frames];
        for (int i = 0; i < frames; i++) {
            indices[i] = Math.floorMod(offset + i * stride, length);
        }
        return indices;
    }

    private static int stored(int length, double rate) {
        return Math.max(1, (int) Math.rint(length * STORED_RATE / rate));
    }

    /** The frame shown when the stored one is due. */
    private static int[] unstored(int[] indices, int length, double rate) {
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) Math.min(Math.rint(indices[i] * rate / STORED_RATE), length - 1);
        }
        return indices;
    }

    /** The frames that begin within the span of seconds, thinned evenly. */
    private int[] thinned(double start, int length, double rate) {
        int first = Math.min((int) Math.ceil(start * rate - 1e-9), length - 1);
        int last = Math.min((int) Math.floor((start + frames * stride / TARGET_RATE) * rate + 1e-9), length - 1);
        int[] indices = linear(0, last - first, length);
        for (int i = 0; i < indices.length; i++) {
            indices[i] += first;
        }
        return indices;
    }

    private static int[] thinnedTo(double wanted, int length, double rate) {
        double step = rate / wanted;
        int[] indices = new int[Math.max(1, (int) (length / step))];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = Math.min((int) (i * step), length - 1);
        }
        return indices;
    }

    private int[] window(int[] thinned, int offset) {
        int[] indices = new int[frames];
        for (int i = 0; i < frames; i++) {
            indices[i] = thinned[Math.min(offset + i, thinned.length - 1)];
        }
        return indices;
    }

    /** The middle of every segment, or a random frame of it, both ends included. */
    private int[] segments(int length, @Nullable RandomGenerator random) {
        double segment = (double) (length - 1) / frames;
        int[] indices = new int[frames];
        for (int i = 0; i < frames; i++) {
            int from = (int) Math.rint(segment * i);
            int to = (int) Math.rint(segment * (i + 1));
            indices[i] = random == null ? (from + to) / 2 : from + random.nextInt(to - from + 1);
        }
        return indices;
    }
}

package org.mvit4j.video.augment;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Mixes each clip of a batch with its partner, the clip at the same place from the end, and makes soft targets of the
 * labels. Mixup blends whole clips (Zhang et al., ICLR 2018); cutmix pastes a box of the partner into every frame (Yun et
 * al., ICCV 2019). One decision, one share and one box per batch.
 *
 * @param probability that a batch is mixed at all
 * @param mixupAlpha of the beta distribution of mixup's share; 0 for no mixup
 * @param cutmixAlpha of the beta distribution of cutmix's share; 0 for no cutmix
 * @param switchProbability of cutmix where both are on
 * @param labelSmoothing share of the targets that is spread over all classes
 */
public record Mixing(
        double probability, double mixupAlpha, double cutmixAlpha, double switchProbability, double labelSmoothing) {

    public Mixing {
        if (!(probability >= 0 && probability <= 1)
                || !(switchProbability >= 0 && switchProbability <= 1)
                || !(labelSmoothing >= 0 && labelSmoothing < 1)
                || !(mixupAlpha >= 0)
                || !(cutmixAlpha >= 0)) {
            throw new IllegalArgumentException("mixing with probability " + probability + ", alphas " + mixupAlpha
                    + " and " + cutmixAlpha + ", switch " + switchProbability + ", smoothing " + labelSmoothing
                    + ": give probabilities between 0 and 1 and no negative alpha");
        }
    }

    /** One-hot targets and clips as they are. */
    public static Mixing none() {
        return smoothing(0);
    }

    /** Smoothed targets and clips as they are. */
    public static Mixing smoothing(double labelSmoothing) {
        return new Mixing(0, 0, 0, 0, labelSmoothing);
    }

    /** MViT's: mixup with alpha 0.8 or cutmix with alpha 1, one or the other for every batch; smoothing 0.1. */
    public static Mixing mViT() {
        return new Mixing(1, 0.8, 1, 0.5, 0.1);
    }

    /** ViViT's: mixup of every batch. */
    public static Mixing viViT(double alpha, double labelSmoothing) {
        return new Mixing(alpha > 0 ? 1 : 0, alpha, 0, 0, labelSmoothing);
    }

    /**
     * What is done to one batch.
     *
     * @param share of the clip itself in its target; its partner has the rest
     * @param box of the partner that is pasted: left, top, right, bottom, the latter two exclusive; empty for mixup
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Draw(double share, int[] box) {

        /** Leaves the batch alone. */
        public static final Draw NOTHING = new Draw(1, new int[0]);
    }

    /**
     * Decides what to do with a batch.
     *
     * @param width of the clips
     * @param height of the clips
     */
    public Draw draw(int width, int height, RandomGenerator random) {
        boolean none = mixupAlpha == 0 && cutmixAlpha == 0;
        if (none || !(random.nextDouble() < probability)) {
            return Draw.NOTHING;
        }
        boolean cutmix = mixupAlpha == 0 || cutmixAlpha > 0 && random.nextDouble() < switchProbability;
        double share = BetaDistribution.draw(cutmix ? cutmixAlpha : mixupAlpha, random);
        if (share == 1) {
            return Draw.NOTHING;
        }
        return cutmix ? cutmix(width, height, share, random) : new Draw(share, new int[0]);
    }

    /** A box of the wanted area, cut where it leaves the frame; the share follows what is left of it. */
    private static Draw cutmix(int width, int height, double share, RandomGenerator random) {
        double ratio = Math.sqrt(1 - share);
        int h = (int) (height * ratio);
        int w = (int) (width * ratio);
        int y = random.nextInt(height);
        int x = random.nextInt(width);
        int top = Math.max(y - h / 2, 0);
        int bottom = Math.min(y + h / 2, height);
        int left = Math.max(x - w / 2, 0);
        int right = Math.min(x + w / 2, width);
        double area = (double) (bottom - top) * (right - left);
        return new Draw(1 - area / ((double) height * width), new int[] {left, top, right, bottom});
    }

    /**
     * The targets of a batch.
     *
     * @param labels class numbers in the order of the clips
     * @return [clips, classes], row-major
     */
    public float[] targets(int[] labels, int classes, Draw draw) {
        float off = (float) (labelSmoothing / classes);
        float on = (float) (1 - labelSmoothing + labelSmoothing / classes);
        float own = (float) draw.share();
        float rest = (float) (1 - draw.share());
        float[] targets = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            int partner = labels[labels.length - 1 - i];
            Arrays.fill(targets, i * classes, (i + 1) * classes, off * own + off * rest);
            targets[i * classes + labels[i]] = on * own + (partner == labels[i] ? on : off) * rest;
            if (partner != labels[i]) {
                targets[i * classes + partner] = off * own + on * rest;
            }
        }
        return targets;
    }

    /** Mixes a clip with its partner into a buffer of the clip's size: [3, frames, side, side]. */
    static void mix(Draw draw, float[] clip, float[] partner, int side, float[] out) {
        if (draw.share() == 1) {
            System.arraycopy(clip, 0, out, 0, clip.length);
        } else if (draw.box().length == 0) {
            float own = (float) draw.share();
            float rest = (float) (1 - draw.share());
            for (int i = 0; i < clip.length; i++) {
                out[i] = clip[i] * own + partner[i] * rest;
            }
        } else {
            System.arraycopy(clip, 0, out, 0, clip.length);
            int left = draw.box()[0];
            int width = draw.box()[2] - left;
            for (int plane = 0; plane < clip.length; plane += side * side) {
                for (int y = draw.box()[1]; y < draw.box()[3]; y++) {
                    int at = plane + y * side + left;
                    System.arraycopy(partner, at, out, at, width);
                }
            }
        }
    }
}

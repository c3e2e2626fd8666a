package org.mvit4j.video.augment;

import java.util.random.RandomGenerator;

/**
 * A random box of a normalised clip is overwritten (Zhong et al., Random Erasing Data Augmentation, AAAI 2020).
 *
 * @param probability that a clip is erased at all
 * @param minArea smallest share of a frame that the boxes cover together
 * @param maxArea largest share
 * @param minAspect smallest height over width; its logarithm is uniform
 * @param maxAspect largest height over width
 * @param mode what is written
 * @param minCount fewest boxes
 * @param maxCount most boxes
 * @param cube whether the same boxes are erased in all frames; otherwise every frame draws for itself
 */
public record RandomErasing(
        double probability,
        double minArea,
        double maxArea,
        double minAspect,
        double maxAspect,
        Mode mode,
        int minCount,
        int maxCount,
        boolean cube) {

    /** What a box is overwritten with. Noise is drawn anew for every frame. */
    public enum Mode {
        /** Zero, the mean colour. */
        CONST,
        /** One colour of standard normal values per box and frame. */
        RAND,
        /** Standard normal values per pixel. */
        PIXEL
    }

    private static final int CUBE_TRIES = 100;
    private static final int FRAME_TRIES = 10;

    public RandomErasing {
        if (!(probability >= 0 && probability <= 1)
                || !(minArea > 0 && minArea <= maxArea && maxArea <= 1)
                || !(minAspect > 0 && minAspect <= maxAspect)
                || minCount < 1
                || maxCount < minCount) {
            throw new IllegalArgumentException("erasing with probability " + probability + ", areas " + minArea + " to "
                    + maxArea + ", aspects " + minAspect + " to " + maxAspect + ", " + minCount + " to " + maxCount
                    + " boxes: give a probability and areas of at most 1, ranges from small to large");
        }
    }

    /** SlowFast's: one box in all frames of 2 % to a third of the frame, aspect 0.3 to 1 / 0.3. */
    public static RandomErasing standard(double probability, Mode mode) {
        return new RandomErasing(probability, 0.02, 1.0 / 3, 0.3, 1 / 0.3, mode, 1, 1, true);
    }

    /** Erases in place. */
    void apply(float[] pixels, int frames, int side, RandomGenerator random) {
        if (cube) {
            erase(pixels, 0, frames, frames, side, CUBE_TRIES, random);
        } else {
            for (int t = 0; t < frames; t++) {
                erase(pixels, t, t + 1, frames, side, FRAME_TRIES, random);
            }
        }
    }

    private void erase(float[] pixels, int from, int to, int frames, int side, int tries, RandomGenerator random) {
        if (random.nextDouble() > probability) {
            return;
        }
        int count = minCount == maxCount ? minCount : random.nextInt(minCount, maxCount + 1);
        for (int box = 0; box < count; box++) {
            for (int i = 0; i < tries; i++) {
                double area = (minArea + random.nextDouble() * (maxArea - minArea)) * side * side / count;
                double low = Math.log(minAspect);
                double aspect = Math.exp(low + random.nextDouble() * (Math.log(maxAspect) - low));
                int h = (int) Math.rint(Math.sqrt(area * aspect));
                int w = (int) Math.rint(Math.sqrt(area / aspect));
                if (w < side && h < side) {
                    int top = random.nextInt(side - h + 1);
                    int left = random.nextInt(side - w + 1);
                    for (int t = from; t < to; t++) {
                        fill(pixels, frames, side, t, left, top, w, h, random);
                    }
                    break;
                }
            }
        }
    }

    private void fill(
            float[] pixels, int frames, int side, int t, int left, int top, int w, int h, RandomGenerator random) {
        for (int c = 0; c < 3; c++) {
            float color = mode == Mode.RAND ? (float) random.nextGaussian() : 0;
            for (int y = top; y < top + h; y++) {
                int row = ((c * frames + t) * side + y) * side;
                for (int x = left; x < left + w; x++) {
                    pixels[row + x] = mode == Mode.PIXEL ? (float) random.nextGaussian() : color;
                }
            }
        }
    }
}

package org.mvit4j.video.augment;

import java.util.random.RandomGenerator;

/**
 * Brightness, saturation, contrast and hue drawn for a clip, and the loss of all colour (DMVR's default, ViViT on
 * Kinetics). Brightness moves by at most 32 of 255 and hue by a fifth of the circle; saturation and contrast are
 * multiplied by 0.6 to 1.4, contrast about the mean of each frame and channel.
 *
 * @param probability of the changes
 * @param dropProbability of grey
 */
public record ColorJitter(double probability, double dropProbability) {

    private static final double BRIGHTNESS = 32.0 / 255;
    private static final double LOW = 0.6;
    private static final double HIGH = 1.4;
    private static final double HUE = 0.2;

    public ColorJitter {
        if (!(probability >= 0 && probability <= 1) || !(dropProbability >= 0 && dropProbability <= 1)) {
            throw new IllegalArgumentException("colour jitter with probabilities " + probability + " and "
                    + dropProbability + ": give two between 0 and 1");
        }
    }

    /**
     * What happens to all frames of a clip.
     *
     * @param brightness added to values on the scale 0 to 1
     * @param saturation factor
     * @param contrast factor
     * @param hue turns of the colour circle
     * @param jittered whether the above apply
     * @param grey whether colours are lost
     */
    record Draw(float brightness, float saturation, float contrast, float hue, boolean jittered, boolean grey) {

        /** Changes a frame [3, pixels] on the scale 0 to 255 in place. */
        void apply(float[] frame) {
            if (jittered) {
                jitter(frame);
            }
            if (grey) {
                int plane = frame.length / 3;
                for (int i = 0; i < plane; i++) {
                    float luma = 0.2989f * frame[i] + 0.587f * frame[plane + i] + 0.114f * frame[2 * plane + i];
                    frame[i] = luma;
                    frame[plane + i] = luma;
                    frame[2 * plane + i] = luma;
                }
            }
        }

        private void jitter(float[] frame) {
            int plane = frame.length / 3;
            float[] rgb = new float[3];
            double[] sums = new double[3];
            for (int i = 0; i < plane; i++) {
                for (int c = 0; c < 3; c++) {
                    rgb[c] = frame[c * plane + i] / 255 + brightness;
                }
                Hsv.adjust(rgb, 0, saturation);
                for (int c = 0; c < 3; c++) {
                    frame[c * plane + i] = rgb[c];
                    sums[c] += rgb[c];
                }
            }
            for (int i = 0; i < plane; i++) {
                for (int c = 0; c < 3; c++) {
                    float mean = (float) (sums[c] / plane);
                    rgb[c] = (frame[c * plane + i] - mean) * contrast + mean;
                }
                Hsv.adjust(rgb, hue, 1);
                for (int c = 0; c < 3; c++) {
                    frame[c * plane + i] = 255 * Math.max(0, Math.min(1, rgb[c]));
                }
            }
        }
    }

    Draw draw(RandomGenerator random) {
        boolean jittered = random.nextDouble() < probability;
        float brightness = (float) ((2 * random.nextDouble() - 1) * BRIGHTNESS);
        float saturation = (float) (LOW + random.nextDouble() * (HIGH - LOW));
        float contrast = (float) (LOW + random.nextDouble() * (HIGH - LOW));
        float hue = (float) ((2 * random.nextDouble() - 1) * HUE);
        boolean grey = random.nextDouble() < dropProbability;
        return new Draw(brightness, saturation, contrast, hue, jittered, grey);
    }
}

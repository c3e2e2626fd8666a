package org.mvit4j.video.explain;

import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * The heat of a clip's frames on one scale: from the least to the 99.5th percentile, so that a single hot patch does not
 * hide the rest.
 */
final class HeatMap {

    private static final double TOP = 0.995;

    private final AttentionRollout rollout;
    private final double low;
    private final double high;
    private final double mean;
    private final double sum;

    HeatMap(AttentionRollout rollout) {
        this.rollout = rollout;
        float[] sorted = rollout.heat().clone();
        Arrays.sort(sorted);
        low = sorted[0];
        high = sorted[(int) Math.ceil(TOP * (sorted.length - 1))];
        double total = 0;
        for (float value : sorted) {
            total += value;
        }
        sum = total;
        mean = total / sorted.length;
    }

    /** The bounds of the scale in units of the mean over the clip. */
    double low() {
        return mean > 0 ? low / mean : 0;
    }

    double high() {
        return mean > 0 ? high / mean : 0;
    }

    /** The part of all heat of the clip that lies in a frame of tokens. */
    double share(int frame) {
        int plane = rollout.grid().h() * rollout.grid().w();
        double part = 0;
        for (int i = frame * plane; i < (frame + 1) * plane; i++) {
            part += rollout.heat()[i];
        }
        return sum > 0 ? part / sum : 0;
    }

    /** Lays a frame's heat over its picture, which turns grey: the more heat, the more colour. */
    BufferedImage over(BufferedImage picture, int frame) {
        BufferedImage result = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                double heat = at(
                        frame,
                        (y + 0.5) / picture.getHeight() * rollout.grid().h() - 0.5,
                        (x + 0.5) / picture.getWidth() * rollout.grid().w() - 0.5);
                double scaled = high > low ? Math.max(0, Math.min(1, (heat - low) / (high - low))) : 0;
                result.setRGB(x, y, blend(picture.getRGB(x, y), HeatColors.rgb(scaled), 0.15 + 0.6 * scaled));
            }
        }
        return result;
    }

    private static int blend(int picture, int color, double weight) {
        double grey = 0.299 * (picture >> 16 & 255) + 0.587 * (picture >> 8 & 255) + 0.114 * (picture & 255);
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            rgb = rgb << 8 | (int) Math.round(grey * (1 - weight) + (color >> shift & 255) * weight);
        }
        return rgb;
    }

    /** Bilinear between the centres of patches. */
    private double at(int frame, double y, double x) {
        int h = rollout.grid().h();
        int w = rollout.grid().w();
        double row = Math.max(0, Math.min(h - 1, y));
        double column = Math.max(0, Math.min(w - 1, x));
        int y0 = Math.min((int) row, Math.max(0, h - 2));
        int x0 = Math.min((int) column, Math.max(0, w - 2));
        double top = mix(frame, y0, x0, column - x0);
        double bottom = mix(frame, Math.min(y0 + 1, h - 1), x0, column - x0);
        return top + (row - y0) * (bottom - top);
    }

    private double mix(int frame, int y, int x, double weight) {
        int at = (frame * rollout.grid().h() + y) * rollout.grid().w();
        double left = rollout.heat()[at + x];
        double right = rollout.heat()[at + Math.min(x + 1, rollout.grid().w() - 1)];
        return left + weight * (right - left);
    }
}

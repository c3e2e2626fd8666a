package org.mvit4j.detect.draw;

import java.awt.Color;
import org.mvit4j.coco.mask.Rle;

/** Tints the pixels of a mask, run by run. */
final class MaskFill {

    private static final int ONE = 256;

    private MaskFill() {}

    /** @param rgb 0xRRGGBB of shape (height, width), changed in place */
    static void blend(int[] rgb, int width, int height, Rle mask, Color colour, double opacity) {
        int weight = (int) Math.round(opacity * ONE);
        int red = colour.getRed() * weight;
        int green = colour.getGreen() * weight;
        int blue = colour.getBlue() * weight;
        int rest = ONE - weight;
        long pixels = (long) width * height;
        long at = 0;
        for (int r = 0; r < mask.runs() && at < pixels; r++) {
            long end = Math.min(pixels, at + mask.run(r));
            if ((r & 1) == 0) {
                at = end;
                continue;
            }
            int x = (int) (at / height);
            int y = (int) (at % height);
            for (; at < end; at++) {
                int p = y * width + x;
                int old = rgb[p];
                int mixedRed = red + (old >> 16 & 0xff) * rest;
                int mixedGreen = green + (old >> 8 & 0xff) * rest;
                int mixedBlue = blue + (old & 0xff) * rest;
                rgb[p] = mixedRed >> 8 << 16 | mixedGreen >> 8 << 8 | mixedBlue >> 8;
                if (++y == height) {
                    y = 0;
                    x++;
                }
            }
        }
    }
}

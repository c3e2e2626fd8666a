package org.mvit4j.video.pixel;

import org.mvit4j.data.image.RgbImage;

/** Pictures from a formula: waves with noise, so that neighbouring pixels resemble each other and no two are alike. */
public final class DrawnPicture {

    private DrawnPicture() {}

    public static RgbImage of(int width, int height, int seed) {
        byte[] pixels = new byte[3 * width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    long u = (x + 1) * 2654435761L + (y + 1) * 40503L * 65537 + (c + seed + 1) * 2246822519L
                            & 0xffffffffL;
                    u ^= u >>> 15;
                    u = u * 2246822519L & 0xffffffffL;
                    u ^= u >>> 13;
                    double smooth = 110 + 90 * Math.sin(0.31 * x + 0.17 * y * (c + 1) + seed);
                    pixels[3 * (y * width + x) + c] =
                            (byte) Math.max(0, Math.min(255, (int) (0.7 * smooth + 0.3 * (u % 256))));
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }
}

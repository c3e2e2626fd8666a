package org.mvit4j.data.mask;

/** Mask pasting written for reading: every pixel of the image samples the mask. */
final class PlainPaste {

    private PlainPaste() {}

    /** Interpolated values of shape (height, width). */
    static float[] soft(float[] mask, int side, float[] box, int height, int width) {
        float[] out = new float[height * width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float u = Math.fma((x + 0.5f - box[0]) / (box[2] - box[0]) * 2 - 1 + 1, side / 2f, -0.5f);
                float v = Math.fma((y + 0.5f - box[1]) / (box[3] - box[1]) * 2 - 1 + 1, side / 2f, -0.5f);
                double j = Math.floor(u);
                double i = Math.floor(v);
                float east = (float) (u - j);
                float south = (float) (v - i);
                float value = at(mask, side, i, j) * ((1 - south) * (1 - east));
                value = Math.fma(at(mask, side, i, j + 1), (1 - south) * east, value);
                value = Math.fma(at(mask, side, i + 1, j), south * (1 - east), value);
                out[y * width + x] = Math.fma(at(mask, side, i + 1, j + 1), south * east, value);
            }
        }
        return out;
    }

    private static float at(float[] mask, int side, double i, double j) {
        return i < 0 || j < 0 || i >= side || j >= side ? 0 : mask[(int) i * side + (int) j];
    }
}

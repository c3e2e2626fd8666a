package org.mvit4j.maskrcnn.roi;

/** RoIAlign as its definition reads: one bilinear sample after the other. */
final class SlowRoiAlign {
    private SlowRoiAlign() {}

    /** Pools one channel [height, width] for one box; result [size, size]. */
    static float[] pool(RoiAlign align, float[] map, int height, int width, float[] box) {
        int p = align.size();
        float offset = align.aligned() ? 0.5f : 0;
        float xs = box[0] * align.scale() - offset;
        float ys = box[1] * align.scale() - offset;
        float rw = box[2] * align.scale() - offset - xs;
        float rh = box[3] * align.scale() - offset - ys;
        if (!align.aligned()) {
            rw = Math.max(rw, 1);
            rh = Math.max(rh, 1);
        }
        int gw = align.samplingRatio() > 0 ? align.samplingRatio() : (int) Math.ceil(rw / p);
        int gh = align.samplingRatio() > 0 ? align.samplingRatio() : (int) Math.ceil(rh / p);
        int count = Math.max(gw * gh, 1);
        var out = new float[p * p];
        for (int i = 0; i < p * p; i++) {
            float sum = 0;
            for (int iy = 0; iy < gh; iy++) {
                float y = ys + i / p * (rh / p) + (iy + 0.5f) * (rh / p) / gh;
                for (int ix = 0; ix < gw; ix++) {
                    float x = xs + i % p * (rw / p) + (ix + 0.5f) * (rw / p) / gw;
                    sum += bilinear(map, height, width, y, x);
                }
            }
            out[i] = sum / count;
        }
        return out;
    }

    private static float bilinear(float[] map, int height, int width, float y, float x) {
        if (y < -1 || y > height || x < -1 || x > width) {
            return 0;
        }
        y = Math.max(y, 0);
        x = Math.max(x, 0);
        int y0 = Math.min((int) y, height - 1);
        int x0 = Math.min((int) x, width - 1);
        int y1 = Math.min(y0 + 1, height - 1);
        int x1 = Math.min(x0 + 1, width - 1);
        float ly = y0 == height - 1 ? 0 : y - y0;
        float lx = x0 == width - 1 ? 0 : x - x0;
        return (1 - ly) * (1 - lx) * map[y0 * width + x0]
                + (1 - ly) * lx * map[y0 * width + x1]
                + ly * (1 - lx) * map[y1 * width + x0]
                + ly * lx * map[y1 * width + x1];
    }
}

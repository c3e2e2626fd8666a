package org.mvit4j.video.clip;

import org.mvit4j.data.image.RgbImage;

/**
 * The test crops of a frame: resized by plain bilinear interpolation, without antialiasing as the references have it,
 * and only where a crop lies.
 */
final class SpatialCrops {

    private final ClipProtocol protocol;
    private final float[] scale = new float[3];
    private final float[] offset = new float[3];

    SpatialCrops(ClipProtocol protocol) {
        this.protocol = protocol;
        float divisor = protocol.normalization().divisor();
        for (int c = 0; c < 3; c++) {
            scale[c] = 1 / (divisor * protocol.normalization().std()[c]);
            offset[c] = -protocol.normalization().mean()[c]
                    / protocol.normalization().std()[c];
        }
    }

    /** Where a crop lies in the resized frame. */
    record Place(int width, int height, int left, int top) {}

    /** The places of all crops of a frame. */
    Place[] places(int width, int height) {
        int n = protocol.spatialViews();
        int side = n == 1 ? protocol.shortSide() : protocol.severalShortSide();
        int w = width <= height ? side : (int) Math.floor((double) width / height * side);
        int h = width <= height ? (int) Math.floor((double) height / width * side) : side;
        int crop = protocol.cropSize();
        Place[] places = new Place[n];
        for (int i = 0; i < n; i++) {
            int left = (w - crop + 1) / 2;
            int top = (h - crop + 1) / 2;
            if (n == 3 && w >= h) {
                left = along(w - crop, i);
            } else if (n == 3) {
                top = along(h - crop, i);
            }
            places[i] = new Place(w, h, left, top);
        }
        return places;
    }

    private int along(int room, int view) {
        if (protocol.crops() == ClipProtocol.CropOrder.LEFT_RIGHT_MIDDLE) {
            return new int[] {0, room / 2 * 2, room / 2}[view];
        }
        return new int[] {0, (room + 1) / 2, room}[view];
    }

    /** The normalised crops of a frame, each [3, crop, crop]. */
    float[][] apply(RgbImage frame) {
        Place[] places = places(frame.width(), frame.height());
        float[][] crops = new float[places.length][];
        for (int i = 0; i < places.length; i++) {
            crops[i] = crop(frame, places[i]);
        }
        return crops;
    }

    private float[] crop(RgbImage frame, Place place) {
        int n = protocol.cropSize();
        Taps across = new Taps(frame.width(), place.width, place.left, n);
        Taps down = new Taps(frame.height(), place.height, place.top, n);
        byte[] pixels = frame.pixels();
        int row = 3 * frame.width();
        float[] out = new float[3 * n * n];
        for (int c = 0; c < 3; c++) {
            int source = protocol.normalization().bgr() ? 2 - c : c;
            for (int y = 0; y < n; y++) {
                int upper = down.low[y] * row + source;
                int lower = down.high[y] * row + source;
                float weight = down.weight[y];
                for (int x = 0; x < n; x++) {
                    int left = 3 * across.low[x];
                    int right = 3 * across.high[x];
                    float w = across.weight[x];
                    float above = mix(pixels[upper + left] & 0xff, pixels[upper + right] & 0xff, w);
                    float below = mix(pixels[lower + left] & 0xff, pixels[lower + right] & 0xff, w);
                    float value = round((1 - weight) * above + weight * below);
                    out[(c * n + y) * n + x] = value * scale[c] + offset[c];
                }
            }
        }
        return out;
    }

    private static float mix(int a, int b, float w) {
        return (1 - w) * a + w * b;
    }

    private float round(float value) {
        return switch (protocol.rounding()) {
            case NONE -> value;
            case NEAREST -> (float) Math.rint(value);
            case DOWN -> (int) value;
        };
    }

    /** Two source places and the weight of the second, for a window of a resized axis. */
    private static final class Taps {
        final int[] low;
        final int[] high;
        final float[] weight;

        Taps(int in, int out, int start, int count) {
            low = new int[count];
            high = new int[count];
            weight = new float[count];
            float ratio = (float) in / out;
            for (int i = 0; i < count; i++) {
                float source = Math.max((start + i + 0.5f) * ratio - 0.5f, 0);
                low[i] = Math.min((int) source, in - 1);
                high[i] = Math.min(low[i] + 1, in - 1);
                weight[i] = Math.min(source - low[i], 1);
            }
        }
    }
}

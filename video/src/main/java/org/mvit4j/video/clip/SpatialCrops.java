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
        float[] rgb = BilinearWindow.of(
                        frame.width(), frame.height(), place.width, place.height, place.left, place.top, n, n)
                .sample(frame);
        int plane = n * n;
        float[] out = new float[rgb.length];
        for (int c = 0; c < 3; c++) {
            int source = (protocol.normalization().bgr() ? 2 - c : c) * plane;
            for (int i = 0; i < plane; i++) {
                out[c * plane + i] = round(rgb[source + i]) * scale[c] + offset[c];
            }
        }
        return out;
    }

    private float round(float value) {
        return switch (protocol.rounding()) {
            case NONE -> value;
            case NEAREST -> (float) Math.rint(value);
            case DOWN -> (int) value;
        };
    }
}

package org.mvit4j.video.augment;

/** Colours as hue, saturation and value. */
final class Hsv {

    private Hsv() {}

    /**
     * Turns the hue and multiplies the saturation of a colour in place.
     *
     * @param rgb a colour, usually between 0 and 1
     * @param turn of the colour circle
     * @param factor of the saturation, which is cut at 0 and 1
     */
    static void adjust(float[] rgb, float turn, float factor) {
        float value = Math.max(rgb[0], Math.max(rgb[1], rgb[2]));
        float range = value - Math.min(rgb[0], Math.min(rgb[1], rgb[2]));
        float saturation = value > 0 ? range / value : 0;
        float hue = 0;
        if (range > 0) {
            float unit = 1 / (6 * range);
            if (rgb[0] == value) {
                hue = unit * (rgb[1] - rgb[2]);
            } else if (rgb[1] == value) {
                hue = unit * (rgb[2] - rgb[0]) + 2f / 6;
            } else {
                hue = unit * (rgb[0] - rgb[1]) + 4f / 6;
            }
        }
        hue += turn;
        hue -= (float) Math.floor(hue);
        if (factor != 1) {
            saturation = Math.max(0, Math.min(1, saturation * factor));
            range = saturation * value;
        }
        float low = value - range;
        for (int c = 0; c < 3; c++) {
            // how far the channel's own hue is away, in sixths of the circle
            float sixth = 6 * (hue - c / 3f);
            float away = Math.abs(sixth - 6 * (float) Math.rint(sixth / 6));
            rgb[c] = low + range * Math.max(0, Math.min(1, 2 - away));
        }
    }
}

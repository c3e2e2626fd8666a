package org.mvit4j.video.explain;

/** A colour scale from black over purple and orange to pale yellow, whose lightness grows evenly. */
public final class HeatColors {

    /** Red, green, blue at equal steps from 0 to 1. */
    private static final int[][] STOPS = {
        {0, 0, 4},
        {31, 12, 72},
        {85, 15, 109},
        {136, 34, 106},
        {187, 55, 84},
        {227, 89, 51},
        {249, 140, 10},
        {249, 201, 50},
        {252, 255, 164}
    };

    private HeatColors() {}

    /** @param value from 0 to 1; what lies outside is cut off */
    public static int rgb(double value) {
        double at = Math.max(0, Math.min(1, value)) * (STOPS.length - 1);
        int low = Math.min((int) at, STOPS.length - 2);
        double weight = at - low;
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            rgb = rgb << 8 | (int) Math.round(STOPS[low][c] + weight * (STOPS[low + 1][c] - STOPS[low][c]));
        }
        return rgb;
    }
}

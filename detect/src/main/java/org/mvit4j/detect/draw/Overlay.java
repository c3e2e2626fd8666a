package org.mvit4j.detect.draw;

import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.mask.Rle;

/**
 * One object to draw.
 *
 * @param label class name; empty for a plate with the score alone
 * @param score 0 to 1, or NaN where there is none, as for ground truth
 * @param classIndex chooses the colour
 * @param x0 left edge in pixels of the picture
 * @param y0 top edge
 * @param x1 right edge
 * @param y1 bottom edge
 * @param mask of the picture's size, or null
 */
public record Overlay(
        String label,
        double score,
        int classIndex,
        float x0,
        float y0,
        float x1,
        float y1,
        @Nullable Rle mask) {

    /** Whether the box has an area that can be drawn. */
    boolean hasBox() {
        return x1 > x0 && y1 > y0 && Float.isFinite(x1 - x0) && Float.isFinite(y1 - y0);
    }

    double area() {
        return hasBox() ? (double) (x1 - x0) * (y1 - y0) : 0;
    }

    /** Class and percentage, in one line without control characters. */
    String caption() {
        String name = label.replaceAll("\\p{Cntrl}+", " ").strip();
        if (!(score >= 0)) {
            return name;
        }
        String percent = Math.round(score * 100) + "%";
        return name.isEmpty() ? percent : name + " " + percent;
    }
}

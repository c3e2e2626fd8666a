package org.mvit4j.maskrcnn.config;

import java.util.List;

/**
 * Anchor boxes: on every cell of level l, one box per size of that level and aspect ratio.
 *
 * @param sizes per level, the square roots of the anchor areas in pixels
 * @param aspectRatios height over width, the same on every level
 * @param strides pixels per cell, per level
 * @param offset centre of the first anchor in cells; 0 is the top left corner of the cell
 */
public record AnchorConfig(List<List<Double>> sizes, List<Double> aspectRatios, List<Integer> strides, double offset) {

    public AnchorConfig {
        sizes = sizes.stream().map(List::copyOf).toList();
        aspectRatios = List.copyOf(aspectRatios);
        strides = List.copyOf(strides);
        Check.notEmpty("strides", strides);
        Check.notEmpty("aspect_ratios", aspectRatios);
        Check.size("sizes", sizes, strides.size());
        Check.allPositive("strides", strides);
        Check.allPositive("aspect_ratios", aspectRatios);
        int perCell = sizes.get(0).size();
        for (List<Double> level : sizes) {
            Check.notEmpty("a level of sizes", level);
            Check.allPositive("sizes", level);
            Check.that(level.size() == perCell, "sizes differ in number from level to level; the RPN is shared");
        }
        Check.that(offset >= 0 && offset < 1, "offset is " + offset + "; it must lie in [0, 1)");
    }

    /** Anchors per cell, A. */
    public int perCell() {
        return sizes.get(0).size() * aspectRatios.size();
    }
}

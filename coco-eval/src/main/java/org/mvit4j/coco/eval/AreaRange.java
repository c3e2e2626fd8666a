package org.mvit4j.coco.eval;

import java.util.List;

/**
 * A range of object areas with its label.
 *
 * @param label such as {@code small}
 * @param low least area, inclusive
 * @param high greatest area, inclusive
 */
public record AreaRange(String label, double low, double high) {
    /** The ranges of COCO. */
    public static final List<AreaRange> COCO = List.of(
            new AreaRange("all", 0, 1e10),
            new AreaRange("small", 0, 1024),
            new AreaRange("medium", 1024, 9216),
            new AreaRange("large", 9216, 1e10));

    /** The ranges of COCO keypoints, which know no small objects. */
    public static final List<AreaRange> KEYPOINTS = List.of(COCO.get(0), COCO.get(2), COCO.get(3));
}

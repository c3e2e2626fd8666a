package org.mvit4j.coco.data;

/** How a segmentation is written. */
public enum SegmentationKind {
    /** There is none. */
    NONE,
    /** A list of rings {@code [[x1, y1, x2, y2, …], …]}. */
    POLYGONS,
    /** {@code {"size": [h, w], "counts": "…"}}. */
    COMPRESSED,
    /** {@code {"size": [h, w], "counts": [n, …]}}. */
    RUNS,
    /** Something else, which no evaluation can use. */
    UNUSABLE;

    private static final SegmentationKind[] VALUES = values();

    static SegmentationKind of(byte code) {
        return VALUES[code];
    }

    byte code() {
        return (byte) ordinal();
    }
}

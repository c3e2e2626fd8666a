package org.mvit4j.coco;

/** How much of what the reference tolerates is tolerated. */
public enum Strictness {
    /**
     * Wherever pycocotools yields numbers, the same numbers; where it raises, hangs or reads uninitialised memory, a
     * {@link CocoFormatException}.
     */
    COMPATIBLE,
    /** Every oddity that would silently bend a metric is a {@link CocoFormatException} that names record and fix. */
    STRICT
}

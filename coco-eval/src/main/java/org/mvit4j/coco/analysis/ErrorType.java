package org.mvit4j.coco.analysis;

/** What can be wrong with a detection, or an object, after TIDE (Bolya et al., ECCV 2020). */
public enum ErrorType {
    /** Overlaps an object well enough, but of another category. */
    CLASSIFICATION("Cls"),
    /** Right category, overlap between the background and foreground thresholds. */
    LOCALIZATION("Loc"),
    /** Wrong category and poor overlap. */
    BOTH("Both"),
    /** A better detection has taken the object already. */
    DUPLICATE("Dupe"),
    /** No object there. */
    BACKGROUND("Bkg"),
    /** An object that no detection, not even a wrong one, points at. */
    MISSED("Miss");

    private final String key;

    ErrorType(String key) {
        this.key = key;
    }

    /** The short name, such as {@code Cls}. */
    public String key() {
        return key;
    }
}

package org.mvit4j.coco.eval;

/** What similarity of a detection and an object means. */
public enum IouType {
    /** Overlap of boxes. */
    BBOX("bbox"),
    /** Overlap of masks. */
    SEGM("segm"),
    /** Object keypoint similarity. */
    KEYPOINTS("keypoints"),
    /** The lesser of mask overlap and overlap of mask boundaries. */
    BOUNDARY("boundary");

    private final String key;

    IouType(String key) {
        this.key = key;
    }

    /** The reference's name, such as {@code segm}. */
    public String key() {
        return key;
    }

    /** The type of this name. */
    public static IouType of(String key) {
        for (IouType type : values()) {
            if (type.key.equals(key)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown IoU type \"" + key + "\"; use bbox, segm, keypoints or boundary");
    }
}

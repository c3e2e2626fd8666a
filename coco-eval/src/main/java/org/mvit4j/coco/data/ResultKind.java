package org.mvit4j.coco.data;

/** What the results of a file are; their first element decides. */
public enum ResultKind {
    /** Boxes, whose area is width times height even where masks are present. */
    BOXES,
    /** Masks, whose area is their number of pixels. */
    MASKS,
    /** Keypoints, whose area is that of the box around all of them. */
    KEYPOINTS,
    /** Captions, which have no evaluation here. */
    CAPTIONS
}

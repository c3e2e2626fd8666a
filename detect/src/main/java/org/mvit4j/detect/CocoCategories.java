package org.mvit4j.detect;

import java.util.List;

/** The 80 object categories of COCO in the order of the models' class index. */
public final class CocoCategories {

    /** Names by class index. */
    public static final List<String> NAMES = List.of(
            "person",
            "bicycle",
            "car",
            "motorcycle",
            "airplane",
            "bus",
            "train",
            "truck",
            "boat",
            "traffic light",
            "fire hydrant",
            "stop sign",
            "parking meter",
            "bench",
            "bird",
            "cat",
            "dog",
            "horse",
            "sheep",
            "cow",
            "elephant",
            "bear",
            "zebra",
            "giraffe",
            "backpack",
            "umbrella",
            "handbag",
            "tie",
            "suitcase",
            "frisbee",
            "skis",
            "snowboard",
            "sports ball",
            "kite",
            "baseball bat",
            "baseball glove",
            "skateboard",
            "surfboard",
            "tennis racket",
            "bottle",
            "wine glass",
            "cup",
            "fork",
            "knife",
            "spoon",
            "bowl",
            "banana",
            "apple",
            "sandwich",
            "orange",
            "broccoli",
            "carrot",
            "hot dog",
            "pizza",
            "donut",
            "cake",
            "chair",
            "couch",
            "potted plant",
            "bed",
            "dining table",
            "toilet",
            "tv",
            "laptop",
            "mouse",
            "remote",
            "keyboard",
            "cell phone",
            "microwave",
            "oven",
            "toaster",
            "sink",
            "refrigerator",
            "book",
            "clock",
            "vase",
            "scissors",
            "teddy bear",
            "hair drier",
            "toothbrush");

    /** Ids between 1 and 90 that no category has. */
    private static final List<Integer> GAPS = List.of(12, 26, 29, 30, 45, 66, 68, 69, 71, 83);

    private static final int[] IDS = java.util.stream.IntStream.rangeClosed(1, 90)
            .filter(id -> !GAPS.contains(id))
            .toArray();

    private CocoCategories() {}

    /** Returns the data set's category id of a class index: 0 is 1, 79 is 90. */
    public static int id(int classIndex) {
        return IDS[classIndex];
    }

    /**
     * Returns the category id to write for a detector: COCO's own when the detector knows COCO's classes, else the
     * class index plus one.
     */
    public static int idFor(List<String> classNames, int classIndex) {
        return classNames.equals(NAMES) ? id(classIndex) : classIndex + 1;
    }
}

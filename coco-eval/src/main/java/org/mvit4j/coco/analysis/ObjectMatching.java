package org.mvit4j.coco.analysis;

import org.mvit4j.coco.data.CocoResults;

/**
 * Detections of one image matched to objects: first of the own category, then of any.
 *
 * @param fate per detection
 * @param object per detection, position of its object or -1
 * @param found per object, whether a detection took it
 */
record ObjectMatching(Fate[] fate, int[] object, boolean[] found) {
    enum Fate {
        /** An object of the detection's category. */
        RIGHT,
        /** An object of another category. */
        CONFUSED,
        /** No object. */
        NOTHING,
        /** Inside a crowd of its category. */
        IN_CROWD,
        /** Its score is too low to count. */
        LEFT_OUT
    }

    static ObjectMatching of(
            ImageOverlaps overlaps,
            ImageOverlaps.Image image,
            CocoResults results,
            double overlap,
            double[] leastScore) {
        int n = image.detections().length;
        Fate[] fate = new Fate[n];
        int[] object = new int[n];
        boolean[] found = new boolean[image.objects().length];
        for (int pass = 0; pass < 2; pass++) {
            for (int d = 0; d < n; d++) {
                int row = image.detections()[d];
                int category = results.category(row);
                if (pass == 0) {
                    object[d] = -1;
                    fate[d] = results.score(row) >= leastScore[category] ? Fate.NOTHING : Fate.LEFT_OUT;
                }
                if (fate[d] != Fate.NOTHING) {
                    continue;
                }
                int best = -1;
                for (int g = 0; g < found.length; g++) {
                    boolean same = overlaps.categoryOf(image.objects()[g]) == category;
                    double iou = image.iou()[d][g];
                    if (!found[g]
                            && same == (pass == 0)
                            && iou >= overlap
                            && (best < 0 || iou >= image.iou()[d][best])) {
                        best = g;
                    }
                }
                if (best >= 0) {
                    found[best] = true;
                    object[d] = best;
                    fate[d] = pass == 0 ? Fate.RIGHT : Fate.CONFUSED;
                } else if (pass == 0 && inCrowd(overlaps, image, d, category, overlap)) {
                    fate[d] = Fate.IN_CROWD;
                }
            }
        }
        return new ObjectMatching(fate, object, found);
    }

    private static boolean inCrowd(
            ImageOverlaps overlaps, ImageOverlaps.Image image, int d, int category, double overlap) {
        for (int c = 0; c < image.crowds().length; c++) {
            if (overlaps.categoryOf(image.crowds()[c]) == category && image.crowdIou()[d][c] >= overlap) {
                return true;
            }
        }
        return false;
    }
}

package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.List;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.DatasetBuilder;
import org.mvit4j.coco.data.ResultBuilder;

/** Images placed by hand, objects and detections in the order of the calls; each belongs to the image called last. */
final class HandScene {
    private record Found(long image, long category, double score, double[] box) {}

    private final DatasetBuilder truth = CocoDataset.builder();
    private final List<Found> found = new ArrayList<>();
    private long image;
    private long annotations;

    HandScene(long... categories) {
        for (long category : categories) {
            truth.category(category, "category " + category);
        }
    }

    /** The next image, wide and low. */
    HandScene image() {
        truth.image(++image, 1000, 100, image + ".jpg");
        return this;
    }

    HandScene object(long category, double x, double y, double width, double height) {
        truth.annotation(++annotations, image, category)
                .box(x, y, width, height)
                .add();
        return this;
    }

    HandScene crowd(long category, double x, double y, double width, double height) {
        truth.annotation(++annotations, image, category)
                .box(x, y, width, height)
                .crowd()
                .add();
        return this;
    }

    HandScene found(long category, double score, double x, double y, double width, double height) {
        found.add(new Found(image, category, score, new double[] {x, y, width, height}));
        return this;
    }

    CocoResults results() {
        ResultBuilder results = CocoResults.builder(truth.build());
        for (Found one : found) {
            double[] box = one.box;
            results.box(one.image, one.category, one.score, box[0], box[1], box[2], box[3]);
        }
        return results.build();
    }
}

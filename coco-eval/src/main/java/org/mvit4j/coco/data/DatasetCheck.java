package org.mvit4j.coco.data;

import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.CocoFormatException;

/** What the strict mode demands of a data set beyond being readable. */
final class DatasetCheck {
    private final CocoDataset dataset;

    DatasetCheck(CocoDataset dataset) {
        this.dataset = dataset;
    }

    void check(Defects images, Defects categories, Defects annotations) {
        raise("/images", images.first());
        raise("/categories", categories.first());
        raise("/annotations", annotations.first());
        Annotations all = dataset.annotations();
        if (all.size() == 0) {
            throw new CocoFormatException(
                    dataset.name(), -1, "/annotations", "there are no annotations", "every metric would be -1");
        }
        LongIntMap ids = new LongIntMap();
        for (int row = 0; row < all.size(); row++) {
            int before = ids.put(all.id(row), row);
            if (before >= 0) {
                fail(
                        row,
                        "id",
                        "annotation id " + all.originalId(row) + " is also that of record " + before,
                        "number annotations from 1 without repetition");
            }
            if (dataset.images().indexOf(all.imageId(row)) < 0) {
                fail(
                        row,
                        "image_id",
                        "there is no image " + dataset.ids().original(all.imageId(row)),
                        "add it to images");
            }
            if (dataset.categories().indexOf(all.categoryId(row)) < 0) {
                fail(
                        row,
                        "category_id",
                        "there is no category " + dataset.ids().original(all.categoryId(row)),
                        "add it to categories");
            }
            if (all.hasKeypoints(row) && !all.hasKeypointCount(row)) {
                fail(row, "num_keypoints", "the field is missing", "write the number of labelled keypoints");
            }
        }
    }

    private void raise(String array, Defects.@Nullable Defect defect) {
        if (defect != null) {
            throw new CocoFormatException(
                    dataset.name(),
                    defect.row(),
                    array + "/" + defect.row() + "/" + defect.field(),
                    defect.fact(),
                    defect.fix());
        }
    }

    private void fail(int row, String field, String fact, String fix) {
        throw new CocoFormatException(dataset.name(), row, "/annotations/" + row + "/" + field, fact, fix);
    }
}

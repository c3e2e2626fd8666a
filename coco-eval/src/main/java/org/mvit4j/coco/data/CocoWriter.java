package org.mvit4j.coco.data;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.AtomicFile;

/**
 * Writes data sets and results as the JSON that COCO tools read. Files appear complete or not at all. Numbers read back
 * as the same doubles; masks keep their kind.
 */
public final class CocoWriter {
    private static final int BUFFER = 1 << 16;

    private CocoWriter() {}

    /** Writes a data set. */
    public static void write(CocoDataset dataset, Path file) throws IOException {
        AtomicFile.write(file, out -> write(dataset, out));
    }

    /** Writes results. */
    public static void write(CocoResults results, Path file) throws IOException {
        AtomicFile.write(file, out -> write(results, out));
    }

    /** Writes a data set to a stream. */
    public static void write(CocoDataset dataset, OutputStream out) throws IOException {
        JsonText text = new JsonText();
        text.raw("{\"info\": ").json(dataset.info()).raw(", \"licenses\": ").json(dataset.licenses());
        text.raw(", \"images\": [");
        for (int i = 0; i < dataset.images().size(); i++) {
            image(text.raw(i == 0 ? "" : ", "), dataset, i);
            spill(text, out);
        }
        text.raw("], \"annotations\": [");
        SegmentationReader masks = dataset.annotations().segmentations();
        for (int row = 0; row < dataset.annotations().size(); row++) {
            annotation(text.raw(row == 0 ? "" : ", "), dataset, row, masks);
            spill(text, out);
        }
        text.raw("], \"categories\": [");
        for (int i = 0; i < dataset.categories().size(); i++) {
            category(text.raw(i == 0 ? "" : ", "), dataset, dataset.categories().get(i));
        }
        text.raw("]}").flush(out);
    }

    private static void spill(JsonText text, OutputStream out) throws IOException {
        if (text.size() > BUFFER) {
            text.flush(out);
        }
    }

    private static void image(JsonText text, CocoDataset dataset, int i) {
        Images images = dataset.images();
        text.raw("{\"id\": ").id(images.originalId(i));
        if (images.height(i) >= 0) {
            text.raw(", \"height\": ").integer(images.height(i));
        }
        if (images.width(i) >= 0) {
            text.raw(", \"width\": ").integer(images.width(i));
        }
        String name = images.fileName(i);
        if (name != null) {
            text.raw(", \"file_name\": ").string(name);
        }
        ids(text, dataset, ", \"neg_category_ids\": ", images.negativeCategories(i));
        ids(text, dataset, ", \"not_exhaustive_category_ids\": ", images.notExhaustiveCategories(i));
        text.raw("}");
    }

    private static void ids(JsonText text, CocoDataset dataset, String key, long @Nullable [] ids) {
        if (ids == null) {
            return;
        }
        text.raw(key).raw("[");
        for (int i = 0; i < ids.length; i++) {
            text.raw(i == 0 ? "" : ", ").id(dataset.ids().original(ids[i]));
        }
        text.raw("]");
    }

    private static void annotation(JsonText text, CocoDataset dataset, int row, SegmentationReader masks) {
        Annotations all = dataset.annotations();
        text.raw("{\"id\": ").id(all.originalId(row));
        text.raw(", \"image_id\": ").id(dataset.ids().original(all.imageId(row)));
        text.raw(", \"category_id\": ").id(dataset.ids().original(all.categoryId(row)));
        if (all.hasBox(row)) {
            text.raw(", \"bbox\": ").numbers(all.box(row), 0, 4);
        }
        if (all.hasArea(row)) {
            text.raw(", \"area\": ").number(all.area(row));
        }
        if (all.hasCrowdFlag(row)) {
            text.raw(all.isCrowd(row) ? ", \"iscrowd\": 1" : ", \"iscrowd\": 0");
        }
        if (all.ignore(row)) {
            text.raw(", \"ignore\": 1");
        }
        if (all.hasKeypoints(row)) {
            double[] points = all.keypoints(row);
            text.raw(", \"keypoints\": ").numbers(points, 0, points.length);
        }
        if (all.hasKeypointCount(row)) {
            text.raw(", \"num_keypoints\": ").integer(all.keypointCount(row));
        }
        switch (all.segmentationKind(row)) {
            case POLYGONS:
                polygons(text.raw(", \"segmentation\": "), all.polygons(row, masks));
                break;
            case COMPRESSED:
                text.raw(", \"segmentation\": ").mask(all.mask(row, masks));
                break;
            case RUNS:
                text.raw(", \"segmentation\": ").runs(all.mask(row, masks));
                break;
            default:
                break;
        }
        text.raw("}");
    }

    private static void polygons(JsonText text, List<double[]> rings) {
        text.raw("[");
        for (int i = 0; i < rings.size(); i++) {
            text.raw(i == 0 ? "" : ", ").numbers(rings.get(i), 0, rings.get(i).length);
        }
        text.raw("]");
    }

    private static void category(JsonText text, CocoDataset dataset, Categories.Category category) {
        text.raw("{\"id\": ").id(dataset.ids().original(category.id()));
        member(text, "name", category.name());
        member(text, "supercategory", category.supercategory());
        member(text, "frequency", category.frequency());
        if (!category.keypoints().isEmpty()) {
            text.raw(", \"keypoints\": [");
            for (int i = 0; i < category.keypoints().size(); i++) {
                text.raw(i == 0 ? "" : ", ").string(category.keypoints().get(i));
            }
            text.raw("], \"skeleton\": ").raw(category.skeleton().toString());
        }
        text.raw("}");
    }

    private static void member(JsonText text, String key, @Nullable String value) {
        if (value != null) {
            text.raw(", \"" + key + "\": ").string(value);
        }
    }

    /** Writes results to a stream. */
    public static void write(CocoResults results, OutputStream out) throws IOException {
        JsonText text = new JsonText();
        CocoDataset dataset = results.dataset();
        SegmentationReader masks = results.segmentations();
        text.raw("[");
        for (int row = 0; row < results.size(); row++) {
            text.raw(row == 0 ? "{" : ", {");
            text.raw("\"image_id\": ").id(dataset.images().originalId(results.image(row)));
            text.raw(", \"category_id\": ").id(dataset.ids().original(results.categoryId(row)));
            if (results.kind() == ResultKind.BOXES) {
                double[] box = new double[4];
                for (int k = 0; k < 4; k++) {
                    box[k] = results.box(row, k);
                }
                text.raw(", \"bbox\": ").numbers(box, 0, 4);
            }
            if (results.maskKind(row) == SegmentationKind.COMPRESSED) {
                text.raw(", \"segmentation\": ").mask(results.mask(row, masks));
            }
            double[] points = results.keypoints(row);
            if (points.length > 0) {
                text.raw(", \"keypoints\": ").numbers(points, 0, points.length);
            }
            text.raw(", \"score\": ").number(results.score(row)).raw("}");
            spill(text, out);
        }
        text.raw("]").flush(out);
    }
}

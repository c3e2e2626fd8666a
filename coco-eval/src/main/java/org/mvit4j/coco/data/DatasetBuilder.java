package org.mvit4j.coco.data;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.json.HeapBytes;
import org.mvit4j.coco.mask.Rle;

/**
 * Builds a {@link CocoDataset} in memory. Not thread-safe.
 *
 * <pre>{@code
 * CocoDataset gt = CocoDataset.builder()
 *         .category(1, "circle")
 *         .image(7, 640, 480, "7.png")
 *         .annotation(1, 7, 1).box(10, 20, 30, 40).area(1200).add()
 *         .build();
 * }</pre>
 */
public final class DatasetBuilder {
    private final IdSpace space = new IdSpace();
    private final Images images = new Images(space);
    private final Categories categories = new Categories();
    private final AnnotationRows rows = new AnnotationRows(space);
    private final HeapBytes text = new HeapBytes("data set in memory");
    private final JsonText json = new JsonText();

    DatasetBuilder() {}

    /** Adds an image. */
    public DatasetBuilder image(long id, int width, int height, @Nullable String fileName) {
        images.add(id, height, width, fileName, null, null);
        return this;
    }

    /** Adds an image of an LVIS-like data set, with its verified negatives and its categories not fully labelled. */
    public DatasetBuilder federatedImage(
            long id, int width, int height, @Nullable String fileName, long[] negatives, long[] notExhaustive) {
        images.add(id, height, width, fileName, negatives.clone(), notExhaustive.clone());
        return this;
    }

    /** Adds a category. */
    public DatasetBuilder category(long id, String name) {
        return category(Categories.Category.of(id, name, null));
    }

    /** Adds a category. */
    public DatasetBuilder category(Categories.Category category) {
        categories.add(category);
        return this;
    }

    /** Starts an annotation; {@link Annotation#add} ends it. Ids count from 1. */
    public Annotation annotation(long id, long imageId, long categoryId) {
        return new Annotation(id, imageId, categoryId);
    }

    /** The data set. The builder may go on; what it adds later is in later data sets only. */
    public CocoDataset build() {
        Images copy = new Images(space);
        for (int i = 0; i < images.size(); i++) {
            copy.add(
                    images.id(i),
                    images.height(i),
                    images.width(i),
                    images.fileName(i),
                    images.negativeCategories(i),
                    images.notExhaustiveCategories(i));
        }
        Categories kinds = new Categories();
        categories.list().forEach(kinds::add);
        Annotations annotations = new Annotations(space, copy, text, List.of(rows));
        return new CocoDataset(text.name(), space, copy, kinds, annotations, "{}", "[]");
    }

    /** One annotation under construction. */
    public final class Annotation {
        private final int row;
        private boolean crowd;
        private boolean hasArea;

        private Annotation(long id, long imageId, long categoryId) {
            row = rows.begin();
            rows.id[row] = id;
            rows.image[row] = imageId;
            rows.category[row] = categoryId;
            if (id == 0) {
                rows.set(AnnotationRows.ZERO_ID);
            }
        }

        /** The box in absolute pixels. */
        public Annotation box(double x, double y, double width, double height) {
            rows.box[4 * row] = x;
            rows.box[4 * row + 1] = y;
            rows.box[4 * row + 2] = width;
            rows.box[4 * row + 3] = height;
            rows.set(AnnotationRows.HAS_BOX);
            return this;
        }

        /** The area of the segment, or of the box where there is none; without this call that of the box. */
        public Annotation area(double area) {
            rows.area[row] = area;
            rows.set(AnnotationRows.HAS_AREA);
            hasArea = true;
            return this;
        }

        /** Marks a crowd region. */
        public Annotation crowd() {
            crowd = true;
            return this;
        }

        /** Marks an annotation that LVIS and boundary evaluation ignore. */
        public Annotation ignore() {
            rows.set(AnnotationRows.IGNORE);
            return this;
        }

        /** The outline: rings x1, y1, x2, y2, … */
        public Annotation polygons(List<double[]> rings) {
            json.clear().raw("[");
            for (int i = 0; i < rings.size(); i++) {
                json.raw(i == 0 ? "" : ", ").numbers(rings.get(i), 0, rings.get(i).length);
            }
            return segmentation(json.raw("]"), SegmentationKind.POLYGONS);
        }

        /** The mask. */
        public Annotation mask(Rle mask) {
            return segmentation(json.clear().mask(mask), SegmentationKind.COMPRESSED);
        }

        private Annotation segmentation(JsonText value, SegmentationKind kind) {
            rows.mask[row] = text.append(value.bytes(), 0, value.size());
            rows.kind[row] = kind.code();
            return this;
        }

        /** Keypoints x1, y1, v1, x2, …; the number labelled is counted. */
        public Annotation keypoints(double... values) {
            rows.keypoints(values, values.length);
            int labelled = 0;
            for (int i = 2; i < values.length; i += 3) {
                labelled += values[i] > 0 ? 1 : 0;
            }
            rows.keypointCount[row] = labelled;
            rows.set(AnnotationRows.HAS_KEYPOINT_COUNT | (labelled == 0 ? AnnotationRows.NO_KEYPOINTS : 0));
            return this;
        }

        /** Ends the annotation. */
        public DatasetBuilder add() {
            if (!hasArea) {
                area(rows.box[4 * row + 2] * rows.box[4 * row + 3]);
            }
            rows.set(AnnotationRows.HAS_CROWD
                    | (crowd ? AnnotationRows.CROWD_IGNORES | AnnotationRows.CROWD_ABSORBS : 0));
            rows.commit();
            return DatasetBuilder.this;
        }
    }
}

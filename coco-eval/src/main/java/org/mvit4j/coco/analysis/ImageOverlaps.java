package org.mvit4j.coco.analysis;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.data.AnnotationIndex;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.SegmentationReader;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.IouType;
import org.mvit4j.coco.eval.ScoreOrder;
import org.mvit4j.coco.mask.BoxIou;
import org.mvit4j.coco.mask.Rle;

/**
 * Overlaps of detections and objects across categories, image by image: what the analyses need that look beyond one
 * category. Boxes and masks only. Immutable; {@link #of(int)} may be called by many threads.
 */
final class ImageOverlaps {
    /**
     * One image.
     *
     * @param detections result rows by descending score, at most the limit
     * @param objects annotation rows that are no crowds, in file order
     * @param crowds annotation rows of crowds
     * @param iou [detection][object]
     * @param crowdIou [detection][crowd], the share of the detection inside
     */
    record Image(int[] detections, int[] objects, int[] crowds, double[][] iou, double[][] crowdIou) {}

    private final CocoDataset dataset;
    private final CocoResults results;
    private final boolean masks;
    private final int limit;
    /** Rows of the images in the data set, in file order. */
    private final int[] images;

    private final boolean[] wanted;
    private final int[] start;
    private final int[] rows;

    ImageOverlaps(CocoDataset dataset, CocoResults results, EvalParams params, int limit) {
        this.dataset = dataset;
        this.results = results;
        this.limit = limit;
        masks = params.iouType() == IouType.SEGM || params.iouType() == IouType.BOUNDARY;
        if (params.iouType() == IouType.KEYPOINTS) {
            throw new IllegalArgumentException("poses have no overlap across categories; analyse boxes or masks");
        }
        long[] ids = params.imageIds();
        images = ids == null
                ? IntStream.range(0, dataset.images().size()).toArray()
                : Arrays.stream(ids)
                        .mapToInt(dataset.images()::indexOf)
                        .filter(i -> i >= 0)
                        .sorted()
                        .distinct()
                        .toArray();
        wanted = new boolean[dataset.categories().size()];
        long[] categories = params.categoryIds();
        Arrays.fill(wanted, categories == null);
        for (int c = 0; c < wanted.length && categories != null; c++) {
            long id = dataset.categories().id(c);
            wanted[c] = Arrays.stream(categories).anyMatch(k -> k == id);
        }
        start = new int[dataset.images().size() + 1];
        for (int row = 0; row < results.size(); row++) {
            start[results.image(row) + 1]++;
        }
        for (int i = 1; i < start.length; i++) {
            start[i] += start[i - 1];
        }
        rows = new int[results.size()];
        int[] next = start.clone();
        for (int row = 0; row < rows.length; row++) {
            rows[next[results.image(row)]++] = row;
        }
    }

    /** Number of images. */
    int size() {
        return images.length;
    }

    /** Row of image number {@code i} in the data set. */
    int imageRow(int i) {
        return images[i];
    }

    /** Row of an object's category in the data set, or -1. */
    int categoryOf(int annotation) {
        return dataset.categories().indexOf(dataset.annotations().categoryId(annotation));
    }

    private boolean takes(int category) {
        return category >= 0 && wanted[category];
    }

    /** Computes image number {@code i}. */
    Image of(int i) {
        int image = images[i];
        Annotations all = dataset.annotations();
        AnnotationIndex index = dataset.byImage();
        int[] objects = new int[index.count(image)];
        int[] crowds = new int[objects.length];
        int n = 0;
        int m = 0;
        for (int k = 0; k < index.count(image); k++) {
            int row = index.row(image, k);
            if (!takes(categoryOf(row))) {
                continue;
            }
            if (all.crowdIgnores(row)) {
                crowds[m++] = row;
            } else {
                objects[n++] = row;
            }
        }
        objects = Arrays.copyOf(objects, n);
        crowds = Arrays.copyOf(crowds, m);
        int[] detections = detections(image);
        double[][] iou = new double[detections.length][n];
        double[][] crowdIou = new double[detections.length][m];
        if (masks) {
            Shape[] of = shapes(objects);
            Shape[] ofCrowds = shapes(crowds);
            SegmentationReader reader = results.segmentations();
            for (int d = 0; d < detections.length; d++) {
                Shape shape = null;
                if (n + m > 0) {
                    shape = detected(detections[d], reader);
                }
                for (int g = 0; g < n && shape != null; g++) {
                    iou[d][g] = shape.iou(of[g], false);
                }
                for (int g = 0; g < m && shape != null; g++) {
                    crowdIou[d][g] = shape.iou(ofCrowds[g], true);
                }
            }
        } else {
            for (int d = 0; d < detections.length; d++) {
                for (int g = 0; g < n; g++) {
                    iou[d][g] = boxes(detections[d], objects[g], false);
                }
                for (int g = 0; g < m; g++) {
                    crowdIou[d][g] = boxes(detections[d], crowds[g], true);
                }
            }
        }
        return new Image(detections, objects, crowds, iou, crowdIou);
    }

    private int[] detections(int image) {
        int[] found = new int[start[image + 1] - start[image]];
        double[] scores = new double[found.length];
        int n = 0;
        for (int k = start[image]; k < start[image + 1]; k++) {
            if (takes(results.category(rows[k]))) {
                scores[n] = results.score(rows[k]);
                found[n++] = rows[k];
            }
        }
        int[] order = new int[n];
        new ScoreOrder().sort(scores, n, order);
        int[] sorted = new int[Math.min(n, limit)];
        for (int d = 0; d < sorted.length; d++) {
            sorted[d] = found[order[d]];
        }
        return sorted;
    }

    private double boxes(int detection, int object, boolean crowd) {
        Annotations all = dataset.annotations();
        double iou = BoxIou.of(
                results.box(detection, 0),
                results.box(detection, 1),
                results.box(detection, 2),
                results.box(detection, 3),
                all.box(object, 0),
                all.box(object, 1),
                all.box(object, 2),
                all.box(object, 3),
                crowd);
        return Double.isNaN(iou) ? 0 : iou;
    }

    private Shape[] shapes(int[] annotations) {
        SegmentationReader reader = dataset.annotations().segmentations();
        Shape[] shapes = new Shape[annotations.length];
        for (int g = 0; g < shapes.length; g++) {
            try {
                shapes[g] = new Shape(dataset.annotations().mask(annotations[g], reader));
            } catch (IllegalArgumentException e) {
                throw new CocoFormatException(
                        dataset.name(),
                        annotations[g],
                        "/annotations/" + annotations[g] + "/segmentation",
                        String.valueOf(e.getMessage()),
                        "write polygons or run lengths");
            }
        }
        return shapes;
    }

    private Shape detected(int row, SegmentationReader reader) {
        try {
            return new Shape(results.mask(row, reader));
        } catch (IllegalArgumentException e) {
            throw new CocoFormatException(
                    results.name(),
                    row,
                    "/" + row + "/segmentation",
                    String.valueOf(e.getMessage()),
                    "write compressed run lengths");
        }
    }

    /** A mask with its box. */
    private static final class Shape {
        private final Rle mask;
        private final double[] box;

        Shape(Rle mask) {
            this.mask = mask;
            box = mask.toBbox();
        }

        double iou(Shape truth, boolean crowd) {
            if (Math.min(box[0] + box[2], truth.box[0] + truth.box[2]) <= Math.max(box[0], truth.box[0])
                    || Math.min(box[1] + box[3], truth.box[1] + truth.box[3]) <= Math.max(box[1], truth.box[1])
                    || mask.height() != truth.mask.height()
                    || mask.width() != truth.mask.width()) {
                return 0;
            }
            double iou = Rle.iou(mask, truth.mask, crowd);
            return Double.isNaN(iou) ? 0 : Math.max(0, iou);
        }
    }
}

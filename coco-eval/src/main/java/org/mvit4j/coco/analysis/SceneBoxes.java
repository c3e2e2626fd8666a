package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.List;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.EvalParams;

/** The objects and detections of an image with what became of each, for drawing. */
public final class SceneBoxes {
    /** What became of an object or a detection. */
    public enum Kind {
        /** An object that was found. */
        FOUND,
        /** An object that was not. */
        MISSED,
        /** A detection that is right. */
        RIGHT,
        /** A detection of an object of another category. */
        CONFUSED,
        /** A detection of nothing. */
        WRONG
    }

    /**
     * One box.
     *
     * @param kind what became of it
     * @param categoryId its category
     * @param score of a detection, NaN for an object
     * @param x left
     * @param y top
     * @param width width
     * @param height height
     */
    public record Box(Kind kind, long categoryId, double score, double x, double y, double width, double height) {}

    private static final int LIMIT = 100;

    private final CocoDataset dataset;
    private final CocoResults results;
    private final ImageOverlaps overlaps;
    private final double overlap;
    private final double[] leastScore;
    private final int[] position;

    /**
     * @param overlap least overlap of a detection and its object
     * @param leastScore per category of the data set, the score from which detections count
     */
    public SceneBoxes(
            CocoDataset dataset, CocoResults results, EvalParams params, double overlap, double[] leastScore) {
        this.dataset = dataset;
        this.results = results;
        this.overlap = overlap;
        this.leastScore = leastScore.clone();
        overlaps = new ImageOverlaps(dataset, results, params, LIMIT);
        position = new int[dataset.images().size()];
        for (int i = 0; i < overlaps.size(); i++) {
            position[overlaps.imageRow(i)] = i;
        }
    }

    /** The boxes of the image in row {@code imageRow} of the data set, objects first. */
    public List<Box> of(int imageRow) {
        ImageOverlaps.Image image = overlaps.of(position[imageRow]);
        ObjectMatching matching = ObjectMatching.of(overlaps, image, results, overlap, leastScore);
        List<Box> boxes = new ArrayList<>();
        Annotations all = dataset.annotations();
        for (int g = 0; g < image.objects().length; g++) {
            int row = image.objects()[g];
            boxes.add(new Box(
                    matching.found()[g] ? Kind.FOUND : Kind.MISSED,
                    all.categoryId(row),
                    Double.NaN,
                    all.box(row, 0),
                    all.box(row, 1),
                    all.box(row, 2),
                    all.box(row, 3)));
        }
        for (int d = 0; d < image.detections().length; d++) {
            Kind kind = switch (matching.fate()[d]) {
                case RIGHT -> Kind.RIGHT;
                case CONFUSED -> Kind.CONFUSED;
                case NOTHING -> Kind.WRONG;
                default -> null;
            };
            if (kind != null) {
                int row = image.detections()[d];
                boxes.add(new Box(
                        kind,
                        results.categoryId(row),
                        results.score(row),
                        results.box(row, 0),
                        results.box(row, 1),
                        results.box(row, 2),
                        results.box(row, 3)));
            }
        }
        return boxes;
    }
}

package org.mvit4j.coco.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.analysis.Calibration;
import org.mvit4j.coco.analysis.ConfusionMatrix;
import org.mvit4j.coco.analysis.ErrorAnalysis;
import org.mvit4j.coco.analysis.Interval;
import org.mvit4j.coco.analysis.OperatingPoint;
import org.mvit4j.coco.analysis.PairedTest;
import org.mvit4j.coco.analysis.SceneBoxes;

/**
 * An evaluation of one result file, and its comparison with another.
 *
 * @param truth name of the annotation file
 * @param results name of the result file
 * @param other name of the result file it is compared with, or null
 * @param images number of images evaluated
 * @param objects number of annotations
 * @param detections number of detections
 * @param evaluations one per IoU type
 */
public record Report(
        String truth,
        String results,
        @Nullable String other,
        int images,
        int objects,
        int detections,
        List<Evaluation> evaluations) {

    /**
     * The evaluation of one IoU type.
     *
     * @param type such as {@code bbox}, or {@code lvis-bbox}
     * @param table the familiar table
     * @param figures the table's figures
     * @param draws number of bootstrap draws behind the intervals, 0 if there are none
     * @param confidence of the intervals
     * @param categories per category, in the order of the arrays
     * @param curves precision over recall, mean over categories, per IoU threshold
     * @param operation the F1 curve of all categories together, from the highest score down
     * @param best its best point, or null
     * @param calibration of the scores
     * @param errors error types; null for keypoints
     * @param confusion confusion of categories at their best scores; null for keypoints
     * @param worst the images that cost most
     */
    public record Evaluation(
            String type,
            String table,
            List<FigureRow> figures,
            int draws,
            double confidence,
            List<CategoryRow> categories,
            List<Curve> curves,
            List<OperatingPoint> operation,
            @Nullable OperatingPoint best,
            Calibration calibration,
            @Nullable ErrorAnalysis errors,
            @Nullable ConfusionMatrix confusion,
            List<WorstImage> worst) {}

    /**
     * One figure.
     *
     * @param name such as {@code AP50}
     * @param value -1 if undefined
     * @param interval of the figure, or null without draws
     * @param comparison with the other results, or null
     */
    public record FigureRow(
            String name, double value, @Nullable Interval interval, PairedTest.@Nullable Outcome comparison) {}

    /**
     * One category.
     *
     * @param id its id
     * @param name its name
     * @param objects objects that count, of any size
     * @param images images with such objects
     * @param ap average precision over all thresholds, -1 without objects
     * @param areas average precision per area range, with intervals
     * @param best the score of greatest F1 at the first IoU threshold, or null
     * @param comparison of average precision with the other results, or null
     * @param curve precision over recall at the first IoU threshold, null without objects
     */
    public record CategoryRow(
            long id,
            String name,
            int objects,
            int images,
            double ap,
            List<AreaRow> areas,
            @Nullable OperatingPoint best,
            PairedTest.@Nullable Outcome comparison,
            @Nullable Curve curve) {
        /** The interval of average precision over all areas, or null. */
        public @Nullable Interval interval() {
            return areas.isEmpty() ? null : areas.get(0).interval();
        }
    }

    /**
     * A category's average precision in one area range.
     *
     * @param area the range's label
     * @param ap -1 without objects
     * @param interval or null without draws
     */
    public record AreaRow(String area, double ap, @Nullable Interval interval) {}

    /**
     * Precision over recall.
     *
     * @param label such as {@code IoU 0.50}
     * @param recall recall thresholds
     * @param precision precision at each
     * @param score score that reaches each; empty for means
     */
    public record Curve(String label, double[] recall, double[] precision, double[] score) {}

    /**
     * An image that costs much.
     *
     * @param id its id
     * @param fileName its file, or null
     * @param loss average precision gained without it
     * @param wrong wrong detections at the categories' best scores
     * @param missed objects not found at these scores
     * @param width in pixels, or -1
     * @param height in pixels, or -1
     * @param boxes what is in it; empty for keypoints
     */
    public record WorstImage(
            long id,
            @Nullable String fileName,
            double loss,
            int wrong,
            int missed,
            int width,
            int height,
            List<Box> boxes) {}

    /**
     * A box to draw.
     *
     * @param kind what it is
     * @param category its category's name
     * @param score of a detection, NaN for an object
     * @param x left
     * @param y top
     * @param width width
     * @param height height
     */
    public record Box(
            SceneBoxes.Kind kind, String category, double score, double x, double y, double width, double height) {}
}

package org.mvit4j.coco.eval;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.Categories;
import org.mvit4j.coco.data.CocoDataset;

/** The familiar table: 12 figures of COCO boxes and masks, 10 of keypoints, 13 of LVIS. */
public final class Summary {
    /**
     * One line of the table.
     *
     * @param name such as {@code AP50} or {@code AR@100}
     * @param value the figure, -1 if undefined
     * @param line the line as the reference prints it
     */
    public record Stat(String name, double value, String line) {}

    private static final int COCO_LIMIT = 100;
    private static final int KEYPOINT_LIMIT = 20;

    private final EvalArrays arrays;
    private final EvalParams params;
    private final List<Stat> stats = new ArrayList<>();

    private Summary(EvalArrays arrays) {
        this.arrays = arrays;
        params = arrays.params();
    }

    /**
     * The reference's table for COCO parameters. As there, the first line asks for 100 detections (keypoints: 20) and is
     * -1 where the parameters have no such limit; {@link #ofLimits} asks for the limits there are.
     */
    public static Summary of(EvalArrays arrays) {
        Summary summary = new Summary(arrays);
        if (arrays.params().protocol() == EvalParams.Protocol.LVIS) {
            throw new IllegalArgumentException("LVIS needs the data set's frequencies: Summary.lvis(arrays, dataset)");
        }
        if (arrays.params().iouType() == IouType.KEYPOINTS) {
            summary.keypoints(KEYPOINT_LIMIT);
        } else {
            int[] limits = arrays.params().maxDetections();
            int last = limits[Math.min(2, limits.length - 1)];
            summary.coco(COCO_LIMIT, last, limits.length > 3 ? Arrays.copyOf(limits, 3) : limits);
        }
        return summary;
    }

    /** The table with precision at the greatest limit of detections and recall at each of them, however many. */
    public static Summary ofLimits(EvalArrays arrays) {
        Summary summary = new Summary(arrays);
        int[] limits = arrays.params().maxDetections();
        int last = limits[limits.length - 1];
        if (arrays.params().iouType() == IouType.KEYPOINTS) {
            summary.keypoints(last);
        } else {
            summary.coco(last, last, limits);
        }
        return summary;
    }

    /** The table of LVIS, with rare, common and frequent categories apart. */
    public static Summary lvis(EvalArrays arrays, CocoDataset dataset) {
        Summary summary = new Summary(arrays);
        summary.lvis(dataset.categories());
        return summary;
    }

    /** The lines, in order. */
    public List<Stat> stats() {
        return Collections.unmodifiableList(stats);
    }

    /** The figures, in order. */
    public double[] values() {
        double[] values = new double[stats.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = stats.get(i).value();
        }
        return values;
    }

    /** The figure called {@code name}. */
    public double get(String name) {
        for (Stat stat : stats) {
            if (stat.name().equals(name)) {
                return stat.value();
            }
        }
        throw new IllegalArgumentException("there is no figure \"" + name + "\" in this table");
    }

    /** The first figure: average precision over all thresholds. */
    public double ap() {
        return stats.get(0).value();
    }

    /** The table as the reference prints it, a line feed after each line. */
    public String table() {
        StringBuilder text = new StringBuilder();
        for (Stat stat : stats) {
            text.append(stat.line()).append('\n');
        }
        return text.toString();
    }

    // ---- the three tables ------------------------------------------------------------------------------------------

    private void coco(int first, int last, int[] recallLimits) {
        ap("AP", null, "all", first);
        ap("AP50", .5, "all", last);
        ap("AP75", .75, "all", last);
        ap("APs", null, "small", last);
        ap("APm", null, "medium", last);
        ap("APl", null, "large", last);
        for (int limit : recallLimits) {
            ar("AR@" + limit, null, "all", limit);
        }
        ar("ARs", null, "small", last);
        ar("ARm", null, "medium", last);
        ar("ARl", null, "large", last);
    }

    private void keypoints(int limit) {
        ap("AP", null, "all", limit);
        ap("AP50", .5, "all", limit);
        ap("AP75", .75, "all", limit);
        ap("APm", null, "medium", limit);
        ap("APl", null, "large", limit);
        ar("AR", null, "all", limit);
        ar("AR50", .5, "all", limit);
        ar("AR75", .75, "all", limit);
        ar("ARm", null, "medium", limit);
        ar("ARl", null, "large", limit);
    }

    private void ap(String name, @Nullable Double threshold, String area, int limit) {
        add(name, Cells.of(arrays), threshold, area, limit, "Average Precision", "(AP)");
    }

    private void ar(String name, @Nullable Double threshold, String area, int limit) {
        add(name, Cells.of(arrays).recall(), threshold, area, limit, "Average Recall", "(AR)");
    }

    private void add(
            String name, Cells cells, @Nullable Double threshold, String area, int limit, String title, String type) {
        if (threshold != null) {
            cells.threshold(threshold);
        }
        int[] limits = params.maxDetections();
        int[] positions = new int[limits.length];
        int n = 0;
        for (int m = 0; m < limits.length; m++) {
            if (limits[m] == limit) {
                positions[n++] = m;
            }
        }
        double value = mean(cells, area, Arrays.copyOf(positions, n));
        String line = " " + left(title, 18) + " " + type + " @[ IoU=" + left(iou(threshold), 9) + " | area="
                + right(area, 6) + " | maxDets=" + right(String.valueOf(limit), 3) + " ] = " + fixed(value, 3);
        stats.add(new Stat(name, value, line));
    }

    private double mean(Cells cells, String area, int[] limits) {
        int[] positions = new int[params.areas().size()];
        int n = 0;
        for (int a = 0; a < positions.length; a++) {
            if (params.areas().get(a).label().equals(area)) {
                positions[n++] = a;
            }
        }
        return n == 0 || limits.length == 0 ? -1 : cells.mean(Arrays.copyOf(positions, n), limits);
    }

    private void lvis(Categories categories) {
        lvis("AP", Cells.of(arrays), null, "all", "all", categories);
        lvis("AP50", Cells.of(arrays), .5, "all", "all", categories);
        lvis("AP75", Cells.of(arrays), .75, "all", "all", categories);
        lvis("APs", Cells.of(arrays), null, "small", "all", categories);
        lvis("APm", Cells.of(arrays), null, "medium", "all", categories);
        lvis("APl", Cells.of(arrays), null, "large", "all", categories);
        lvis("APr", Cells.of(arrays), null, "all", "r", categories);
        lvis("APc", Cells.of(arrays), null, "all", "c", categories);
        lvis("APf", Cells.of(arrays), null, "all", "f", categories);
        int limit = params.maxDetections()[0];
        lvis("AR@" + limit, Cells.of(arrays).recall(), null, "all", "all", categories);
        lvis("ARs@" + limit, Cells.of(arrays).recall(), null, "small", "all", categories);
        lvis("ARm@" + limit, Cells.of(arrays).recall(), null, "medium", "all", categories);
        lvis("ARl@" + limit, Cells.of(arrays).recall(), null, "large", "all", categories);
    }

    private void lvis(
            String name,
            Cells cells,
            @Nullable Double threshold,
            String area,
            String frequency,
            Categories categories) {
        if (threshold != null) {
            cells.threshold(threshold);
        }
        if (!frequency.equals("all")) {
            cells.categories(ofFrequency(frequency, categories));
        }
        double value = mean(cells, area, new int[] {0});
        boolean precision = name.startsWith("AP");
        String line = " " + left(precision ? "Average Precision" : "Average Recall", 18) + " "
                + (precision ? "(AP)" : "(AR)") + " @[ IoU=" + left(iou(threshold), 9) + " | area="
                + right(area.equals("all") ? area : area.substring(0, 1), 6) + " | maxDets="
                + right(String.valueOf(params.maxDetections()[0]), 3) + " catIds=" + right(frequency, 3) + "] = "
                + fixed(value, 3);
        stats.add(new Stat(name, value, line));
    }

    private List<Integer> ofFrequency(String frequency, Categories categories) {
        List<Integer> found = new ArrayList<>();
        long[] ids = arrays.categories();
        for (int k = 0; k < ids.length; k++) {
            int row = categories.indexOf(ids[k]);
            if (row >= 0 && frequency.equals(categories.get(row).frequency())) {
                found.add(k);
            }
        }
        return found;
    }

    // ---- text ------------------------------------------------------------------------------------------------------

    private String iou(@Nullable Double threshold) {
        double[] all = params.iouThresholds();
        return threshold != null ? fixed(threshold, 2) : fixed(all[0], 2) + ":" + fixed(all[all.length - 1], 2);
    }

    /** Python's {@code %.nf}: the exact binary value, half to even. */
    public static String fixed(double value, int digits) {
        return Double.isNaN(value)
                ? "nan"
                : Double.isInfinite(value)
                        ? value > 0 ? "inf" : "-inf"
                        : new BigDecimal(value)
                                .setScale(digits, RoundingMode.HALF_EVEN)
                                .toPlainString();
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}

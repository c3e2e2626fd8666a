package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.List;
import org.mvit4j.coco.data.Categories;
import org.mvit4j.coco.eval.AreaRange;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.IouType;

/**
 * One figure of the table, as a mean over categories of average precision or recall.
 *
 * @param name as in the table, such as {@code AP50}
 * @param recall whether it is a mean of recall rather than of precision
 * @param threshold position of its similarity threshold, or -1 for the mean over all
 * @param area position of its area range
 * @param limit position of its limit of detections
 * @param categories positions of the categories it is taken over; empty for all
 */
public record Figure(String name, boolean recall, int threshold, int area, int limit, List<Integer> categories) {

    /** Copies the list. */
    public Figure {
        categories = List.copyOf(categories);
    }

    /** The figures that the table of {@code params} shows and that {@code params} define. */
    public static List<Figure> of(EvalParams params) {
        return new Table(params).coco();
    }

    /** The figures of the LVIS table; {@code ids} are those of the evaluation's arrays. */
    public static List<Figure> lvis(EvalParams params, long[] ids, Categories categories) {
        return new Table(params).lvis(ids, categories);
    }

    private static final class Table {
        private final EvalParams params;
        private final int last;
        private final List<Figure> figures = new ArrayList<>();

        Table(EvalParams params) {
            this.params = params;
            last = params.protocol() == EvalParams.Protocol.LVIS ? 0 : params.maxDetections().length - 1;
        }

        List<Figure> coco() {
            boolean pose = params.iouType() == IouType.KEYPOINTS;
            add("AP", false, -1, "all", last);
            add("AP50", false, position(.5), "all", last);
            add("AP75", false, position(.75), "all", last);
            sizes("AP", false, "");
            int[] limits = params.maxDetections();
            if (pose) {
                add("AR", true, -1, "all", last);
                add("AR50", true, position(.5), "all", last);
                add("AR75", true, position(.75), "all", last);
            } else {
                for (int m = 0; m < limits.length; m++) {
                    add("AR@" + limits[m], true, -1, "all", m);
                }
            }
            sizes("AR", true, "");
            return figures;
        }

        List<Figure> lvis(long[] ids, Categories categories) {
            add("AP", false, -1, "all", 0);
            add("AP50", false, position(.5), "all", 0);
            add("AP75", false, position(.75), "all", 0);
            sizes("AP", false, "");
            for (String frequency : List.of("r", "c", "f")) {
                List<Integer> of = new ArrayList<>();
                for (int k = 0; k < ids.length; k++) {
                    int row = categories.indexOf(ids[k]);
                    if (row >= 0 && frequency.equals(categories.get(row).frequency())) {
                        of.add(k);
                    }
                }
                if (!of.isEmpty()) {
                    figures.add(new Figure("AP" + frequency, false, -1, area("all"), 0, of));
                }
            }
            String suffix = "@" + params.maxDetections()[0];
            add("AR" + suffix, true, -1, "all", 0);
            sizes("AR", true, suffix);
            return figures;
        }

        private void sizes(String name, boolean recall, String suffix) {
            for (String size : List.of("small", "medium", "large")) {
                add(name + size.charAt(0) + suffix, recall, -1, size, last);
            }
        }

        private int position(double threshold) {
            double[] all = params.iouThresholds();
            for (int t = 0; t < all.length; t++) {
                if (all[t] == threshold) {
                    return t;
                }
            }
            return -2;
        }

        private int area(String label) {
            List<AreaRange> areas = params.areas();
            for (int a = 0; a < areas.size(); a++) {
                if (areas.get(a).label().equals(label)) {
                    return a;
                }
            }
            return -1;
        }

        private void add(String name, boolean recall, int threshold, String label, int limit) {
            int area = area(label);
            if (area >= 0 && threshold >= -1) {
                figures.add(new Figure(name, recall, threshold, area, limit, List.of()));
            }
        }
    }
}

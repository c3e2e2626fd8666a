package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;

/**
 * Computes the table's figures again and again for images of any weight. An image of weight 2 counts as two copies of
 * it, one of weight 0 is left out; with all weights 1 the figures are those of the table but for the order of addition.
 * Immutable and shared by threads; each thread has its own {@link Worker}.
 *
 * <p>Copies of an image that hold several detections of one category with equal scores are the one case where weights
 * and real copies differ: copies rank a tie copy by copy, weights detection by detection.
 */
public final class Reaccumulator {
    private static final double EPSILON = 0x1p-52;
    private static final int MOST_THRESHOLDS = Long.SIZE;

    private final List<Figure> figures;
    private final int images;
    private final long[] categories;
    private final int thresholds;
    private final double[] recallThresholds;
    private final CategoryCurves[] curves;
    /** Per figure the view it is read from. */
    private final int[] viewOf;
    /** Per view, whether precision is needed. */
    private final boolean[] curved;

    private final int[][] imagesOf;

    private Reaccumulator(List<Figure> figures, Matches... sources) {
        this.figures = List.copyOf(figures);
        Matches first = sources[0];
        EvalParams params = first.params();
        images = first.imageIds().length;
        categories = first.categories();
        thresholds = params.iouThresholds().length;
        if (thresholds > MOST_THRESHOLDS) {
            throw new IllegalArgumentException(
                    "at most " + MOST_THRESHOLDS + " IoU thresholds can be resampled, not " + thresholds);
        }
        recallThresholds = params.recallThresholds();
        Arrays.sort(recallThresholds);
        List<int[]> keys = new ArrayList<>();
        viewOf = new int[figures.size()];
        for (int f = 0; f < viewOf.length; f++) {
            int[] key = {figures.get(f).area(), figures.get(f).limit()};
            viewOf[f] = keys.size();
            for (int v = 0; v < keys.size(); v++) {
                if (Arrays.equals(keys.get(v), key)) {
                    viewOf[f] = v;
                }
            }
            if (viewOf[f] == keys.size()) {
                keys.add(key);
            }
        }
        curved = new boolean[keys.size()];
        for (int f = 0; f < viewOf.length; f++) {
            curved[viewOf[f]] |= !figures.get(f).recall();
        }
        int[][][] cellsOf = new int[sources.length][][];
        for (int s = 0; s < sources.length; s++) {
            cellsOf[s] = byCategory(sources[s]);
        }
        imagesOf = new int[categories.length][];
        for (int k = 0; k < imagesOf.length; k++) {
            imagesOf[k] = Arrays.stream(cellsOf[0][k]).map(first::image).toArray();
        }
        curves = new CategoryCurves[categories.length];
        for (int k = 0; k < curves.length; k++) {
            CategoryCurves.Source[] of = new CategoryCurves.Source[sources.length];
            for (int s = 0; s < of.length; s++) {
                of[s] = new CategoryCurves.Source(sources[s], cellsOf[s][k], s * images);
            }
            curves[k] = new CategoryCurves(of, keys.toArray(new int[0][]));
        }
    }

    /** Of one evaluation. */
    public static Reaccumulator of(Matches matches, List<Figure> figures) {
        return new Reaccumulator(figures, matches);
    }

    /**
     * Of the detections of two evaluations of the same images, each with a weight of its own: detections of the first
     * in image i have weight i, those of the second weight images + i.
     */
    static Reaccumulator ofBoth(Matches first, Matches second, List<Figure> figures) {
        return new Reaccumulator(figures, first, second);
    }

    private static int[][] byCategory(Matches matches) {
        int[] count = new int[matches.categories().length];
        for (int c = 0; c < matches.cells(); c++) {
            count[matches.category(c)]++;
        }
        int[][] cells = new int[count.length][];
        for (int k = 0; k < cells.length; k++) {
            cells[k] = new int[count[k]];
        }
        Arrays.fill(count, 0);
        for (int c = 0; c < matches.cells(); c++) {
            int k = matches.category(c);
            cells[k][count[k]++] = c;
        }
        return cells;
    }

    /** The figures computed. */
    public List<Figure> figures() {
        return figures;
    }

    /** Number of images. */
    public int images() {
        return images;
    }

    /** Ids of the categories. */
    public long[] categories() {
        return categories.clone();
    }

    /** Positions of the images that have objects or detections of {@code category}, ascending. */
    int[] imagesOf(int category) {
        return imagesOf[category].clone();
    }

    /**
     * What is known of a mean over categories from what is known of each.
     *
     * @param variance of the draws, [category]
     */
    Draws.Correction correction(int figure, double[] variance, HalfSamples samples, double acceleration) {
        int images = 0;
        int n = 0;
        double bias = 0;
        double sum = 0;
        double wide = 0;
        double squares = 0;
        for (int k = 0; k < variance.length; k++) {
            int own = imagesWithObjects(figure, k);
            if (!covers(figure, k) || own == 0) {
                continue;
            }
            images = Math.max(images, own);
            n++;
            bias += samples.bias(k, figure);
            double v = variance[k];
            if (own > 1 && v > 0) {
                sum += v;
                wide += v * widening(own, samples.inflation(k, figure));
                squares += v * v / (own - 1);
            }
        }
        double widening = sum == 0 ? 1 : Math.sqrt(wide / sum);
        double degrees = squares == 0 ? 1 : sum * sum / squares; // Welch and Satterthwaite
        return new Draws.Correction(n == 0 ? 0 : bias / n, widening, acceleration, degrees, images);
    }

    /** What is known of the figure of one category. */
    Draws.Correction correction(int figure, int category, HalfSamples samples, double acceleration) {
        int own = imagesWithObjects(figure, category);
        double widening = own < 2 ? 1 : Math.sqrt(widening(own, samples.inflation(category, figure)));
        return new Draws.Correction(samples.bias(category, figure), widening, acceleration, own - 1, own);
    }

    /** From the variance of the draws, which is too small by (n - 1)/n, to that of the figure less its bias. */
    private static double widening(int images, double inflation) {
        return inflation * images / (images - 1);
    }

    /** Number of images with an object of {@code category} that counts in the figure's area range. */
    int imagesWithObjects(int figure, int category) {
        return curves[category].views[viewOf[figure]].objectImage.length;
    }

    /** Images with an object of {@code category} of any area, ascending. */
    int[] imagesOfObjects(int category) {
        BitSet set = new BitSet();
        for (CategoryCurves.View view : curves[category].views) {
            for (int image : view.objectImage) {
                set.set(image);
            }
        }
        return set.stream().toArray();
    }

    /** Whether figure {@code figure} is taken over {@code category}. */
    boolean covers(int figure, int category) {
        List<Integer> of = figures.get(figure).categories();
        return of.isEmpty() || of.contains(category);
    }

    /** A worker for one thread. */
    public Worker worker() {
        return new Worker();
    }

    /** Scratch space and the last result of one thread. */
    public final class Worker {
        private final double[] tp = new double[thresholds];
        private final double[] fp = new double[thresholds];
        private final int[] count = new int[thresholds];
        private double[][] precisionAt = new double[thresholds][16];
        private double[][] recalledAt = new double[thresholds][16];
        private final double[] ap = new double[thresholds];
        private final double[] ar = new double[thresholds];
        /** [category][figure]; NaN without objects. */
        private final double[][] values = new double[categories.length][figures.size()];

        private Worker() {}

        /** Computes every category with these weights of the images. */
        public void run(double[] weights) {
            run(weights, weights);
        }

        void run(double[] units, double[] objectWeights) {
            for (int k = 0; k < values.length; k++) {
                category(k, units, objectWeights, values[k]);
            }
        }

        /** The figures of one category; NaN where no object counts. */
        void category(int k, double[] units, double[] objectWeights, double[] out) {
            for (int v = 0; v < curved.length; v++) {
                CategoryCurves.View view = curves[k].views[v];
                double objects = 0;
                for (int i = 0; i < view.objectImage.length; i++) {
                    objects += objectWeights[view.objectImage[i]] * view.objects[i];
                }
                if (objects > 0) {
                    sweep(view, units, objects, curved[v]);
                }
                for (int f = 0; f < viewOf.length; f++) {
                    if (viewOf[f] == v) {
                        out[f] = objects > 0 ? read(figures.get(f)) : Double.NaN;
                    }
                }
            }
        }

        private double read(Figure figure) {
            double[] of = figure.recall() ? ar : ap;
            if (figure.threshold() >= 0) {
                return of[figure.threshold()];
            }
            double sum = 0;
            for (double value : of) {
                sum += value;
            }
            return sum / of.length;
        }

        private void sweep(CategoryCurves.View view, double[] units, double objects, boolean curve) {
            Arrays.fill(tp, 0);
            Arrays.fill(fp, 0);
            Arrays.fill(count, 0);
            long full = thresholds == Long.SIZE ? -1L : (1L << thresholds) - 1;
            double everywhere = 0;
            for (int i = 0; i < view.events; i++) {
                double w = units[view.unit[i]];
                if (w == 0) {
                    continue;
                }
                long miss = view.misses[i];
                if (miss == full) {
                    everywhere += w;
                    continue;
                }
                for (long bits = view.hits[i]; bits != 0; bits &= bits - 1) {
                    int t = Long.numberOfTrailingZeros(bits);
                    tp[t] += w;
                    if (curve) {
                        int n = count[t]++;
                        if (n == precisionAt[t].length) {
                            precisionAt[t] = Arrays.copyOf(precisionAt[t], 2 * n);
                            recalledAt[t] = Arrays.copyOf(recalledAt[t], 2 * n);
                        }
                        precisionAt[t][n] = tp[t] / (everywhere + fp[t] + tp[t] + EPSILON);
                        recalledAt[t][n] = tp[t];
                    }
                }
                for (long bits = miss; bits != 0; bits &= bits - 1) {
                    fp[Long.numberOfTrailingZeros(bits)] += w;
                }
            }
            for (int t = 0; t < thresholds; t++) {
                ar[t] = tp[t] / objects;
                if (curve) {
                    ap[t] = area(precisionAt[t], recalledAt[t], count[t], objects);
                }
            }
        }

        /** Mean over recall thresholds of the highest precision at that recall or beyond. */
        private double area(double[] precision, double[] recalled, int n, double objects) {
            double sum = 0;
            double best = 0;
            int reached = n == 0 ? 0 : reached(recalled[n - 1] / objects);
            for (int h = n - 1; h >= 0; h--) {
                best = Math.max(best, precision[h]);
                int before = h == 0 ? 0 : reached(recalled[h - 1] / objects);
                sum += best * (reached - before);
                reached = before;
            }
            return sum / recallThresholds.length;
        }

        /** Number of recall thresholds that {@code recall} reaches. */
        private int reached(double recall) {
            int n = recallThresholds.length;
            int guess = Math.min(n, Math.max(0, (int) (recall * (n - 1)) + 1));
            while (guess < n && recallThresholds[guess] <= recall) {
                guess++;
            }
            while (guess > 0 && recallThresholds[guess - 1] > recall) {
                guess--;
            }
            return guess;
        }

        /** The figure of one category in the last run; NaN without objects. */
        public double value(int figure, int category) {
            return values[category][figure];
        }

        /** The figure in the last run: its mean over the categories that have objects; NaN if none has. */
        public double value(int figure) {
            return mean(figure, values);
        }
    }

    /** Mean of a figure over the categories with a value. */
    double mean(int figure, double[][] values) {
        double sum = 0;
        int n = 0;
        List<Integer> of = figures.get(figure).categories();
        int count = of.isEmpty() ? values.length : of.size();
        for (int i = 0; i < count; i++) {
            double value = values[of.isEmpty() ? i : of.get(i)][figure];
            if (!Double.isNaN(value)) {
                sum += value;
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }
}

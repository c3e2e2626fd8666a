package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.mvit4j.coco.Workers;

/**
 * Figures with one image left out. Leaving an image out changes only the categories that it has objects or detections
 * of, so the table is sparse: one entry per cell.
 */
final class Jackknife {
    static final Jackknife NONE = new Jackknife(new double[0], new double[0][0]);

    private final double[] overall;
    private final double[][] perCategory;

    private Jackknife(double[] overall, double[][] perCategory) {
        this.overall = overall;
        this.perCategory = perCategory;
    }

    /** Acceleration: a sixth of the skewness of the images' influence on the figure. */
    double acceleration(int figure) {
        return overall.length == 0 ? 0 : overall[figure];
    }

    double acceleration(int figure, int category) {
        return perCategory.length == 0 ? 0 : perCategory[category][figure];
    }

    /** Per category: the images it touches, and the figures of the category without each. */
    record LeftOut(int[] image, double[][] values) {}

    static List<LeftOut> leaveOneOut(Reaccumulator of, Workers workers) {
        int categories = of.categories().length;
        LeftOut[] found = new LeftOut[categories];
        ThreadLocal<Reaccumulator.Worker> own = ThreadLocal.withInitial(of::worker);
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(categories, (IntConsumer) k -> {
                    double[] weights = new double[of.images()];
                    Arrays.fill(weights, 1);
                    int[] images = of.imagesOf(k);
                    double[][] values = new double[images.length][of.figures().size()];
                    for (int i = 0; i < images.length; i++) {
                        weights[images[i]] = 0;
                        own.get().category(k, weights, weights, values[i]);
                        weights[images[i]] = 1;
                    }
                    found[k] = new LeftOut(images, values);
                });
                return Boolean.TRUE;
            }
        });
        return new ArrayList<>(Arrays.asList(found));
    }

    static Jackknife of(Reaccumulator of, double[][] estimate, Workers workers) {
        int categories = estimate.length;
        int figures = of.figures().size();
        List<LeftOut> leftOut = leaveOneOut(of, workers);
        double[][] perCategory = new double[categories][figures];
        double[] overall = new double[figures];
        for (int f = 0; f < figures; f++) {
            double[] influence = new double[of.images()];
            for (int k = 0; k < categories; k++) {
                double whole = estimate[k][f];
                if (Double.isNaN(whole)) {
                    continue;
                }
                LeftOut out = leftOut.get(k);
                double[] own = new double[of.images()];
                for (int i = 0; i < out.image().length; i++) {
                    double without = out.values()[i][f];
                    own[out.image()[i]] = Double.isNaN(without) ? 0 : whole - without;
                }
                perCategory[k][f] = skewness(own);
                if (of.covers(f, k)) {
                    for (int i = 0; i < own.length; i++) {
                        influence[i] += own[i];
                    }
                }
            }
            overall[f] = skewness(influence);
        }
        return new Jackknife(overall, perCategory);
    }

    private static double skewness(double[] influence) {
        double mean = Arrays.stream(influence).average().orElse(0);
        double squares = 0;
        double cubes = 0;
        for (double value : influence) {
            double d = value - mean;
            squares += d * d;
            cubes += d * d * d;
        }
        return squares == 0 ? 0 : cubes / (6 * Math.pow(squares, 1.5));
    }
}

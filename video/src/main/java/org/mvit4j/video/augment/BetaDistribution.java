package org.mvit4j.video.augment;

import java.util.random.RandomGenerator;

/** The symmetric beta distribution. */
final class BetaDistribution {

    private BetaDistribution() {}

    /** Draws from Beta(alpha, alpha), alpha above 0. */
    static double draw(double alpha, RandomGenerator random) {
        double x = gamma(alpha, random);
        double y = gamma(alpha, random);
        return x + y == 0 ? (random.nextBoolean() ? 1 : 0) : x / (x + y);
    }

    /** Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS 2000. */
    private static double gamma(double shape, RandomGenerator random) {
        if (shape < 1) {
            return gamma(shape + 1, random) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v <= 0) {
                continue;
            }
            v = v * v * v;
            double u = 1 - random.nextDouble();
            if (Math.log(u) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}

package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.mvit4j.nn.HostCopy;
import org.mvit4j.nn.Pass;

/**
 * Stochastic depth: whole rows of a residual branch are dropped in training.
 *
 * <p>TimeSformer divides what is kept by the probability of keeping it; ViViT does not, neither in training nor at test.
 */
final class DropPath {

    private static final Shape NONE = new Shape(0);

    private final boolean rescale;
    private SplittableRandom own = new SplittableRandom(0);

    DropPath(boolean rescale) {
        this.rescale = rescale;
    }

    void seed(long seed) {
        own = new SplittableRandom(seed);
    }

    /**
     * Draws one factor per element of the shape from the pass's randomness, or returns an array without elements where
     * nothing is dropped.
     *
     * @param manager owns the result
     */
    NDArray draw(Pass pass, NDManager manager, double rate, Shape shape) {
        if (!pass.training() || rate <= 0) {
            return manager.create(NONE, DataType.FLOAT32);
        }
        RandomGenerator random = pass.random() == null ? own : pass.random();
        float kept = rescale ? (float) (1 / (1 - rate)) : 1f;
        float[] factors = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < rate ? 0f : kept;
        }
        return HostCopy.of(manager, factors, shape);
    }
}

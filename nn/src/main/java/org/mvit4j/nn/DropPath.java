package org.mvit4j.nn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Stochastic depth (Huang et al., <a href="https://arxiv.org/abs/1603.09382">1603.09382</a>): whole rows of a residual
 * branch are dropped in training.
 *
 * <p>MViT, ViT and TimeSformer divide what is kept by the probability of keeping it; ViViT does not, neither in training
 * nor at test.
 */
public final class DropPath {

    private static final Shape NONE = new Shape(0);

    private final boolean rescale;
    private SplittableRandom own = new SplittableRandom(0);

    /** @param rescale whether kept rows are divided by the probability of keeping them */
    public DropPath(boolean rescale) {
        this.rescale = rescale;
    }

    /** Seeds the draws of passes that bring no randomness of their own; each pass draws on. */
    public void seed(long seed) {
        own = new SplittableRandom(seed);
    }

    /**
     * Draws one factor per element of the shape, from the pass's randomness if it has any.
     *
     * @param manager owns the result
     * @return the factors, or null where nothing is dropped
     */
    public @Nullable NDArray draw(Pass pass, NDManager manager, double rate, Shape shape) {
        if (!pass.training() || rate <= 0) {
            return null;
        }
        RandomGenerator random = pass.random() == null ? own : pass.random();
        float kept = rescale ? (float) (1 / (1 - rate)) : 1f;
        float[] factors = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < factors.length; i++) {
            factors[i] = random.nextDouble() < rate ? 0f : kept;
        }
        return HostCopy.of(manager, factors, shape);
    }

    /** As {@link #draw}, for scripts: an array without elements where nothing is dropped. */
    public NDArray drawOrNone(Pass pass, NDManager manager, double rate, Shape shape) {
        NDArray factors = draw(pass, manager, rate, shape);
        return factors == null ? manager.create(NONE, DataType.FLOAT32) : factors;
    }
}

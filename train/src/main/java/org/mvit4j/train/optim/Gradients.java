package org.mvit4j.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.Collection;
import java.util.List;
import org.mvit4j.nn.GradientStore;

/** What is done to all gradients of a step at once. */
public final class Gradients {

    /** PyTorch's guard against division by zero. */
    private static final double EPSILON = 1e-6;

    private Gradients() {}

    /** The Euclidean norm over all gradients; not finite if any value is not. */
    public static double globalNorm(GradientStore gradients, Collection<Parameter> parameters, NDManager parent) {
        try (NDManager scope = parent.newSubManager()) {
            NDList present = present(gradients, parameters, scope);
            return present.isEmpty() ? 0 : FusedUpdate.norm(scope, present);
        }
    }

    /** Multiplies all gradients by {@code maxNorm / norm} where the norm is larger ({@code clip_grad_norm_}). */
    public static void clip(
            GradientStore gradients, Collection<Parameter> parameters, double norm, double maxNorm, NDManager parent) {
        double factor = maxNorm / (norm + EPSILON);
        if (factor < 1) {
            scale(gradients, parameters, factor, parent);
        }
    }

    /** Multiplies all gradients. */
    public static void scale(
            GradientStore gradients, Collection<Parameter> parameters, double factor, NDManager parent) {
        try (NDManager scope = parent.newSubManager()) {
            FusedUpdate.run(scope, "scale_", List.of(present(gradients, parameters, scope)), factor);
        }
    }

    private static NDList present(GradientStore gradients, Collection<Parameter> parameters, NDManager scope) {
        NDList present = new NDList();
        for (Parameter parameter : parameters) {
            NDArray gradient = gradients.gradient(parameter);
            if (gradient != null) {
                gradient.attach(scope);
                present.add(gradient);
            }
        }
        return present;
    }

    /**
     * Adds the gradients of another store over the same model, on any device, to those of the first.
     *
     * @throws IllegalStateException if the other has a gradient that the first lacks
     */
    public static void add(GradientStore into, GradientStore from, Collection<Parameter> parameters, NDManager parent) {
        try (NDManager scope = parent.newSubManager()) {
            NDList sums = new NDList();
            NDList others = new NDList();
            for (Parameter parameter : parameters) {
                NDArray other = from.gradient(parameter);
                if (other == null) {
                    continue;
                }
                NDArray sum = into.gradient(parameter);
                if (sum == null) {
                    throw new IllegalStateException(
                            "replicas differ: " + parameter.getName() + " took part in one and not in the other");
                }
                sum.attach(scope);
                other.attach(scope);
                NDArray moved = other.toDevice(sum.getDevice(), false);
                moved.attach(scope);
                sums.add(sum);
                others.add(moved);
            }
            FusedUpdate.run(scope, "add_", List.of(sums, others));
        }
    }
}

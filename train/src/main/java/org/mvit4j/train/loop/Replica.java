package org.mvit4j.train.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.Autograd;
import org.mvit4j.nn.GradientStore;
import org.mvit4j.nn.HostCopy;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Recompute;

/** One share of a step: its own gradients, its own thread; weights are shared with the model. */
final class Replica<S> implements AutoCloseable {

    private final TrainableModel<S> model;
    private final Device device;
    private final boolean recomputes;
    private final NDManager stepManager;
    private final GradientStore gradients;
    private @Nullable NDManager forwardManager;
    private @Nullable Recompute recompute;
    private @Nullable StepLosses losses;

    Replica(TrainableModel<S> model, NDManager parent, Device device, boolean recomputes) {
        this.model = model;
        this.device = device;
        this.recomputes = recomputes;
        stepManager = parent.newSubManager(device);
        gradients = new GradientStore(stepManager);
    }

    GradientStore gradients() {
        return gradients;
    }

    /**
     * Values of the losses by name, and what they are means over.
     *
     * @param losses values
     * @param scalars figures of the model
     * @param counts numbers of terms
     * @param samples number of samples
     */
    record Forward(Map<String, Double> losses, Map<String, Double> scalars, Map<String, Double> counts, int samples) {}

    Forward forward(List<S> samples, RandomGenerator random, RandomGenerator dropPath) {
        NDManager manager = stepManager.newSubManager();
        forwardManager = manager;
        recompute = recomputes ? new Recompute(manager) : null;
        try (Autograd.Recording ignored = Autograd.record()) {
            Pass pass = gradients.pass(device, recompute, dropPath);
            StepLosses result = model.losses(pass, manager, samples, random);
            losses = result;
            Map<String, Double> values = new LinkedHashMap<>();
            result.losses().forEach((name, loss) -> values.put(name, (double) loss.getFloat()));
            return new Forward(values, result.scalars(), result.counts(), samples.size());
        }
    }

    /** Adds the gradients of the weighted losses and frees what the forward pass kept. */
    void backward(Map<String, Double> weights) {
        NDManager manager = Objects.requireNonNull(forwardManager);
        try (manager;
                Autograd.Recording ignored = Autograd.record()) {
            NDArray total = null;
            for (Map.Entry<String, NDArray> loss :
                    Objects.requireNonNull(losses).losses().entrySet()) {
                double weight = Objects.requireNonNull(weights.get(loss.getKey()));
                NDArray term = weight == 1 ? loss.getValue() : weighted(manager, loss.getValue(), weight);
                total = total == null ? term : total.add(term);
            }
            Recompute again = recompute;
            if (again != null) {
                again.backward(Objects.requireNonNull(total));
                again.close();
            } else {
                Autograd.backward(Objects.requireNonNull(total));
            }
        } finally {
            forwardManager = null;
            recompute = null;
            losses = null;
        }
    }

    /** The factor stays open until the gradients are there. */
    private static NDArray weighted(NDManager manager, NDArray loss, double weight) {
        return loss.mul(HostCopy.of(manager, new float[] {(float) weight}, new Shape(1)))
                .sum();
    }

    @Override
    public void close() {
        gradients.close();
        stepManager.close();
    }
}

package org.mvit4j.train.optim;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import org.mvit4j.nn.GradientStore;

/** An update rule with its state. Not thread-safe. */
public interface Optimizer extends AutoCloseable {

    /**
     * Updates every parameter that has collected a gradient; the gradients are used as they are.
     *
     * @param learningRate of a group with factor 1
     */
    void step(GradientStore gradients, double learningRate);

    /** Number of steps taken. */
    long steps();

    /** The state's arrays by name; they belong to this optimizer and may be written to when a state is restored. */
    Map<String, NDArray> state();

    /** Declares how many steps the restored state has seen. */
    void restoreSteps(long steps);

    /** The groups it was made for. */
    java.util.List<ParameterGroup> groups();

    @Override
    void close();
}

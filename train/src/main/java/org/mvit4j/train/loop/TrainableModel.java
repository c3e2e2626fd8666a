package org.mvit4j.train.loop;

import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/** A model and the losses of a batch of samples. Called from several threads when there are replicas. */
public interface TrainableModel<S> {

    /** The parameters. */
    NamedBlock block();

    /**
     * Runs forward with recording.
     *
     * @param manager owns everything that the pass makes
     * @param random of everything but drop path, which has the pass's own
     */
    StepLosses losses(Pass pass, NDManager manager, List<S> samples, RandomGenerator random);

    /** What messages call a sample. */
    String name(S sample);
}

package org.mvit4j.train.loop;

import java.io.IOException;
import java.util.List;

/** Something that happens around steps; the names are those of DJL's {@code TrainingListener}. */
public interface TrainHook<S> {

    /** Before the first step of this process. */
    default void onTrainingBegin(Trainer<S> trainer) throws IOException {}

    /** After a step. */
    default void onTrainingBatch(Trainer<S> trainer, StepRecord step) throws IOException {}

    /** A loss that is not finite is about to stop the training; no parameter was changed by this step. */
    default void onNonFinite(Trainer<S> trainer, List<S> samples, StepRecord step) throws IOException {}

    /**
     * After the last step of this process, whether the training is complete, was asked to stop, or met a sample that
     * cannot be used. Hooks end in the reverse of their order, each whatever the others throw.
     */
    default void onTrainingEnd(Trainer<S> trainer) throws IOException {}
}

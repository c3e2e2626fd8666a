package org.mvit4j.train.detection;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.DetectorInit;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.StateDict;

/** The values that training starts from. */
final class StartWeights {

    private static final Predicate<String> PREDICTORS =
            name -> name.startsWith("roi_heads.box_predictor.") || name.startsWith("roi_heads.mask_head.predictor.");

    private StartWeights() {}

    /**
     * Loads a detector's checkpoint whole, or a classifier's into the backbone.
     *
     * @param resetPredictors whether layers that depend on the classes stay as initialised
     */
    static String load(GeneralizedRcnn model, NDManager manager, Path file, boolean resetPredictors) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDict reference = CheckpointFamily.toReference(checkpoint.stateDict());
            if (!reference.anyName(name -> name.startsWith("roi_heads."))) {
                Weights.load(model, manager, DetectorInit.fromClassifier(reference), DetectorInit.options());
                return "the backbone starts from the classifier " + file;
            }
            if (!resetPredictors) {
                try {
                    Weights.load(model, manager, reference, LoadOptions.strict());
                } catch (CheckpointException e) {
                    throw new CheckpointException(
                            file,
                            e.getMessage() == null ? "it does not fit" : e.getMessage(),
                            "where only the classes differ, pass --reset-predictors");
                }
                return "starts from the detector " + file;
            }
            Weights.load(
                    model,
                    manager,
                    reference.filter(PREDICTORS.negate()),
                    LoadOptions.strict().allowMissing(PREDICTORS));
            return "starts from the detector " + file + " with new predictors";
        }
    }
}

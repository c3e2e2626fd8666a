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
import org.mvit4j.nn.checkpoint.StoredTensor;

/** The values that training starts from. */
final class StartWeights {

    private static final Predicate<String> PREDICTORS =
            name -> name.startsWith("roi_heads.box_predictor.") || name.startsWith("roi_heads.mask_head.predictor.");

    private static final String SCORES = "cls_score.weight";

    private StartWeights() {}

    /**
     * Loads a detector's checkpoint whole, or an image model's into the backbone.
     *
     * @param resetPredictors whether layers that depend on the classes stay as initialised
     */
    static String load(GeneralizedRcnn model, NDManager manager, Path file, boolean resetPredictors) {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDict reference = CheckpointFamily.toReference(checkpoint.stateDict());
            if (!reference.anyName(name -> name.startsWith("roi_heads."))) {
                Weights.load(
                        model,
                        manager,
                        isPlain(model) ? DetectorInit.fromPlainVit(reference) : DetectorInit.fromClassifier(reference),
                        DetectorInit.options());
                return "the backbone starts from " + file;
            }
            if (!resetPredictors) {
                requireSameClasses(model, file, reference);
                Weights.load(model, manager, reference, LoadOptions.strict());
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

    private static boolean isPlain(GeneralizedRcnn model) {
        return model.namedParameters().keySet().stream().anyMatch(name -> name.startsWith(DetectorInit.PLAIN_BACKBONE));
    }

    private static void requireSameClasses(GeneralizedRcnn model, Path file, StateDict reference) {
        model.namedParameters().forEach((name, parameter) -> {
            StoredTensor given = reference.get(name);
            if (name.endsWith(SCORES) && PREDICTORS.test(name) && given != null) {
                long has = given.shape()[0] - 1;
                long wanted = parameter.getShape().get(0) - 1;
                if (has != wanted) {
                    throw new CheckpointException(
                            file,
                            "it knows " + has + " classes, the data set has " + wanted,
                            "pass --reset-predictors to take everything but the layers that depend on the classes");
                }
            }
        });
    }
}

package org.mvit4j.maskrcnn.heads;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * Class scores and box deltas of regions. The last class is background. Parameters: {@code cls_score},
 * {@code bbox_pred}.
 */
public final class BoxPredictor extends NamedBlock {
    private final int classes;
    private final boolean classAgnostic;
    private final Linear clsScore;
    private final Linear bboxPred;

    /**
     * A predictor.
     *
     * @param width length of the region vectors
     * @param classes number of foreground classes
     * @param classAgnostic whether one box serves all classes
     */
    public BoxPredictor(int width, int classes, boolean classAgnostic) {
        this.classes = classes;
        this.classAgnostic = classAgnostic;
        clsScore = child("cls_score", new Linear(width, classes + 1, Init.normal(0.01)));
        bboxPred = child("bbox_pred", new Linear(width, 4 * (classAgnostic ? 1 : classes), Init.normal(0.001)));
    }

    /**
     * Predictions for R regions.
     *
     * @param scores [R, classes + 1], before softmax or sigmoid
     * @param deltas [R, 4] or [R, 4 classes], class by class
     */
    public record Output(NDArray scores, NDArray deltas) implements AutoCloseable {
        @Override
        public void close() {
            scores.close();
            deltas.close();
        }
    }

    /** Predicts from region vectors [R, width]. */
    public Output forward(Pass pass, NDArray x) {
        return new Output(clsScore.forward(pass, x), bboxPred.forward(pass, x));
    }

    /** Number of foreground classes; also the index of background. */
    public int classes() {
        return classes;
    }

    /** Whether one box serves all classes. */
    public boolean classAgnostic() {
        return classAgnostic;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        Output output = forward(pass, inputs.singletonOrThrow());
        return new NDList(output.scores, output.deltas);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long rows = inputShapes[0].get(0);
        return new Shape[] {new Shape(rows, classes + 1L), new Shape(rows, 4L * (classAgnostic ? 1 : classes))};
    }
}

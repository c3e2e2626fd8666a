package org.mvit4j.maskrcnn.heads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mvit4j.maskrcnn.Close.assertClose;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.GoldenWeights;
import org.mvit4j.maskrcnn.box.Box2BoxTransform;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/** Losses of a class-specific box predictor. */
class StandardLossesTest {
    private final Golden golden = Golden.read("fast_rcnn_losses");

    @Test
    void equalTheReference() {
        try (NDManager manager = Torch.newManager()) {
            int classes = golden.get("num_classes").integer();
            var predictor = new BoxPredictor(8, classes, false);
            GoldenWeights.load(manager, predictor, golden.get("params"));
            float[] w = golden.get("weights").floats();
            var transform = new Box2BoxTransform(w[0], w[1], w[2], w[3]);
            Boxes proposals = golden.get("proposal_boxes").boxes();
            var truth = new GroundTruth(
                    golden.get("gt_boxes").boxes(), golden.get("gt_classes").ints(), List.of());
            var labelled = new LabelledBoxes(proposals, truth.classes(), new int[] {0, 1}, classes);
            NDArray features = golden.get("features").array(manager);
            try (BoxPredictor.Output output = predictor.forward(Pass.training(manager), features)) {
                assertClose(output.scores(), golden.get("scores"), 1e-7);
                assertClose(output.deltas(), golden.get("deltas"), 1e-7);
                TrainingReport report = new BoxLoss(transform, 0, ClassificationLoss.softmax())
                        .compute(predictor, output, List.of(labelled), List.of(truth), "", "");
                for (String loss : List.of("loss_cls", "loss_box_reg")) {
                    assertThat(report.loss(loss).getFloat())
                            .isCloseTo((float) golden.get("losses").get(loss).number(), within(5e-7f));
                }
                assertClose(
                        ClassProbability.SOFTMAX.toHost(output.scores()),
                        golden.get("predict_probs").floats(),
                        1e-7);
                assertClose(
                        transform.decode(proposals, output.deltas().toFloatArray()),
                        golden.get("predict_boxes").floats(),
                        1e-6);
            }
        }
    }

    @Test
    void noBoxesGiveZeroLosses() {
        try (NDManager manager = Torch.newManager()) {
            var predictor = new BoxPredictor(8, 5, false);
            predictor.initialize(manager);
            var none = new LabelledBoxes(Boxes.EMPTY, new int[0], new int[0], 5);
            try (BoxPredictor.Output output =
                    predictor.forward(Pass.training(manager), manager.zeros(new Shape(0, 8)))) {
                TrainingReport report = new BoxLoss(Box2BoxTransform.FAST_RCNN, 0, ClassificationLoss.softmax())
                        .compute(predictor, output, List.of(none), List.of(GroundTruth.NONE), "", "");
                assertThat(report.total().getFloat()).isZero();
            }
        }
    }

    @Test
    void sigmoidLossIsTheSumOfBinaryOnes() {
        float[] scores = {0.3f, -1.2f, 2f, 0.7f, -0.4f, 1.5f};
        try (NDManager manager = Torch.newManager()) {
            NDArray x = manager.create(scores, new Shape(2, 3));
            int[] classes = {1, 2}; // the second is background
            double expected = 0;
            double onlyFirst = 0;
            for (int row = 0; row < 2; row++) {
                for (int c = 0; c < 2; c++) {
                    double sign = classes[row] == c ? -1 : 1;
                    double term = Math.log1p(Math.exp(sign * scores[3 * row + c])) / 2;
                    expected += term;
                    onlyFirst += c == 1 ? term : 0;
                }
            }
            assertThat((double) ClassificationLoss.sigmoid().mean(x, classes, 2).getFloat())
                    .isCloseTo(expected, within(1e-6));
            var choice = new FederatedClasses(new float[] {1, 1}, 2, new Random(1));
            assertThat((double) ClassificationLoss.federated(choice)
                            .mean(x, classes, 2)
                            .getFloat())
                    .isCloseTo(onlyFirst, within(1e-6));
        }
    }

    @Test
    void federatedClassesAreThoseOfTheBatchAndRandomOthers() {
        var frequency = new float[100];
        for (int c = 0; c < 100; c++) {
            frequency[c] = c < 50 ? 0 : c;
        }
        var choice = new FederatedClasses(frequency, 20, new Random(5));
        float[] weights = choice.weights(new int[] {3, 60, 100, 3});
        assertThat(weights[3]).isEqualTo(1);
        assertThat(weights[60]).isEqualTo(1);
        float sum = 0;
        for (int c = 0; c < 100; c++) {
            sum += weights[c];
            assertThat(weights[c]).isIn(0f, 1f);
            assertThat(c < 50 && c != 3 && weights[c] > 0).isFalse();
        }
        assertThat(sum).isEqualTo(19); // background is the twentieth
        assertThat(choice.weights(new int[] {100})).contains(1f);
    }
}

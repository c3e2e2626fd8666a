package org.mvit4j.video.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.backbone.Relevance;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.video.model.TimeSformerConfig.Scheme;

/** Logits and rollout against the paper's neighbourhoods written out, on grids of even and odd length. */
class TimeSformerOracleTest {

    @ParameterizedTest
    @CsvSource({
        "JOINT_SPACE_TIME, 3, 3",
        "DIVIDED_SPACE_TIME, 3, 4",
        "SPARSE_LOCAL_GLOBAL, 4, 4",
        "SPARSE_LOCAL_GLOBAL, 3, 5",
        "AXIAL, 4, 4",
        "AXIAL, 3, 5"
    })
    void agrees(Scheme scheme, int t, int side) {
        TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                .scheme(scheme)
                .frames(t)
                .patch(4)
                .cropSize(4 * side)
                .width(12)
                .depth(2)
                .heads(3)
                .mlpWidth(24)
                .classes(5)
                .dropPath(0)
                .build());
        try (NDManager manager = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            Weights.fill(model, manager, (name, shape) -> sharpened(name, shape.getShape()));
            long[] shape = {1, 3, t, 4L * side, 4L * side};
            float[] values = RecipeWeights.input("clip", shape);
            NDArray clip = manager.create(values, new Shape(shape));
            SlowTimeSformer slow = new SlowTimeSformer(model, t, side, side);
            double[] expected = slow.logits(values);
            float[] logits = model.logits(Pass.inference(manager), clip).toFloatArray();
            for (int i = 0; i < logits.length; i++) {
                assertThat((double) logits[i]).isCloseTo(expected[i], within(2e-5));
            }
            double[] row = slow.rollout();
            Relevance relevance = model.rollout(Pass.inference(manager), clip);
            assertThat(relevance.cls()).isCloseTo(row[0], within(1e-6));
            for (int i = 0; i < relevance.values().length; i++) {
                int place = i % (side * side);
                int frame = i / (side * side);
                assertThat((double) relevance.values()[i]).isCloseTo(row[1 + place * t + frame], within(1e-6));
            }
            assertThat(Arrays.stream(row).sum()).isCloseTo(1, within(1e-9));
        }
    }

    private static float[] sharpened(String name, long[] shape) {
        float[] values = RecipeWeights.parameter(name, shape);
        for (int i = 0; name.endsWith("qkv.weight") && i < values.length; i++) {
            values[i] *= 4;
        }
        return values;
    }
}

package org.mvit4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/** Rollout against whole matrices, multiplied in double precision. */
class MViTRolloutTest {

    private static MViTClassifier model(boolean cls, int width, NDManager manager) {
        MViTClassifier model = new MViTClassifier(ReferenceSettings.of(
                "Kinetics/MVITv2_S_16x4.yaml",
                Map.of(
                        "DATA.NUM_FRAMES",
                        4,
                        "DATA.TRAIN_CROP_SIZE",
                        64,
                        "MODEL.NUM_CLASSES",
                        5,
                        "MVIT.EMBED_DIM",
                        width,
                        "MVIT.DEPTH",
                        4,
                        "MVIT.CLS_EMBED_ON",
                        cls,
                        "MVIT.DIM_MUL",
                        List.of(List.of(1, 2.0), List.of(3, 2.0)),
                        "MVIT.HEAD_MUL",
                        List.of(List.of(1, 2.0), List.of(3, 2.0)),
                        "MVIT.POOL_Q_STRIDE",
                        List.of(List.of(1, 1, 2, 2), List.of(2, 1, 1, 1), List.of(3, 1, 2, 2)),
                        "MVIT.POOL_KV_STRIDE_ADAPTIVE",
                        List.of(1, 4, 4))));
        Weights.fill(model, manager, (name, shape) -> sharpened(name, shape.getShape()));
        return model;
    }

    /** Recipe weights with attention far from even. */
    private static float[] sharpened(String name, long[] shape) {
        float[] values = RecipeWeights.parameter(name, shape);
        for (int i = 0; name.endsWith("qkv.weight") && i < values.length; i++) {
            values[i] *= 4;
        }
        return values;
    }

    private static NDArray clip(NDManager manager, long... shape) {
        return manager.create(RecipeWeights.input("clip", shape), new Shape(shape));
    }

    @ParameterizedTest
    @CsvSource({"true, 64, 64", "false, 64, 64", "true, 60, 72"})
    void agreesWithTheProductOfWholeMatrices(boolean cls, int height, int width) {
        try (NDManager manager = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            MViTClassifier model = model(cls, 8, manager);
            NDArray clip = clip(manager, 1, 3, 4, height, width);
            Relevance relevance = model.rollout(Pass.inference(manager), clip);
            double[] expected = dense(model, clip, manager);
            int skip = cls ? 1 : 0;
            assertThat(relevance.grid()).isEqualTo(model.trunk().grid(clip.getShape()));
            assertThat(relevance.values()).hasSize(expected.length - skip);
            for (int i = 0; i < relevance.values().length; i++) {
                assertThat((double) relevance.values()[i]).as("token " + i).isCloseTo(expected[i + skip], within(1e-6));
            }
            assertThat(relevance.cls()).isCloseTo(cls ? expected[0] : 0, within(1e-6));
            assertThat(Arrays.stream(expected).sum()).isCloseTo(1, within(1e-9));
            assertThat(Arrays.stream(expected).max().orElse(0)).isGreaterThan(3.0 / expected.length); // not even
        }
    }

    @Test
    void explainsOneClipAtATimeAndLeavesTheLogitsAlone() {
        try (NDManager manager = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            MViTClassifier model = model(true, 8, manager);
            NDArray clip = clip(manager, 1, 3, 4, 64, 64);
            float[] before = model.logits(Pass.inference(manager), clip).toFloatArray();
            model.rollout(Pass.inference(manager), clip);
            assertThat(model.logits(Pass.inference(manager), clip).toFloatArray())
                    .containsExactly(before);
            assertThatThrownBy(() -> model.rollout(Pass.inference(manager), clip(manager, 2, 3, 4, 64, 64)))
                    .hasMessageContaining("one clip at a time");
        }
    }

    /** The row that the head reads, times the matrix of every block from the last to the first. */
    private static double[] dense(MViTClassifier model, NDArray clip, NDManager manager) {
        MViT trunk = model.trunk();
        Extent grid = trunk.grid(clip.getShape());
        NDArray tokens = trunk.embed(Pass.inference(manager), clip, grid);
        double[][] product = null;
        for (MViTBlock block : trunk.blocks()) {
            double[][] matrix = new DenseBlock(block, trunk.config().clsToken(), tokens, grid).matrix();
            product = product == null ? matrix : times(matrix, product);
            tokens = block.forward(Pass.inference(manager), tokens.duplicate(), grid, null);
            grid = block.outputGrid(grid);
        }
        if (trunk.config().clsToken()) {
            return product[0];
        }
        double[] mean = new double[product[0].length];
        for (double[] row : product) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += row[i] / product.length;
            }
        }
        return mean;
    }

    static double[][] times(double[][] a, double[][] b) {
        double[][] c = new double[a.length][b[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < b.length; k++) {
                for (int j = 0; a[i][k] != 0 && j < b[0].length; j++) {
                    c[i][j] += a[i][k] * b[k][j];
                }
            }
        }
        return c;
    }
}

package org.mvit4j.video.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.backbone.Relevance;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.video.model.ViViTConfig.Attention;
import org.mvit4j.video.model.ViViTConfig.Classifier;
import org.mvit4j.video.model.ViViTConfig.Order;

/** Rollout of the four models against whole matrices, multiplied in double precision. */
class ViViTRolloutTest {

    private static final int NT = 3;
    private static final int N = 6; // 2 rows, 3 columns
    private static final int WIDTH = 12;

    @ParameterizedTest
    @CsvSource({
        "SPACE_TIME, TOKEN, TIME_SPACE, 0",
        "SPACE_TIME, GAP, TIME_SPACE, 0",
        "FACTORISED_ENCODER, TOKEN, TIME_SPACE, 2",
        "FACTORISED_ENCODER, GAP, TIME_SPACE, 2",
        "FACTORISED_ENCODER, TOKEN, TIME_SPACE, 0",
        "FACTORISED_SELF_ATTENTION, GAP, TIME_SPACE, 0",
        "FACTORISED_SELF_ATTENTION, GAP, SPACE_TIME, 0",
        "FACTORISED_DOT_PRODUCT, GAP, TIME_SPACE, 0"
    })
    void agrees(Attention attention, Classifier classifier, Order order, int temporalDepth) {
        ViViT model = new ViViT(ViViTConfig.base()
                .attention(attention)
                .classifier(classifier)
                .order(order)
                .frames(2 * NT)
                .crop(8, 12)
                .patch(4)
                .width(WIDTH)
                .depth(2)
                .temporalDepth(temporalDepth)
                .heads(4)
                .mlpWidth(24)
                .classes(5)
                .build());
        try (NDManager manager = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            Weights.fill(model, manager, (name, shape) -> sharpened(name, shape.getShape()));
            long[] shape = {1, 3, 2 * NT, 8, 12};
            NDArray clip = manager.create(RecipeWeights.input("clip", shape), new Shape(shape));
            double[] expected = new Oracle(model).rollout(tokens(model, clip));
            Relevance relevance = model.rollout(Pass.inference(manager), clip);
            assertThat(relevance.grid().volume()).isEqualTo(NT * N);
            for (int i = 0; i < NT * N; i++) {
                assertThat((double) relevance.values()[i]).as("token " + i).isCloseTo(expected[i], within(1e-6));
            }
            assertThat(relevance.cls()).isCloseTo(1 - Arrays.stream(expected).sum(), within(1e-6));
            assertThat(model.tokenFrames(2 * NT)).containsExactly(1, 3, 5);
        }
    }

    private static float[] sharpened(String name, long[] shape) {
        float[] values = RecipeWeights.parameter(name, shape);
        for (int i = 0; name.endsWith("qkv.weight") && i < values.length; i++) {
            values[i] *= 4;
        }
        return values;
    }

    /** The tubelets' tokens without positions, [nt * n][D]. */
    private static double[][] tokens(ViViT model, NDArray clip) {
        var parameters = model.namedParameters();
        NDList arguments = new NDList(
                clip,
                parameters.get("patch_embed.proj.weight").getArray(),
                parameters.get("patch_embed.proj.bias").getArray());
        return SlowTransformer.rows(
                TransformerBlock.Script.VIT.call("tokens", false, arguments).toFloatArray(), WIDTH);
    }

    /** The encoders step by step; matrices are collected in the order they act. */
    private record Oracle(ViViTConfig config, SlowTransformer steps, List<double[][]> matrices) {

        Oracle(ViViT model) {
            this(model.config(), new SlowTransformer(model, 4, true), new ArrayList<>());
        }

        double[] rollout(double[][] tokens) {
            if (config.attention() != Attention.FACTORISED_ENCODER) {
                encode(tokens, "", config.depth());
                return withoutCls(carried(1, matrices));
            }
            List<List<double[][]>> spatial = new ArrayList<>();
            double[][] vectors = new double[NT][];
            for (int t = 0; t < NT; t++) {
                matrices.clear();
                double[][] frame = Arrays.copyOfRange(tokens, t * N, (t + 1) * N);
                vectors[t] = vector(encode(frame, "spatial.", config.depth()));
                spatial.add(List.copyOf(matrices));
            }
            double[] weights = new double[NT];
            Arrays.fill(weights, 1.0 / NT);
            if (config.temporalDepth() > 0) {
                matrices.clear();
                encode(vectors, "temporal.", config.temporalDepth());
                weights = withoutCls(carried(1, matrices));
            }
            double[] result = new double[NT * N];
            for (int t = 0; t < NT; t++) {
                System.arraycopy(withoutCls(carried(weights[t], spatial.get(t))), 0, result, t * N, N);
            }
            return result;
        }

        private boolean cls() {
            return config.classifier() == Classifier.TOKEN;
        }

        private double[] vector(double[][] tokens) {
            if (cls()) {
                return tokens[0];
            }
            double[] mean = new double[WIDTH];
            for (double[] token : tokens) {
                for (int c = 0; c < WIDTH; c++) {
                    mean[c] += token[c] / tokens.length;
                }
            }
            return mean;
        }

        private double[] carried(double weight, List<double[][]> matrices) {
            double[] row = new double[matrices.get(0).length];
            if (cls()) {
                row[0] = weight;
            } else {
                Arrays.fill(row, weight / row.length);
            }
            for (int i = matrices.size() - 1; i >= 0; i--) {
                row = SlowTransformer.times(row, matrices.get(i));
            }
            return row;
        }

        private double[] withoutCls(double[] row) {
            return cls() ? Arrays.copyOfRange(row, 1, row.length) : row;
        }

        private double[][] encode(double[][] tokens, String prefix, int depth) {
            double[][] x = tokens;
            if (cls()) {
                x = new double[tokens.length + 1][];
                x[0] = SlowTransformer.rows(steps.value(prefix + "cls_token"), WIDTH)[0];
                System.arraycopy(tokens, 0, x, 1, tokens.length);
            }
            x = SlowTransformer.sum(x, SlowTransformer.rows(steps.value(prefix + "pos_embed"), WIDTH));
            int length = x.length;
            IntFunction<List<int[]>> all =
                    i -> List.of(IntStream.range(0, length).toArray());
            IntFunction<List<int[]>> time = i -> List.of(
                    IntStream.range(0, length).filter(k -> k % N == i % N).toArray());
            IntFunction<List<int[]>> space = i -> List.of(
                    IntStream.range(0, length).filter(k -> k / N == i / N).toArray());
            for (int i = 0; i < depth; i++) {
                String block = prefix + "blocks." + i + ".";
                switch (config.attention()) {
                    case SPACE_TIME, FACTORISED_ENCODER -> x = step(x, block, "norm1", "attn", List.of(all));
                    case FACTORISED_DOT_PRODUCT -> x = step(x, block, "norm1", "attn", List.of(time, space));
                    case FACTORISED_SELF_ATTENTION -> {
                        boolean timeFirst = config.order() == Order.TIME_SPACE;
                        for (boolean now : new boolean[] {timeFirst, !timeFirst}) {
                            x = now
                                    ? step(x, block, "norm_time", "attn_time", List.of(time))
                                    : step(x, block, "norm_space", "attn_space", List.of(space));
                        }
                    }
                }
                boolean three = config.attention() == Attention.FACTORISED_SELF_ATTENTION;
                x = SlowTransformer.sum(x, steps.mlp(x, block + (three ? "norm_mlp" : "norm2"), block + "mlp"));
            }
            return steps.norm(x, prefix + "norm");
        }

        private double[][] step(
                double[][] x, String block, String norm, String attention, List<IntFunction<List<int[]>>> sees) {
            SlowTransformer.Step step = steps.attend(x, block + norm, block + attention, sees);
            matrices.add(SlowTransformer.rollout(step.matrix()));
            return SlowTransformer.sum(x, step.output());
        }
    }
}

package org.mvit4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/** Outputs of the reference backbones and classifiers on recipe weights. */
class GoldenTest {

    private static final double TOLERANCE = 2e-5;
    private static final JsonNode CASES = read();
    private static final TypeReference<Map<String, Object>> OVERRIDES = new TypeReference<>() {};
    private static final TypeReference<List<Integer>> INTEGERS = new TypeReference<>() {};

    private static JsonNode read() {
        try (InputStream in = GoldenTest.class.getResourceAsStream("cases.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    static Stream<String> cases() {
        Iterable<String> names = CASES::fieldNames;
        return StreamSupport.stream(names.spliterator(), false).filter(name -> !name.startsWith("_"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inferenceMatches(String name) {
        compare(CASES.get(name), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void trainingPathMatches(String name) {
        compare(CASES.get(name), true);
    }

    private static void compare(JsonNode golden, boolean training) {
        try (NDManager manager = Torch.newManager()) {
            Shape shape = new Shape(longs(golden.get("input")));
            NDArray input = manager.create(RecipeWeights.input("input", shape.getShape()), shape);
            if (golden.get("kind").asText().equals("detectron2")) {
                MViT model = new MViT(detection(golden.get("args")));
                Weights.fillByRecipe(model, manager, "");
                Map<String, NDArray> outputs = model.features(pass(manager, training), input);
                golden.get("outputs")
                        .fields()
                        .forEachRemaining(e -> check(Objects.requireNonNull(outputs.get(e.getKey())), e.getValue()));
            } else {
                Map<String, Object> over =
                        new HashMap<>(new ObjectMapper().convertValue(golden.get("over"), OVERRIDES));
                if (training) {
                    over.put("MVIT.DROPPATH_RATE", 0.0);
                    over.put("MODEL.DROPOUT_RATE", 0.0);
                }
                MViTClassifier model = new MViTClassifier(
                        ReferenceSettings.of(golden.get("cfg").asText(), over));
                Weights.fillByRecipe(model, manager, "");
                check(model.logits(pass(manager, training), input), golden.at("/outputs/logits"));
            }
        }
    }

    private static Pass pass(NDManager manager, boolean training) {
        return training ? Pass.training(manager) : Pass.inference(manager);
    }

    private static MViTConfig detection(JsonNode args) {
        List<Integer> ends = new ObjectMapper().convertValue(args.get("last_block_indexes"), INTEGERS);
        return MViTConfig.detection()
                .embedDim(args.get("embed_dim").asInt())
                .depth(args.get("depth").asInt())
                .numHeads(args.get("num_heads").asInt())
                .lastBlockIndexes(ends)
                .useAbsPos(args.path("use_abs_pos").asBoolean(false))
                .build();
    }

    private static void check(NDArray array, JsonNode golden) {
        assertThat(array.getShape().getShape()).containsExactly(longs(golden.get("shape")));
        float[] values = array.toFloatArray();
        double sum = 0;
        double absolute = 0;
        for (float value : values) {
            sum += value;
            absolute += Math.abs(value);
        }
        assertThat(absolute / values.length).isCloseTo(golden.get("abs_mean").asDouble(), within());
        assertThat(sum / values.length).isCloseTo(golden.get("sum").asDouble() / values.length, within());
        for (int i = 0; i < golden.get("idx").size(); i++) {
            float value = values[golden.get("idx").get(i).asInt()];
            assertThat((double) value).isCloseTo(golden.get("val").get(i).asDouble(), within());
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(TOLERANCE);
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    @Test
    void theRecipeMatches() {
        assertThat(RecipeWeights.unit("input", 0)).isEqualTo(-0.8043633699417114);
        assertThat(RecipeWeights.unit("patch_embed.proj.weight", 3)).isEqualTo(0.19450616836547852);
    }

    static Stream<String> indexMaps() {
        Iterable<String> names = CASES.get("_rel_index")::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("indexMaps")
    void theRelativeIndexIsComputedInFloat32(String size) {
        JsonNode golden = CASES.get("_rel_index").get(size);
        int q = Integer.parseInt(size.substring(0, size.indexOf('x')));
        int k = Integer.parseInt(size.substring(size.indexOf('x') + 1));
        try (NDManager manager = Torch.newManager()) {
            NDArray map = MViTBlock.Script.MVIT.call(
                    "relative_index_map", false, new ai.djl.ndarray.NDList(manager.create(0f)), q, k);
            long[] index = map.toLongArray();
            assertThat(java.util.Arrays.copyOfRange(index, 0, k)).containsExactly(longs(golden.get("row0")));
            assertThat(java.util.Arrays.copyOfRange(index, q / 2 * k, (q / 2 + 1) * k))
                    .containsExactly(longs(golden.get("row_mid")));
            assertThat(java.util.Arrays.copyOfRange(index, (q - 1) * k, q * k))
                    .containsExactly(longs(golden.get("row_last")));
            assertThat(java.util.Arrays.stream(index).sum())
                    .isEqualTo(golden.get("sum").asLong());
        }
    }
}

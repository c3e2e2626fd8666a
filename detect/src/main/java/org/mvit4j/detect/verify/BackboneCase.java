package org.mvit4j.detect.verify;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.mvit4j.backbone.MViT;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.MViTConfig;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/** A detection backbone by its constructor arguments, or a classifier by its published file, on recipe weights. */
final class BackboneCase {

    private static final double TOLERANCE = 2e-5;

    private final Path file;
    private final String name;
    private final JsonNode node;

    BackboneCase(Path file, String name, JsonNode node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    static boolean fits(JsonNode node) {
        return node.has("kind") && node.has("input") && node.has("outputs");
    }

    List<Measure> run(Device device) {
        try (NDManager manager = Torch.newManager(device)) {
            Shape shape = new Shape(longs(node.get("input")));
            NDArray input = manager.create(RecipeWeights.input("input", shape.getShape()), shape);
            Map<String, NDArray> outputs;
            if (node.get("kind").asText().equals("detectron2")) {
                MViT model = new MViT(detection(node.path("args")));
                Weights.fillByRecipe(model, manager, "");
                outputs = model.features(Pass.inference(manager), input);
            } else {
                MViTClassifier model = new MViTClassifier(
                        ReferenceSettings.of(node.path("cfg").asText(), overrides(node.path("over"))));
                Weights.fillByRecipe(model, manager, "");
                outputs = Map.of("logits", model.logits(Pass.inference(manager), input));
            }
            return compare(outputs);
        } catch (IllegalArgumentException e) {
            throw new CaseFileException(file + ": case " + name + ": " + e.getMessage(), e);
        }
    }

    private List<Measure> compare(Map<String, NDArray> outputs) {
        List<Measure> measures = new ArrayList<>();
        for (Map.Entry<String, JsonNode> golden : (Iterable<Map.Entry<String, JsonNode>>) node.get("outputs")::fields) {
            NDArray array = outputs.get(golden.getKey());
            if (array == null) {
                throw new CaseFileException(file + ": case " + name + " has the output " + golden.getKey()
                        + ", the model gives " + outputs.keySet());
            }
            double noise = noise(node.path("f32_vs_f64_maxabs"), golden.getKey());
            measures.add(new Measure(
                    name, golden.getKey(), error(array, golden.getValue()), Math.max(TOLERANCE, 2 * noise), "abs"));
        }
        return measures;
    }

    private static double noise(JsonNode noise, String output) {
        return noise.isNumber() ? noise.asDouble() : noise.path(output).asDouble(0);
    }

    /** The largest deviation of the samples, of the mean and of the mean magnitude. */
    private static double error(NDArray array, JsonNode golden) {
        if (!java.util.Arrays.equals(array.getShape().getShape(), longs(golden.get("shape")))) {
            return Double.NaN;
        }
        float[] values = array.toFloatArray();
        double sum = 0;
        double magnitude = 0;
        for (float value : values) {
            sum += value;
            magnitude += Math.abs(value);
        }
        double error = Math.abs(sum - golden.get("sum").asDouble()) / values.length;
        error = Math.max(
                error,
                Math.abs(magnitude / values.length - golden.get("abs_mean").asDouble()));
        for (int i = 0; i < golden.get("idx").size(); i++) {
            double sample = values[golden.get("idx").get(i).asInt()];
            double deviation = Math.abs(sample - golden.get("val").get(i).asDouble());
            error = Double.isNaN(deviation) ? Double.NaN : Math.max(error, deviation);
        }
        return error;
    }

    private static Map<String, Object> overrides(JsonNode over) {
        Map<String, Object> map = new HashMap<>();
        over.fields()
                .forEachRemaining(e -> map.put(
                        e.getKey(),
                        new com.fasterxml.jackson.databind.ObjectMapper().convertValue(e.getValue(), Object.class)));
        return map;
    }

    private static MViTConfig detection(JsonNode args) {
        MViTConfig.Detection plan = MViTConfig.detection();
        args.fields().forEachRemaining(e -> {
            JsonNode value = e.getValue();
            switch (e.getKey()) {
                case "embed_dim" -> plan.embedDim(value.asInt());
                case "depth" -> plan.depth(value.asInt());
                case "num_heads" -> plan.numHeads(value.asInt());
                case "last_block_indexes" -> plan.lastBlockIndexes(integers(value));
                case "img_size" -> plan.imgSize(side(value));
                case "patch_kernel" -> plan.patchKernel(side(value));
                case "patch_stride" -> plan.patchStride(side(value));
                case "qkv_pool_kernel" -> plan.qkvPoolKernel(side(value));
                case "adaptive_kv_stride" -> plan.adaptiveKvStride(value.asInt());
                case "adaptive_window_size" -> plan.adaptiveWindowSize(value.asInt());
                case "residual_pooling" -> plan.residualPooling(value.asBoolean());
                case "drop_path_rate" -> plan.dropPathRate(value.asDouble());
                case "use_abs_pos" -> plan.useAbsPos(value.asBoolean());
                case "use_rel_pos" -> plan.useRelPos(value.asBoolean());
                case "pretrain_img_size" -> plan.pretrainImgSize(value.asInt());
                case "pretrain_use_cls_token" -> plan.pretrainUseClsToken(value.asBoolean());
                case "out_features" -> plan.outFeatures(strings(value));
                case "rel_pos_zero_init", "use_act_checkpoint", "in_chans", "patch_padding" -> {
                    // no effect on what the published kinds of model compute
                }
                default -> throw new IllegalArgumentException("argument " + e.getKey() + " is not known");
            }
        });
        return plan.build();
    }

    private static int side(JsonNode value) {
        return value.isArray() ? value.get(0).asInt() : value.asInt();
    }

    private static List<Integer> integers(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asInt)
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }
}

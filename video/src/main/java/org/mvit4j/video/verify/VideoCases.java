package org.mvit4j.video.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.explain.AttentionRollout;
import org.mvit4j.video.model.MViTVideoModel;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.ViViTConfig;
import org.mvit4j.video.model.VideoModel;

/**
 * Recomputes the reference cases of TimeSformer, ViViT and MViT video models: the file lists configurations, parameter
 * names and shapes, from which {@link CaseWeights} makes weights and inputs, and the reference's outputs.
 *
 * <p>Cases are told by their form alone, so other files of the same form work as well.
 */
public final class VideoCases {

    private static final com.fasterxml.jackson.core.type.TypeReference<Map<String, Object>> OVERRIDES =
            new com.fasterxml.jackson.core.type.TypeReference<>() {};

    private final boolean training;
    private final List<Result> results = new ArrayList<>();

    private VideoCases(boolean training) {
        this.training = training;
    }

    /**
     * What came of one case.
     *
     * @param name path of the case in the file
     * @param difference largest absolute difference from the reference
     */
    public record Result(String name, double difference) {}

    /**
     * Recomputes every case of a file.
     *
     * @param file the whole file
     * @param training whether to run the path with gradients, all drop rates zero, instead of inference
     */
    public static List<Result> verify(JsonNode file, boolean training) {
        VideoCases cases = new VideoCases(training);
        file.path("timesformer").fields().forEachRemaining(e -> cases.timeSformer(e.getKey(), e.getValue()));
        file.path("vivit").fields().forEachRemaining(e -> cases.viViT(e.getKey(), e.getValue()));
        file.path("mvit").fields().forEachRemaining(e -> cases.mViT(e.getKey(), e.getValue()));
        for (int i = 0; !training && i < file.path("pyslowfast_sampling").size(); i++) {
            cases.sampling(i, file.get("pyslowfast_sampling").get(i));
        }
        return List.copyOf(cases.results);
    }

    private void timeSformer(String scheme, JsonNode node) {
        JsonNode config = node.get("config");
        int width = config.get("embed").asInt();
        TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                .scheme(TimeSformerConfig.Scheme.of(config.get("attention_type").asText()))
                .frames(config.get("num_frames").asInt())
                .cropSize(config.get("img_size").asInt())
                .patch(config.get("patch").asInt())
                .width(width)
                .depth(config.get("depth").asInt())
                .heads(config.get("heads").asInt())
                .mlpWidth(width * config.get("mlp_ratio").asInt())
                .classes(config.get("classes").asInt())
                .dropPath(0)
                .build());
        try (NDManager manager = Torch.newManager()) {
            load(model, manager, node.get("params"), 0.4);
            node.get("cases").fields().forEachRemaining(e -> {
                NDArray clip = input(manager, longs(e.getValue().get("input_shape")));
                compare(
                        "timesformer/" + scheme + "/" + e.getKey(),
                        logits(model, manager, clip),
                        e.getValue().get("logits"));
            });
            rollout(scheme, node, model, manager);
        }
    }

    /** The mask of the first clip of the first case, given as [rows, columns, T]. */
    private void rollout(String scheme, JsonNode node, TimeSformer model, NDManager manager) {
        if (training || !node.has("rollout")) {
            return;
        }
        NDArray clips = input(manager, longs(node.get("cases").elements().next().get("input_shape")));
        try (InferenceMode ignored = InferenceMode.enter()) {
            NDArray mask = AttentionRollout.of(model, clips.get("0:1"), manager);
            compare("timesformer/" + scheme + "/rollout", mask.transpose(1, 2, 0), node.at("/rollout/mask_hw_t"));
        }
    }

    /** The frames of sampling cases, as the largest difference in frame numbers. */
    private void sampling(int number, JsonNode node) {
        FrameSampler sampler = new FrameSampler(
                node.get("use_offset").asBoolean() ? FrameSampler.Family.SLOWFAST_OFFSET : FrameSampler.Family.SLOWFAST,
                node.get("T").asInt(),
                node.get("tau").asInt());
        int[] frames = sampler.test(
                node.get("L").asInt(),
                node.get("fps").asDouble(),
                node.get("clip").asInt(),
                node.get("num_clips").asInt());
        double difference = frames.length == node.get("idx").size() ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < frames.length && Double.isFinite(difference); i++) {
            difference = Math.max(
                    difference, Math.abs(frames[i] - node.get("idx").get(i).asInt()));
        }
        results.add(new Result("sampling/" + number, difference));
    }

    private void viViT(String name, JsonNode node) {
        JsonNode config = node.get("config");
        JsonNode params = node.get("params");
        long[] input = longs(node.get("input_shape_NTHWC"));
        long[] kernel = shape(params, "embedding/kernel");
        boolean tubelets = kernel.length == 5;
        ViViTConfig.Builder builder = ViViTConfig.base()
                .frames((int) input[1])
                .crop((int) input[2], (int) input[3])
                .patch((int) kernel[kernel.length - 4])
                .width(config.get("hidden").asInt())
                .depth(config.get("layers").asInt())
                .temporalDepth(config.path("temporal_layers").asInt(0))
                .heads(config.get("heads").asInt())
                .mlpWidth(config.get("mlp").asInt())
                .classes(config.get("classes").asInt());
        if (tubelets) {
            builder.tubelet((int) kernel[0]);
        } else {
            builder.sampledFrames(config.get("n_sampled_frames").asInt());
        }
        if (has(params, "SpatialTransformer/")) {
            builder.attention(ViViTConfig.Attention.FACTORISED_ENCODER);
        } else if (has(params, "LayerNorm_time")) {
            builder.attention(ViViTConfig.Attention.FACTORISED_SELF_ATTENTION);
        } else if (!config.has("classifier") && !has(params, "cls")) {
            builder.attention(ViViTConfig.Attention.FACTORISED_DOT_PRODUCT);
        }
        if (config.has("order")) {
            builder.order(ViViTConfig.Order.valueOf(config.get("order").asText().toUpperCase(java.util.Locale.ROOT)));
        }
        if (config.has("classifier")) {
            builder.classifier(ViViTConfig.Classifier.valueOf(
                    config.get("classifier").asText().toUpperCase(java.util.Locale.ROOT)));
        }
        VideoModel model = new ViViT(builder.build());
        try (NDManager manager = Torch.newManager()) {
            load(model, manager, params, 1.2);
            NDArray clip = input(manager, input).transpose(0, 4, 1, 2, 3).duplicate();
            compare("vivit/" + name, logits(model, manager, clip), node.get("logits"));
        }
    }

    private void mViT(String name, JsonNode node) {
        Map<String, Object> overrides = new TreeMap<>();
        new com.fasterxml.jackson.databind.ObjectMapper()
                .convertValue(node.get("overrides"), OVERRIDES)
                .forEach((key, value) -> overrides.put(key.replace("__", "."), value));
        overrides.put("MVIT.DROPPATH_RATE", 0.0);
        overrides.put("MODEL.DROPOUT_RATE", 0.0);
        VideoModel model = new MViTVideoModel(
                new MViTClassifier(ReferenceSettings.of(node.get("yaml").asText(), overrides)));
        try (NDManager manager = Torch.newManager()) {
            load(model, manager, node.get("params"), 0.6);
            NDArray logits = logits(model, manager, input(manager, longs(node.get("input_shape"))));
            compare("mvit/" + name, logits, node.get("logits"));
            try (InferenceMode ignored = InferenceMode.enter()) {
                compare("mvit/" + name + "/softmax", logits.softmax(1), node.get("eval_output_softmax"));
            }
        }
    }

    private NDArray logits(VideoModel model, NDManager manager, NDArray clip) {
        if (training) {
            return model.logits(Pass.training(manager), clip);
        }
        try (InferenceMode ignored = InferenceMode.enter()) {
            return model.logits(Pass.inference(manager), clip);
        }
    }

    private void compare(String name, NDArray array, JsonNode golden) {
        float[] values = array.toFloatArray();
        JsonNode expected = golden.get("values");
        double difference = java.util.Arrays.equals(array.getShape().getShape(), longs(golden.get("shape")))
                        && values.length == expected.size()
                ? 0
                : Double.POSITIVE_INFINITY;
        for (int i = 0; i < values.length && Double.isFinite(difference); i++) {
            double d = Math.abs(values[i] - expected.get(i).asDouble());
            difference = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(difference, d);
        }
        results.add(new Result(name, difference));
    }

    /** Through the name filter of the family that the names show, strictly. */
    private static void load(VideoModel model, NDManager manager, JsonNode params, double amp) {
        List<StoredTensor> tensors = new ArrayList<>();
        for (int k = 0; k < params.size(); k++) {
            JsonNode param = params.get(k);
            long[] shape = longs(param.get(1));
            int number = k;
            double base = param.get(2).asDouble();
            tensors.add(StoredTensor.computed(
                    "case", param.get(0).asText(), shape, () -> CaseWeights.values(number, size(shape), base, amp)));
        }
        StateDict file = CheckpointFamily.toReference(StateDict.of("case", tensors));
        Weights.load(model.block(), manager, file, LoadOptions.strict());
    }

    private static NDArray input(NDManager manager, long[] shape) {
        float[] values = CaseWeights.values(CaseWeights.INPUT, size(shape), 0, CaseWeights.INPUT_AMP);
        return manager.create(values, new Shape(shape));
    }

    private static long size(long[] shape) {
        return new Shape(shape).size();
    }

    private static boolean has(JsonNode params, String part) {
        return StreamSupport.stream(params.spliterator(), false)
                .anyMatch(param -> param.get(0).asText().contains(part));
    }

    private static long[] shape(JsonNode params, String name) {
        return StreamSupport.stream(params.spliterator(), false)
                .filter(param -> param.get(0).asText().equals(name))
                .findFirst()
                .map(param -> longs(param.get(1)))
                .orElseThrow(() -> new IllegalArgumentException("the case lists no parameter " + name));
    }

    private static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }
}

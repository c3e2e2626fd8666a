package org.mvit4j.video.verify;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.explain.AttentionRollout;
import org.mvit4j.video.model.MViTVideoModel;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.VideoModel;

/**
 * Recomputes the reference cases of TimeSformer, ViViT and MViT video models and of frame sampling: the file lists
 * configurations, parameter names and shapes, from which {@link CaseWeights} makes weights and inputs, and the reference's
 * outputs.
 *
 * <p>Cases are told by their form alone, so other files of the same form work as well.
 */
public final class VideoCases {

    private static final TypeReference<Map<String, Object>> OVERRIDES = new TypeReference<>() {};

    /** The sections of a file, in this order. */
    private static final List<String> SECTIONS = List.of("timesformer", "vivit", "mvit", "pyslowfast_sampling");

    private static final double TOLERANCE = 2e-5;

    private final Device device;
    private final boolean training;
    private final List<Result> results = new ArrayList<>();

    private VideoCases(Device device, boolean training) {
        this.device = device;
        this.training = training;
    }

    /**
     * One compared quantity.
     *
     * @param name path of the case in the file, such as {@code vivit/M1_token}
     * @param quantity what was compared: {@code logits}, {@code softmax}, {@code rollout}, {@code frames}, and the name
     *     of the input where a case has several
     * @param difference largest absolute difference from the reference
     * @param tolerance the largest difference allowed
     */
    public record Result(String name, String quantity, double difference, double tolerance) {

        /** What the difference is counted in: {@code abs} or {@code frames}. */
        public String unit() {
            return quantity.equals("frames") ? "frames" : "abs";
        }
    }

    /** Returns whether a file is of this form. */
    public static boolean fits(JsonNode file) {
        return SECTIONS.stream().anyMatch(file::has);
    }

    /** Returns how many cases a file holds; all sampled clips are one. */
    public static int count(JsonNode file) {
        return SECTIONS.stream()
                .mapToInt(section ->
                        file.path(section).isArray() ? 1 : file.path(section).size())
                .sum();
    }

    /**
     * Recomputes every case of a file.
     *
     * @param file the whole file
     * @param device where the models run
     * @param training whether to run the path with gradients, all drop rates zero, instead of inference
     * @param done is told each case's results as soon as they are known
     * @throws VideoCaseException if a case lacks something or asks for something unknown
     */
    public static void verify(JsonNode file, Device device, boolean training, Consumer<List<Result>> done) {
        for (String section : SECTIONS) {
            JsonNode cases = file.path(section);
            cases.fields().forEachRemaining(e -> {
                VideoCases run = new VideoCases(device, training);
                run.guarded(section, e.getKey(), e.getValue());
                done.accept(List.copyOf(run.results));
            });
            if (cases.isArray() && !training) {
                VideoCases run = new VideoCases(device, false);
                for (int i = 0; i < cases.size(); i++) {
                    run.guarded(section, String.valueOf(i), cases.get(i));
                }
                done.accept(List.copyOf(run.results));
            }
        }
    }

    private void guarded(String section, String name, JsonNode node) {
        String path = section + "/" + name;
        try {
            switch (section) {
                case "timesformer" -> timeSformer(path, node);
                case "vivit" -> viViT(path, node);
                case "mvit" -> mViT(path, node);
                default -> sampling(path, node);
            }
        } catch (IllegalArgumentException | ClassCastException e) {
            throw new VideoCaseException(path, String.valueOf(e.getMessage()), e);
        }
    }

    private void timeSformer(String path, JsonNode node) {
        JsonNode config = node.required("config");
        int width = config.required("embed").asInt();
        TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                .scheme(TimeSformerConfig.Scheme.of(
                        config.required("attention_type").asText()))
                .frames(config.required("num_frames").asInt())
                .cropSize(config.required("img_size").asInt())
                .patch(config.required("patch").asInt())
                .width(width)
                .depth(config.required("depth").asInt())
                .heads(config.required("heads").asInt())
                .mlpWidth((int) (width * config.required("mlp_ratio").asDouble()))
                .classes(config.required("classes").asInt())
                .dropPath(0)
                .build());
        JsonNode cases = node.required("cases");
        try (CaseModel loaded = new CaseModel(path, model, node.required("params"), 0.4, device, training)) {
            cases.fields().forEachRemaining(e -> {
                NDArray clips = loaded.input(shape(e.getValue().required("input_shape")));
                compare(
                        path,
                        "logits " + e.getKey(),
                        loaded.logits(clips),
                        e.getValue().required("logits"));
            });
            if (!training && node.has("rollout")) {
                NDArray clips = loaded.input(shape(cases.elements().next().required("input_shape")));
                rollout(path, model, clips, node.get("rollout"));
            }
        }
    }

    /** The mask of the first clip of the first input, given as [rows, columns, T], and what stayed on the cls token. */
    private void rollout(String path, TimeSformer model, NDArray clips, JsonNode golden) {
        AttentionRollout rollout = AttentionRollout.of(model, clips.get("0:1"));
        Extent grid = rollout.grid();
        int plane = grid.h() * grid.w();
        float[] mask = new float[rollout.heat().length];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = rollout.heat()[i % grid.t() * plane + i / grid.t()];
        }
        long[] shape = {grid.h(), grid.w(), grid.t()};
        double difference = CaseModel.difference(mask, shape, golden.required("mask_hw_t"));
        results.add(new Result(path, "rollout", difference, TOLERANCE));
        if (golden.has("cls_mass_on_cls")) {
            double cls = Math.abs(rollout.cls() - golden.get("cls_mass_on_cls").asDouble());
            results.add(new Result(path, "rollout cls", cls, TOLERANCE));
        }
    }

    private void viViT(String path, JsonNode node) {
        VideoModel model = new ViViT(ViViTCase.config(node));
        try (CaseModel loaded = new CaseModel(path, model, node.required("params"), 1.2, device, training)) {
            NDArray clips = loaded.input(shape(node.required("input_shape_NTHWC")));
            NDArray channelsFirst = clips.transpose(0, 4, 1, 2, 3).duplicate();
            compare(path, "logits", loaded.logits(channelsFirst), node.required("logits"));
        }
    }

    private void mViT(String path, JsonNode node) {
        Map<String, Object> overrides = new TreeMap<>();
        Map<String, Object> given = new ObjectMapper().convertValue(node.required("overrides"), OVERRIDES);
        given.forEach((key, value) -> overrides.put(key.replace("__", "."), value));
        overrides.put("MVIT.DROPPATH_RATE", 0.0);
        overrides.put("MODEL.DROPOUT_RATE", 0.0);
        VideoModel model = new MViTVideoModel(
                new MViTClassifier(ReferenceSettings.of(node.required("yaml").asText(), overrides)));
        try (CaseModel loaded = new CaseModel(path, model, node.required("params"), 0.6, device, training)) {
            NDArray clips = loaded.input(shape(node.required("input_shape")));
            NDArray logits = loaded.logits(clips.getShape().dimension() == 4 ? clips.expandDims(2) : clips);
            compare(path, "logits", logits, node.required("logits"));
            if (node.has("eval_output_softmax")) {
                try (InferenceMode ignored = InferenceMode.enter()) {
                    compare(path, "softmax", logits.softmax(1), node.get("eval_output_softmax"));
                }
            }
        }
    }

    /** The frames of a sampled clip, as the largest difference in frame numbers. */
    private void sampling(String path, JsonNode node) {
        FrameSampler sampler = new FrameSampler(
                node.required("use_offset").asBoolean()
                        ? FrameSampler.Family.SLOWFAST_OFFSET
                        : FrameSampler.Family.SLOWFAST,
                node.required("T").asInt(),
                node.required("tau").asInt());
        int[] frames = sampler.test(
                node.required("L").asInt(),
                node.required("fps").asDouble(),
                node.required("clip").asInt(),
                node.required("num_clips").asInt());
        int[] expected = Arrays.stream(shape(node.required("idx")))
                .mapToInt(Math::toIntExact)
                .toArray();
        double difference = frames.length == expected.length ? 0 : Double.POSITIVE_INFINITY;
        for (int i = 0; i < frames.length && Double.isFinite(difference); i++) {
            difference = Math.max(difference, Math.abs(frames[i] - expected[i]));
        }
        results.add(new Result(path, "frames", difference, 0));
    }

    private void compare(String path, String quantity, NDArray array, JsonNode golden) {
        double difference =
                CaseModel.difference(array.toFloatArray(), array.getShape().getShape(), golden);
        results.add(new Result(path, quantity, difference, TOLERANCE));
    }

    private static long[] shape(JsonNode array) {
        return CaseModel.longs(array);
    }
}

package org.mvit4j.detect.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.detect.SoftMask;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.maskrcnn.structures.SoftMasks;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.LoadOptions;

/**
 * A whole small detector with its checkpoint, from pixels to masks. The configuration is read off the weights; how
 * many proposals are kept shows in the results, how many enter suppression does not, so the usual numbers are tried.
 */
final class DetectorCase {

    private static final double FEATURES = 2e-5;
    private static final double BOXES = 1e-3;
    private static final double SCORES = 2e-5;
    private static final int[] PRE_NMS = {1000, 60, 100, 200, 500, 2000};
    private static final Pattern PICKLE = Pattern.compile("\\S+\\.(pkl|pth|safetensors)");

    private final String name;
    private final Path file;
    private final JsonNode node;
    private final List<Measure> measures = new ArrayList<>();

    DetectorCase(String name, Path file, JsonNode node) {
        this.name = name;
        this.file = file;
        this.node = node;
    }

    static boolean fits(JsonNode root) {
        return root.has("image") && root.has("features") && root.has("detections");
    }

    List<Measure> run(CaseFile.Options options) throws IOException {
        Path weights = options.weights() != null ? options.weights() : weights();
        try (Checkpoint checkpoint = Checkpoint.open(weights);
                NDManager manager = Torch.newManager(options.device())) {
            DetectorShape shape = new DetectorShape(checkpoint.stateDict());
            List<String> overrides =
                    new ArrayList<>(shape.overrides(node.get("padded_hw").get(0).asInt()));
            int kept = node.at("/proposals/logits").size();
            overrides.add("model.rpn.post_nms_topk.test=" + kept);
            GeneralizedRcnn model = null;
            Proposals proposals = null;
            double best = Double.POSITIVE_INFINITY;
            for (int pre : PRE_NMS) {
                List<String> all = new ArrayList<>(overrides);
                all.add("model.rpn.pre_nms_topk.test=" + pre);
                DetectorConfig config = DetectorConfig.load(shape.base(), all);
                GeneralizedRcnn candidate = GeneralizedRcnn.of(config.model());
                Weights.load(candidate, manager, checkpoint.stateDict(), LoadOptions.strict());
                Proposals found = propose(candidate, manager);
                double error = sets(
                        found.boxes().xyxy(), found.logits(), new int[found.count()], node.get("proposals"), "logits")[
                        0];
                if (model == null || error < best) {
                    model = candidate;
                    proposals = found;
                    best = error;
                }
                if (best <= BOXES) {
                    break;
                }
            }
            if (model == null || proposals == null) {
                throw new IllegalStateException("at least one candidate was tried");
            }
            compare(model, proposals, manager);
        }
        return measures;
    }

    /** The checkpoint that the note names, or the one of the same name in the folder pkl. */
    private Path weights() {
        Path folder = java.util.Objects.requireNonNull(file.toAbsolutePath().getParent());
        Matcher named = PICKLE.matcher(node.path("note").asText());
        List<Path> candidates = new ArrayList<>();
        if (named.find()) {
            candidates.add(folder.resolve(named.group()));
        }
        candidates.add(folder.resolve("pkl").resolve(name + ".pkl"));
        candidates.add(folder.resolve(name + ".pkl"));
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new CaseFileException(
                        file + ": its checkpoint is at none of " + candidates + "; name it with --weights"));
    }

    private ImageSize size() {
        return new ImageSize(
                node.get("image").get(0).size(), node.get("image").get(0).get(0).size());
    }

    /** The image, normalised and padded, [1, 3, H, W]. */
    private NDArray image(NDManager manager) {
        int height = node.get("padded_hw").get(0).asInt();
        int width = node.get("padded_hw").get(1).asInt();
        float[] mean = {123.675f, 116.28f, 103.53f};
        float[] std = {58.395f, 57.12f, 57.375f};
        float[] values = new float[3 * height * width];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < size().height(); y++) {
                JsonNode row = node.get("image").get(c).get(y);
                for (int x = 0; x < row.size(); x++) {
                    values[(c * height + y) * width + x] = (row.get(x).asInt() - mean[c]) / std[c];
                }
            }
        }
        return manager.create(values, new Shape(1, 3, height, width));
    }

    private Proposals propose(GeneralizedRcnn model, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            Pass pass = Pass.inference(scope);
            List<NDArray> features = model.backbone().forward(pass, image(scope));
            return model.rpn().propose(pass, features, List.of(size())).get(0);
        }
    }

    private void compare(GeneralizedRcnn model, Proposals proposals, NDManager manager) {
        try (NDManager scope = manager.newSubManager()) {
            Pass pass = Pass.inference(scope);
            NDArray image = image(scope);
            maps("backbone", model.backbone().bottomUp(pass, image), node.path("backbone_raw"));
            maps("features", model.backbone().forward(pass, image), node.path("features"));
            set("proposals", proposals.boxes().xyxy(), proposals.logits(), new int[proposals.count()], "logits");
            Instances raw = model.detect(pass, image, List.of(size())).get(0);
            set("raw_detections", raw.boxes().xyxy(), raw.scores(), raw.classes(), "scores");
            JsonNode original = node.get("orig_hw");
            Instances found = raw.rescale(
                    new ImageSize(original.get(0).asInt(), original.get(1).asInt()));
            set("detections", found.boxes().xyxy(), found.scores(), found.classes(), "scores");
            masks(raw, found);
        }
    }

    private void maps(String what, List<NDArray> maps, JsonNode golden) {
        int i = 0;
        for (Map.Entry<String, JsonNode> entry : (Iterable<Map.Entry<String, JsonNode>>) golden::fields) {
            List<Double> expected = new ArrayList<>();
            flatten(entry.getValue(), expected);
            float[] values = maps.get(i++).toFloatArray();
            double error = values.length == expected.size() ? 0 : Double.NaN;
            for (int j = 0; j < Math.min(values.length, expected.size()); j++) {
                error = Math.max(error, Math.abs(values[j] - expected.get(j)));
            }
            measures.add(new Measure(name, what + " " + entry.getKey(), error, FEATURES, "abs"));
        }
    }

    private static void flatten(JsonNode node, List<Double> into) {
        if (node.isArray()) {
            node.forEach(child -> flatten(child, into));
        } else {
            into.add(node.asDouble());
        }
    }

    private void set(String what, float[] boxes, float[] scores, int[] classes, String scoreField) {
        double[] errors = sets(boxes, scores, classes, node.get(what), scoreField);
        measures.add(new Measure(name, what + " boxes", errors[0], BOXES, "px"));
        measures.add(new Measure(name, what + " " + scoreField, errors[1], SCORES, "abs"));
    }

    /** Largest deviations of box and score when each golden entry takes its nearest unused partner of its class. */
    private static double[] sets(float[] boxes, float[] scores, int[] classes, JsonNode golden, String scoreField) {
        int n = golden.get(scoreField).size();
        if (scores.length != n) {
            return new double[] {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        }
        boolean[] used = new boolean[n];
        double[] worst = new double[2];
        for (int i = 0; i < n; i++) {
            int match = -1;
            double[] best = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
            for (int j = 0; j < n; j++) {
                if (used[j]
                        || golden.has("classes")
                                && classes[j] != golden.get("classes").get(i).asInt()) {
                    continue;
                }
                double box = 0;
                for (int k = 0; k < 4; k++) {
                    box = Math.max(
                            box,
                            Math.abs(boxes[4 * j + k]
                                    - golden.get("boxes").get(i).get(k).asDouble()));
                }
                double score =
                        Math.abs(scores[j] - golden.get(scoreField).get(i).asDouble());
                if (box / BOXES + score / SCORES < best[0] / BOXES + best[1] / SCORES) {
                    best = new double[] {box, score};
                    match = j;
                }
            }
            if (match >= 0) {
                used[match] = true;
            }
            worst[0] = Math.max(worst[0], best[0]);
            worst[1] = Math.max(worst[1], best[1]);
        }
        return worst;
    }

    /** The first mask before pasting, the sums of all, and the pasted areas, each by the golden box's nearest. */
    private void masks(Instances raw, Instances found) {
        SoftMasks soft = raw.masks();
        boolean complete = raw.count() == node.at("/raw_detections/scores").size()
                && found.count() == node.at("/detections/scores").size();
        if (soft == null || !node.at("/raw_detections").has("masks_28_sum") || !complete) {
            return;
        }
        int[] order = nearest(raw, node.get("raw_detections"));
        double sums = 0;
        for (int i = 0; i < order.length; i++) {
            float[] values = values(soft, order[i]);
            double sum = 0;
            for (float value : values) {
                sum += value;
            }
            sums = Math.max(
                    sums,
                    Math.abs(sum
                                    - node.at("/raw_detections/masks_28_sum")
                                            .get(i)
                                            .asDouble())
                            / values.length);
        }
        measures.add(new Measure(name, "soft masks", sums, SCORES, "abs"));
        SoftMasks pasted = found.masks();
        if (pasted == null || !node.get("detections").has("mask_area")) {
            return;
        }
        int[] partners = nearest(found, node.get("detections"));
        double area = 0;
        for (int i = 0; i < partners.length; i++) {
            int j = partners[i];
            float[] box = Arrays.copyOfRange(found.boxes().xyxy(), 4 * j, 4 * j + 4);
            Rle mask = new SoftMask(pasted.side(), values(pasted, j))
                    .paste(box, found.size().height(), found.size().width());
            double expected = node.at("/detections/mask_area").get(i).asDouble();
            double off = Math.abs(mask.area() - expected);
            area = Math.max(area, off <= 2 ? 0 : 100 * off / Math.max(1, expected));
        }
        measures.add(new Measure(name, "mask areas", area, 0.5, "%"));
    }

    private static float[] values(SoftMasks masks, int i) {
        return Arrays.copyOfRange(masks.values(), masks.offset(i), masks.offset(i + 1));
    }

    /** Per golden entry, the nearest unused box of its class. */
    private static int[] nearest(Instances found, JsonNode golden) {
        int[] order = new int[golden.get("boxes").size()];
        boolean[] used = new boolean[found.count()];
        for (int i = 0; i < order.length; i++) {
            double best = Double.POSITIVE_INFINITY;
            for (int j = 0; j < found.count(); j++) {
                if (used[j]
                        || found.classes()[j] != golden.get("classes").get(i).asInt()) {
                    continue;
                }
                double error = 0;
                for (int k = 0; k < 4; k++) {
                    double expected = golden.get("boxes").get(i).get(k).asDouble();
                    error = Math.max(error, Math.abs(found.boxes().xyxy()[4 * j + k] - expected));
                }
                if (error < best) {
                    best = error;
                    order[i] = j;
                }
            }
            used[order[i]] = true;
        }
        return order;
    }
}

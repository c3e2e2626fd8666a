package org.mvit4j.detect.verify;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detection;
import org.mvit4j.detect.DetectionPipeline;
import org.mvit4j.detect.Detections;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/**
 * A published configuration on a photo, with recipe weights under full names of which some are multiplied. Detections
 * are compared as sets: a pair matches when the class is equal, the box within 0.05 px and the score within 1e-4; two
 * in a hundred may be left over, and the masks of pairs may differ by 0.5 % or two pixels of area.
 */
final class PhotoCase {

    private static final double BOX = 0.05;
    private static final double SCORE = 1e-4;
    private static final double AREA = 0.5;
    private static final double UNMATCHED = 2;

    private final Path file;
    private final String name;
    private final JsonNode node;

    PhotoCase(Path file, String name, JsonNode node) {
        this.file = file;
        this.name = name;
        this.node = node;
    }

    static boolean fits(JsonNode node) {
        return node.has("config") && node.has("photo") && node.has("boxes");
    }

    List<Measure> run(CaseFile.Options options) throws IOException {
        if (!node.path("weights").asText("recipe").equals("recipe")) {
            throw new CaseFileException(
                    file + ": case " + name + " has weights " + node.get("weights") + "; only \"recipe\" is known");
        }
        RgbImage photo = ImageReader.standard().read(photo(options));
        DetectorConfig config = DetectorConfig.load(
                node.get("config").asText(),
                List.of(
                        "input.test.short_side=" + node.path("short_side").asInt(800),
                        "input.test.max_side=" + node.path("max_side").asInt(1333)));
        GeneralizedRcnn model = GeneralizedRcnn.of(config.model());
        try (NDManager manager = Torch.newManager(options.device())) {
            Weights.fill(model, manager, this::weights);
            DetectionPipeline pipeline =
                    new DetectionPipeline(config, config.model().namesOrNumbers(), model);
            List<Measure> measures =
                    new ArrayList<>(pixels(pipeline.resize(List.of(photo)).get(0)));
            try (NDManager scope = manager.newSubManager()) {
                Detections found =
                        pipeline.run(scope, List.of(photo), DetectOptions.ALL).get(0);
                measures.addAll(compare(found));
            }
            return measures;
        }
    }

    private Path photo(CaseFile.Options options) throws IOException {
        String photo = node.get("photo").asText();
        Path folder = options.photos() != null
                ? options.photos()
                : java.util.Objects.requireNonNull(file.toAbsolutePath().getParent());
        try (Stream<Path> files =
                Files.find(folder, 6, (path, attributes) -> photo.equals(String.valueOf(path.getFileName())))) {
            return files.findFirst()
                    .orElseThrow(() -> new CaseFileException(file + ": case " + name + " needs the photo " + photo
                            + ", which is not under " + folder + "; name its folder with --photos"));
        }
    }

    private float[] weights(String parameter, Shape shape) {
        float[] values = RecipeWeights.parameter(parameter, shape.getShape());
        for (Map.Entry<String, JsonNode> gain : (Iterable<Map.Entry<String, JsonNode>>) node.path("gains")::fields) {
            if (parameter.endsWith(gain.getKey())) {
                float factor = (float) gain.getValue().asDouble();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= factor;
                }
            }
        }
        return values;
    }

    private List<Measure> pixels(RgbImage resized) {
        List<Measure> measures = new ArrayList<>();
        if (node.has("resized")) {
            double off = Math.abs(resized.height() - node.get("resized").get(0).asInt())
                    + (double) Math.abs(
                            resized.width() - node.get("resized").get(1).asInt());
            measures.add(new Measure(name, "resized size", off, 0, "px"));
        }
        if (node.has("resized_sum")) {
            long sum = 0;
            for (byte value : resized.pixels()) {
                sum += value & 0xff;
            }
            double off = Math.abs(sum - node.get("resized_sum").asLong());
            measures.add(new Measure(name, "resized sum", off, 0, "levels"));
        }
        return measures;
    }

    private List<Measure> compare(Detections found) {
        JsonNode boxes = node.get("boxes");
        boolean[] used = new boolean[found.count()];
        double box = 0;
        double score = 0;
        double area = 0;
        int unmatched = Math.max(0, found.count() - boxes.size());
        for (int i = 0; i < boxes.size(); i++) {
            int match = match(found, used, i);
            if (match < 0) {
                unmatched++;
                continue;
            }
            used[match] = true;
            Detection detection = found.items().get(match);
            box = Math.max(box, boxError(detection, boxes.get(i)));
            score = Math.max(score, scoreError(detection, i));
            area = Math.max(area, areaError(detection, i));
        }
        return List.of(
                new Measure(name, "unmatched", 100.0 * unmatched / Math.max(1, boxes.size()), UNMATCHED, "%"),
                new Measure(name, "boxes", box, BOX, "px"),
                new Measure(name, "scores", score, SCORE, "abs"),
                new Measure(name, "mask areas", area, AREA, "%"));
    }

    /** The nearest unused detection that matches, or -1. */
    private int match(Detections found, boolean[] used, int golden) {
        int best = -1;
        double bestError = Double.POSITIVE_INFINITY;
        for (int j = 0; j < used.length; j++) {
            Detection d = found.items().get(j);
            double error = boxError(d, node.get("boxes").get(golden));
            boolean fits = !used[j]
                    && d.classIndex() == node.get("classes").get(golden).asInt()
                    && error <= BOX
                    && scoreError(d, golden) <= SCORE;
            if (fits && error < bestError) {
                best = j;
                bestError = error;
            }
        }
        return best;
    }

    private static double boxError(Detection detection, JsonNode golden) {
        double error = 0;
        for (int k = 0; k < 4; k++) {
            error = Math.max(error, Math.abs(detection.box()[k] - golden.get(k).asDouble()));
        }
        return error;
    }

    private double scoreError(Detection detection, int golden) {
        return Math.abs(detection.score() - node.get("scores").get(golden).asDouble());
    }

    /** Per cent of the area; two pixels count as nothing, since a mask of ten pixels cannot differ by 0.5 %. */
    private double areaError(Detection detection, int golden) {
        Rle mask = detection.mask();
        if (mask == null || !node.has("mask_area")) {
            return 0;
        }
        double expected = node.get("mask_area").get(golden).asDouble();
        double off = Math.abs(mask.area() - expected);
        return off <= 2 ? 0 : 100 * off / Math.max(1, expected);
    }
}

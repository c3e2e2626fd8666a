package org.mvit4j.bench;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.Detector;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.Timings;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/**
 * The whole job of detection on one picture that becomes 800 x 1216 pixels: resize, normalise, network with 1000
 * proposals and 100 detections, masks pasted; in seconds and in units of one 4096 x 4096 x 4096 float32 matrix product
 * of the same run, with a table by part. {@code --memory N} instead detects N times in pictures of varying sizes and
 * prints the resident memory on the way.
 */
public final class DetectBench {

    private static final int WARM_UP = 3;
    private static final int RUNS = 7;

    private DetectBench() {}

    public static void main(String[] args) throws IOException {
        String config = "mask_rcnn_mvitv2_t_3x";
        int memory = 0;
        List<String> overrides = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--config" -> config = args[++i];
                case "--set" -> overrides.add(args[++i]);
                case "--memory" -> memory = Integer.parseInt(args[++i]);
                default ->
                    throw new IllegalArgumentException(
                            args[i] + ": unknown; use --config NAME, --set KEY=VALUE or --memory RUNS");
            }
        }
        DetectorConfig detector = DetectorConfig.load(config, overrides);
        try (NDManager manager = Torch.newManager()) {
            GeneralizedRcnn model = GeneralizedRcnn.of(detector.model());
            Weights.fill(model, manager, (name, shape) -> BenchInput.weights(name, shape.getShape()));
            model.freezeParameters(true);
            try (Detector detect = Detector.of(detector, model, manager, DetectOptions.ALL)) {
                if (memory > 0) {
                    memory(detect, memory);
                } else {
                    speed(config, detect);
                }
            }
        }
    }

    private static void speed(String config, Detector detector) {
        RgbImage picture = BenchInput.picture(608, 400);
        Detections found = null;
        for (int i = 0; i < WARM_UP; i++) {
            found = detector.detect(picture);
        }
        double unit = MatrixProduct.seconds();
        Times times = new Times();
        Map<String, Double> parts = new LinkedHashMap<>();
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            try (Timings timings = Timings.record()) {
                found = detector.detect(picture);
                timings.nanos().forEach((part, nanos) -> parts.merge(part, nanos / 1e9, Math::min));
            }
            times.addSince(start);
        }
        unit = Math.min(unit, MatrixProduct.seconds());
        System.out.printf(
                Locale.ROOT,
                "%s at 800 x 1216, one image, %d detections%n"
                        + "whole job: %s%n"
                        + "%s; resident memory at most %d MB%n%n",
                config,
                found == null ? 0 : found.count(),
                times.inProducts(unit, 2),
                MatrixProduct.line(unit),
                Memory.peakMegabytes());
        System.out.printf(Locale.ROOT, "%-20s %8s %10s %7s%n", "part", "seconds", "products", "share");
        double total = parts.values().stream().mapToDouble(Double::doubleValue).sum();
        double per = unit;
        parts.forEach((part, value) -> System.out.printf(
                Locale.ROOT, "%-20s %8.3f %10.2f %6.1f%%%n", part, value, value / per, 100 * value / total));
    }

    private static void memory(Detector detector, int runs) throws IOException {
        Random sizes = new Random(3);
        List<RgbImage> pictures = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            pictures.add(BenchInput.picture(300 + sizes.nextInt(500), 300 + sizes.nextInt(500)));
        }
        Memory.follow("run", runs, i -> detector.detect(pictures.get(sizes.nextInt(pictures.size()))));
    }
}

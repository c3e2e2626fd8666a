package org.mvit4j.train.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.mask.PolygonMask;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.train.loop.StepLosses;
import org.mvit4j.train.loop.StepRunner;
import org.mvit4j.train.loop.TrainableModel;
import org.mvit4j.train.optim.ParameterGroup;

class GoldenTrainingTest {
    /** Pictures tried; between half and a sixth of them have the reference's gradients. */
    private static final int NEIGHBOURS = 50;

    /** Rates, decays, counts and sizes of the groups; plain ViTs have a rate for each block. */
    @Test
    void parameterGroups() throws IOException {
        JsonNode all = new ObjectMapper()
                .readTree(Objects.requireNonNull(
                        GoldenTrainingTest.class.getResourceAsStream("/golden/param_groups.json")));
        for (String name : List.of(
                "MViTv2/mask_rcnn_mvitv2_t_3x",
                "MViTv2/cascade_mask_rcnn_mvitv2_t_3x",
                "MViTv2/cascade_mask_rcnn_mvitv2_b_3x",
                "ViTDet/COCO/cascade_mask_rcnn_mvitv2_b_in21k_100ep",
                "ViTDet/COCO/mask_rcnn_vitdet_b_100ep",
                "ViTDet/COCO/cascade_mask_rcnn_vitdet_l_100ep",
                "ViTDet/COCO/mask_rcnn_vitdet_h_75ep")) {
            DetectorConfig config = DetectorConfig.load(name.substring(name.lastIndexOf('/') + 1), List.of());
            List<ParameterGroup> groups = DetectionTraining.groups(GeneralizedRcnn.of(config.model()), config);
            List<String> actual = groups.stream()
                    .map(g -> group(
                            config.solver().optimizer().lr() * g.lrFactor(),
                            g.weightDecay(),
                            g.parameters().size(),
                            g.values()))
                    .sorted()
                    .toList();
            List<String> expected = new ArrayList<>();
            all.get(name)
                    .forEach(g -> expected.add(group(
                            g.get("lr").asDouble(),
                            g.get("weight_decay").asDouble(),
                            g.get("num_params").asInt(),
                            g.get("numel").asLong())));
            expected.sort(null);
            assertThat(actual).as(name).isEqualTo(expected);
        }
    }

    private static String group(double rate, double decay, int parameters, long values) {
        return "%.9e %.2f %d %d".formatted(rate, decay, parameters, values);
    }

    /**
     * The tiny cascade detector on one image, made a model of the loop.
     *
     * @param picture 0 for the golden image; others have every pixel changed by about a millionth of itself
     */
    private record Tiny(GeneralizedRcnn block, JsonNode golden, int picture) implements TrainableModel<Integer> {
        @Override
        public StepLosses losses(Pass pass, NDManager manager, List<Integer> samples, RandomGenerator random) {
            JsonNode image = golden.get("image");
            ImageSize size =
                    new ImageSize(image.get(0).size(), image.get(0).get(0).size());
            int h = golden.get("padded_hw").get(0).asInt();
            int w = golden.get("padded_hw").get(1).asInt();
            float[] mean = {123.675f, 116.28f, 103.53f};
            float[] std = {58.395f, 57.12f, 57.375f};
            float[] values = new float[3 * h * w];
            SplittableRandom noise = new SplittableRandom(picture);
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < size.height(); y++) {
                    for (int x = 0; x < size.width(); x++) {
                        float pixel = (float) image.get(c).get(y).get(x).asDouble();
                        double change = picture == 0 ? 0 : 1e-6 * noise.nextGaussian();
                        values[(c * h + y) * w + x] = (float) ((pixel - mean[c]) / std[c] * (1 + change));
                    }
                }
            }
            NDArray batch = manager.create(values, new Shape(1, 3, h, w));
            TrainingReport report =
                    block.losses(pass, batch, List.of(size), List.of(truth(golden.get("train"))), RandomSubset.first());
            return new StepLosses(report.losses(), report.scalars());
        }

        private static GroundTruth truth(JsonNode train) {
            List<float[]> boxes = new ArrayList<>();
            train.get("gt_boxes")
                    .forEach(b -> boxes.add(new float[] {
                        b.get(0).floatValue(),
                        b.get(1).floatValue(),
                        b.get(2).floatValue(),
                        b.get(3).floatValue()
                    }));
            List<PolygonMask> masks = new ArrayList<>();
            train.get("gt_polygons").forEach(object -> {
                List<double[]> rings = new ArrayList<>();
                object.forEach(ring -> {
                    double[] xy = new double[ring.size()];
                    for (int i = 0; i < xy.length; i++) {
                        xy[i] = ring.get(i).asDouble();
                    }
                    rings.add(xy);
                });
                masks.add(PolygonMask.of(rings));
            });
            int[] classes = new int[boxes.size()];
            for (int i = 0; i < classes.length; i++) {
                classes[i] = train.get("gt_classes").get(i).asInt();
            }
            return new GroundTruth(Boxes.of(boxes.toArray(new float[0][])), classes, masks);
        }

        @Override
        public String name(Integer sample) {
            return "golden " + sample;
        }
    }

    /**
     * Losses to 1e-5 and gradient norms to 1e-4, kept or recomputed, alone, as replicas, or accumulated over rounds, the
     * last of which may be smaller. Gradients jump where an L1 loss or a ReLU is at zero, and the side depends on the processor's last bits: one of several pictures as near to the
     * golden one as rounding is must have all norms at once.
     */
    @ParameterizedTest
    @CsvSource({"1, 1, 0, false", "1, 1, 0, true", "2, 2, 0, false", "2, 2, 0, true", "1, 3, 2, false", "2, 3, 1, true"
    })
    void tinyDetector(int replicas, int images, int microBatch, boolean recompute)
            throws IOException, URISyntaxException {
        String deviation = train(replicas, images, microBatch, recompute, 0);
        for (int picture = 1; picture < NEIGHBOURS && deviation != null; picture++) {
            deviation = train(replicas, images, microBatch, recompute, picture);
        }
        assertThat(deviation).isNull();
    }

    /** Checks the losses and returns the first gradient norm that deviates, or null. */
    private static @Nullable String train(int replicas, int images, int microBatch, boolean recompute, int picture)
            throws IOException, URISyntaxException {
        JsonNode golden = new ObjectMapper()
                .readTree(Objects.requireNonNull(
                        GoldenTrainingTest.class.getResourceAsStream("/golden/e2e_tiny_mvit.json")));
        List<String> overrides = List.of(
                "model.num_classes=3",
                "model.class_names=null",
                "model.neck.out_channels=8",
                "model.rpn.batch_size_per_image=100000",
                "model.rpn.pre_nms_topk={train: 100, test: 60}",
                "model.rpn.post_nms_topk={train: 60, test: 40}",
                "model.roi_heads.batch_size_per_image=100000",
                "model.roi_heads.box_head={conv_dims: [8, 8, 8, 8], fc_dims: [16], norm: bn}",
                "model.roi_heads.mask_head={conv_dims: [8, 8, 8, 8], deconv_dim: 8, norm: bn}",
                "model.backbone.embed_dim=8",
                "model.backbone.depth=4",
                "model.backbone.last_block_indexes=[0, 1, 2, 3]",
                "model.backbone.drop_path_rate=0.0");
        try (NDManager manager = Torch.newManager()) {
            GeneralizedRcnn model = GeneralizedRcnn.of(DetectorConfig.load("cascade_mask_rcnn_mvitv2_t_3x", overrides)
                    .model());
            Path file =
                    Path.of(Objects.requireNonNull(GoldenTrainingTest.class.getResource("/golden/e2e_tiny_mvit.pkl"))
                            .toURI());
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                Weights.load(model, manager, checkpoint.stateDict(), LoadOptions.strict());
            }
            List<Integer> batch = Collections.nCopies(images, 0);
            try (StepRunner<Integer> runner = new StepRunner<>(
                            new Tiny(model, golden, picture),
                            manager,
                            Collections.nCopies(replicas, Device.cpu()),
                            microBatch,
                            recompute,
                            1);
                    StepRunner.Result<Integer> result = runner.run(0, batch, 1, losses -> {})) {
                golden.get("train")
                        .get("losses")
                        .fields()
                        .forEachRemaining(loss -> assertThat(result.losses().get(loss.getKey()))
                                .as(loss.getKey())
                                .isCloseTo(
                                        loss.getValue().asDouble(),
                                        within(1e-5
                                                * Math.max(
                                                        1,
                                                        Math.abs(loss.getValue().asDouble())))));
                Map<String, Parameter> parameters = model.namedParameters();
                double largest = 0;
                for (JsonNode norm : golden.get("train").get("grad_norms")) {
                    largest = Math.max(largest, norm.asDouble());
                }
                double floor = 1e-6 * largest;
                for (Map.Entry<String, JsonNode> norm :
                        golden.get("train").get("grad_norms").properties()) {
                    Parameter parameter = Objects.requireNonNull(parameters.get(norm.getKey()));
                    NDArray gradient = result.gradients().gradient(parameter);
                    double actual = gradient == null ? 0 : gradient.norm().getFloat();
                    double expected = norm.getValue().asDouble();
                    if (!(Math.abs(actual - expected) <= 1e-4 * expected + floor)) {
                        return norm.getKey() + ": " + actual + " instead of " + expected;
                    }
                }
                return null;
            }
        }
    }
}

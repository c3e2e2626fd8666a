package org.mvit4j.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.augment.Coordinates;
import org.mvit4j.data.augment.InstanceShape;
import org.mvit4j.data.augment.PolygonShape;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.Timings;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.train.detection.DetectionTraining;
import org.mvit4j.train.detection.RcnnTrainable;
import org.mvit4j.train.loop.StepRunner;
import org.mvit4j.train.optim.AdamW;
import org.mvit4j.train.optim.Optimizer;

/** The step of the training loop on one picture again and again: forward, losses, backward, AdamW. */
final class TrainingStep implements AutoCloseable {

    private static final double LEARNING_RATE = 1e-6;

    private final NDManager manager = Torch.newManager();
    private final GeneralizedRcnn model;
    private final DetectorConfig config;
    private @Nullable Optimizer optimizer;
    private final StepRunner<TrainingSample> runner;
    private long step;

    /** @param recompute whether the backbone's activations are recomputed */
    TrainingStep(DetectorConfig config, boolean recompute) {
        this.config = config;
        model = GeneralizedRcnn.of(config.model());
        Weights.fill(model, manager, (name, shape) -> BenchInput.weights(name, shape.getShape()));
        runner = new StepRunner<>(new RcnnTrainable(config, model), manager, List.of(Device.cpu()), 0, recompute, 1);
    }

    /** A picture of the given size with four objects, large and small. */
    static TrainingSample sample(int width, int height) {
        double[][] shares = {
            {0.05, 0.08, 0.62, 0.71}, {0.4, 0.45, 0.95, 0.9}, {0.7, 0.1, 0.85, 0.3}, {0.1, 0.8, 0.2, 0.87}
        };
        float[] boxes = new float[4 * shares.length];
        List<InstanceShape> shapes = new ArrayList<>();
        for (int i = 0; i < shares.length; i++) {
            double x1 = shares[i][0] * width;
            double y1 = shares[i][1] * height;
            double x2 = shares[i][2] * width;
            double y2 = shares[i][3] * height;
            boxes[4 * i] = (float) x1;
            boxes[4 * i + 1] = (float) y1;
            boxes[4 * i + 2] = (float) x2;
            boxes[4 * i + 3] = (float) y2;
            double[] ring = new double[48];
            for (int k = 0; k < ring.length / 2; k++) {
                double angle = 4 * Math.PI * k / ring.length;
                ring[2 * k] = (x1 + x2) / 2 + (x2 - x1) / 2 * Math.cos(angle);
                ring[2 * k + 1] = (y1 + y2) / 2 + (y2 - y1) / 2 * Math.sin(angle);
            }
            shapes.add(new PolygonShape(List.of(Coordinates.real(ring))));
        }
        return new TrainingSample(1, BenchInput.picture(width, height), boxes, new int[] {0, 17, 41, 0}, shapes);
    }

    /** Runs forward and backward alone. */
    void gradients(List<TrainingSample> batch) {
        runner.run(step++, batch, 1, losses -> {}).close();
    }

    /** Runs a step and returns nanoseconds by part; AdamW's state is made by the first one. */
    Map<String, Long> run(List<TrainingSample> batch) {
        if (optimizer == null) {
            optimizer = new AdamW(manager, DetectionTraining.groups(model, config), AdamW.Settings.STANDARD);
        }
        try (Timings timings = Timings.record();
                StepRunner.Result<TrainingSample> result =
                        runner.run(step++, batch, 1, losses -> Timings.mark("read losses"))) {
            Timings.mark("backward");
            optimizer.step(result.gradients(), LEARNING_RATE);
            Timings.mark("optimizer");
            return new LinkedHashMap<>(timings.nanos());
        }
    }

    @Override
    public void close() {
        runner.close();
        if (optimizer != null) {
            optimizer.close();
        }
        manager.close();
    }
}

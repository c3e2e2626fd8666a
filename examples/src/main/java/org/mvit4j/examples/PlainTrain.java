package org.mvit4j.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.data.augment.AnnotationMapper;
import org.mvit4j.data.augment.Augmentation;
import org.mvit4j.data.augment.RandomShortestEdge;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.data.coco.DetectionSamples;
import org.mvit4j.data.loader.BatchLoader;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.data.loader.EpochOrder;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.Autograd;
import org.mvit4j.nn.GradientStore;
import org.mvit4j.nn.Torch;
import org.mvit4j.train.detection.DetectionTraining;
import org.mvit4j.train.detection.RcnnTrainable;
import org.mvit4j.train.loop.StepLosses;
import org.mvit4j.train.optim.AdamW;
import org.mvit4j.train.optim.Schedule;

/** A training loop without any abstraction, to be read from top to bottom. */
public final class PlainTrain {

    private PlainTrain() {}

    /** Trains on a COCO-format folder and returns the total loss of each step. */
    public static List<Double> train(DetectorConfig config, Path data, int steps)
            throws IOException, InterruptedException {
        CocoFolder folder = CocoFolder.locate(data, "train");
        CocoInstances instances = CocoInstances.forTraining(CocoDataset.read(folder.annotations()), folder);
        Augmentation augmentation = Augmentation.sequence(
                List.of(RandomShortestEdge.choice(List.of(64, 80), 128), Augmentation.randomFlip(0.5)));
        var samples = new DetectionSamples(instances, augmentation, new AnnotationMapper(false), 128 * 128);
        var sampler = BatchSampler.of(
                EpochOrder.shuffled(instances.size(), 1), config.solver().batchSize());
        List<Double> losses = new ArrayList<>();
        try (NDManager manager = Torch.newManager();
                var loader = new BatchLoader<>(samples, sampler, BatchLoader.Settings.standard(1))) {
            GeneralizedRcnn model = GeneralizedRcnn.of(config.model());
            model.initialize(manager);
            var trainable = new RcnnTrainable(config, model);
            Schedule schedule = DetectionTraining.schedule(config.solver().schedule());
            SplittableRandom random = new SplittableRandom(1);
            try (var optimizer = new AdamW(manager, DetectionTraining.groups(model, config), AdamW.Settings.STANDARD)) {
                for (int step = 0; step < steps; step++) {
                    List<TrainingSample> batch = loader.next().samples();
                    try (NDManager scope = manager.newSubManager();
                            GradientStore gradients = new GradientStore(scope);
                            Autograd.Recording ignored = Autograd.record()) {
                        StepLosses result = trainable.losses(
                                gradients.pass(scope.getDevice(), null, random.split()), scope, batch, random.split());
                        NDArray total = result.losses().values().stream()
                                .reduce(NDArray::add)
                                .orElseThrow();
                        losses.add((double) total.getFloat());
                        Autograd.backward(total);
                        optimizer.step(gradients, config.solver().optimizer().lr() * schedule.factor(step, steps));
                    }
                }
            }
        }
        return losses;
    }
}

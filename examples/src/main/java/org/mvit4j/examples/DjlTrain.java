package org.mvit4j.examples;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.config.ClassifierConfig;

/** An MViTv2 classifier as an ordinary DJL block: trained by DJL's own {@link Trainer}, with DJL's data set and loss. */
public final class DjlTrain {

    private DjlTrain() {}

    /**
     * Trains from random weights.
     *
     * @param config of the network, for example {@code ClassifierConfig.load("mvitv2_t_in1k", overrides)}
     * @param data batches of pictures [B, 3, crop, crop] in float32 and class numbers [B]
     * @return the mean loss of each epoch
     */
    public static List<Float> train(ClassifierConfig config, Dataset data, int epochs)
            throws IOException, TranslateException {
        var training = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(1e-3f))
                        .build())
                .addEvaluator(new Accuracy())
                .addTrainingListeners(TrainingListener.Defaults.basic());
        List<Float> losses = new ArrayList<>();
        try (Model model = Model.newInstance("mvitv2", "PyTorch")) {
            model.setBlock(new MViTClassifier(config.settings()));
            try (Trainer trainer = model.newTrainer(training)) {
                int side = config.input().cropSize();
                trainer.initialize(new Shape(1, 3, side, side));
                for (int epoch = 0; epoch < epochs; epoch++) {
                    EasyTrain.fit(trainer, 1, data, null);
                    losses.add(trainer.getTrainingResult().getTrainLoss());
                }
            }
        }
        return losses;
    }
}

package org.mvit4j.train.classification;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.mvit4j.nn.HostCopy;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.train.loop.StepLosses;
import org.mvit4j.train.loop.TrainableModel;
import org.mvit4j.video.augment.ClipBatch;
import org.mvit4j.video.augment.Mixing;
import org.mvit4j.video.augment.TrainingClip;
import org.mvit4j.video.model.VideoModel;

/** A classifier as the loop sees it: a sample is the clips of one video. */
public final class ClassifierTrainable implements TrainableModel<List<TrainingClip>> {

    private final VideoModel model;
    private final List<String> classNames;
    private final Mixing mixing;

    /** A model with values. */
    public ClassifierTrainable(VideoModel model, List<String> classNames, Mixing mixing) {
        this.model = model;
        this.classNames = List.copyOf(classNames);
        this.mixing = mixing;
    }

    @Override
    public NamedBlock block() {
        return model.block();
    }

    /** The cross entropy with soft targets, its mean over clips; {@code top1} where no clips are mixed. */
    @Override
    public StepLosses losses(Pass pass, NDManager manager, List<List<TrainingClip>> samples, RandomGenerator random) {
        List<TrainingClip> clips = samples.stream().flatMap(List::stream).toList();
        int classes = model.classes();
        ClipBatch batch = ClipBatch.of(clips, mixing, classes, random);
        try (NDArray pixels = batch.pixels(manager)) {
            NDArray logits = model.logits(pass, pixels);
            NDArray loss = softCrossEntropy(logits, batch.targets(), clips.size());
            loss.attach(manager);
            boolean mixed = batch.draw().share() < 1;
            Map<String, Double> scalars = mixed ? Map.of() : Map.of("top1", top1(logits, clips));
            return new StepLosses(Map.of("loss", loss), scalars);
        }
    }

    /**
     * The mean over rows of {@code -sum(target * log softmax(logits))}.
     *
     * @param logits [rows, classes]
     * @param targets [rows, classes], row-major
     */
    static NDArray softCrossEntropy(NDArray logits, float[] targets, int rows) {
        float[] weights = new float[targets.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = -targets[i] / rows;
        }
        try (NDArray factors = HostCopy.of(logits.getManager(), weights, new Shape(rows, targets.length / rows));
                NDArray logarithms = logits.logSoftmax(1);
                NDArray products = logarithms.mul(factors)) {
            return products.sum();
        }
    }

    private static double top1(NDArray logits, List<TrainingClip> clips) {
        float[] values = logits.toFloatArray();
        int classes = values.length / clips.size();
        int right = 0;
        for (int row = 0; row < clips.size(); row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (values[row * classes + c] > values[row * classes + best]) {
                    best = c;
                }
            }
            right += best == clips.get(row).label() ? 1 : 0;
        }
        return (double) right / clips.size();
    }

    @Override
    public String name(List<TrainingClip> sample) {
        return "a clip of " + classNames.get(sample.get(0).label());
    }
}

package org.mvit4j.detect.classify;

import ai.djl.Device;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.MViTLayout;
import org.mvit4j.backbone.MViTSettings;
import org.mvit4j.data.batch.ImageBatch;
import org.mvit4j.data.batch.Layout;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.data.batch.Padding;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.transform.EvalCrop;
import org.mvit4j.detect.ModelException;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.StateDict;

/**
 * An MViTv2 image classifier, from picture to probabilities. The model is read off the checkpoint; both published
 * families are known, each with its preprocessing: mvit resizes the short side to crop / 0.875, timm to crop / 0.9,
 * both with Pillow's bicubic filter. Any number of threads may call one classifier at a time.
 */
public final class ImageClassifier implements AutoCloseable {

    private final MViTClassifier model;
    private final NDManager manager;
    private final EvalCrop crop;
    private final @Nullable List<String> classNames;
    private final ImageReader reader = ImageReader.standard();

    private ImageClassifier(MViTClassifier model, NDManager manager, EvalCrop crop, @Nullable List<String> classNames) {
        this.model = model;
        this.manager = manager;
        this.crop = crop;
        this.classNames = classNames;
    }

    /** How the picture is cropped. */
    public enum Preprocessing {
        /** By the family of the checkpoint. */
        AUTO,
        /** Short side to crop / 0.875. */
        MVIT,
        /** Short side to crop / 0.9. */
        TIMM
    }

    /**
     * Opens a checkpoint: mvit {@code .pyth}, timm safetensors or {@code .pth}, or safetensors under mvit's names.
     *
     * @param classNames names in the order of the class index, or null
     * @throws org.mvit4j.nn.checkpoint.CheckpointException if the file is damaged or no MViT image classifier
     */
    public static ImageClassifier open(
            Path checkpoint, @Nullable List<String> classNames, Preprocessing preprocessing, Device device) {
        try (Checkpoint file = Checkpoint.open(checkpoint)) {
            CheckpointFamily family = CheckpointFamily.detect(file.stateDict()).orElse(CheckpointFamily.MVIT);
            if (family != CheckpointFamily.MVIT && family != CheckpointFamily.TIMM) {
                throw new ModelException(checkpoint + ": this is a " + family.description()
                        + " checkpoint; mvit classify takes MViTv2 image classifiers of mvit or timm");
            }
            StateDict weights = family.reference(file.stateDict());
            MViTClassifier model = MViTLayout.classifier(weights);
            MViTSettings settings = model.settings();
            if (settings.rank() != 2) {
                throw new ModelException(checkpoint + ": this is a video classifier; use mvit video classify");
            }
            if (classNames != null && classNames.size() != settings.numClasses()) {
                throw new ModelException(classNames.size() + " class names for a classifier of " + settings.numClasses()
                        + " classes; give one name a line");
            }
            boolean timm = preprocessing == Preprocessing.TIMM
                    || preprocessing == Preprocessing.AUTO && family == CheckpointFamily.TIMM;
            int size = settings.cropSize();
            NDManager manager = Torch.newManager(device);
            try {
                Weights.load(model, manager, weights, LoadOptions.strict());
                model.freezeParameters(true);
            } catch (RuntimeException e) {
                manager.close();
                throw e;
            }
            return new ImageClassifier(model, manager, timm ? EvalCrop.timm(size) : EvalCrop.mvit(size), classNames);
        }
    }

    /** Returns the model. */
    public MViTClassifier model() {
        return model;
    }

    /** Classifies an image file. */
    public List<ClassScore> classify(Path image, int topK) throws IOException {
        return classify(List.of(reader.read(image)), topK).get(0);
    }

    /** Classifies pictures in one pass; per picture the best classes, best first. */
    public List<List<ClassScore>> classify(List<RgbImage> images, int topK) {
        float[][] probabilities = probabilities(images);
        List<List<ClassScore>> results = new ArrayList<>();
        for (float[] row : probabilities) {
            results.add(IntStream.range(0, row.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -row[i]))
                    .limit(topK)
                    .map(i -> new ClassScore(i, name(i), row[i]))
                    .toList());
        }
        return results;
    }

    /** Returns the softmax of the logits, [images][classes]. */
    public float[][] probabilities(List<RgbImage> images) {
        if (images.isEmpty()) {
            return new float[0][];
        }
        List<RgbImage> crops = images.stream().map(crop::apply).toList();
        ImageBatch batch = ImageBatch.of(crops, Normalization.IMAGENET, Padding.NONE, Layout.NCHW);
        try (NDManager scope = manager.newSubManager()) {
            NDArray input = scope.create(batch.data(), new Shape(batch.shape()));
            NDArray softmax = model.logits(Pass.inference(scope), input).softmax(1);
            float[] flat = softmax.toFloatArray();
            int classes = flat.length / images.size();
            float[][] rows = new float[images.size()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = java.util.Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
            }
            return rows;
        }
    }

    /** Returns all classes of one picture in DJL's class. */
    public Classifications toClassifications(RgbImage image) {
        float[] row = probabilities(List.of(image))[0];
        List<String> names = IntStream.range(0, row.length).mapToObj(this::name).toList();
        List<Double> scores =
                IntStream.range(0, row.length).mapToObj(i -> (double) row[i]).toList();
        return new Classifications(names, scores);
    }

    private String name(int index) {
        return classNames == null ? "class " + index : classNames.get(index);
    }

    @Override
    public void close() {
        manager.close();
    }

    /**
     * A class and its probability.
     *
     * @param index class index
     * @param name class name, {@code class 7} where nobody has named them
     * @param probability softmax of the logits
     */
    public record ClassScore(int index, String name, float probability) {}
}

package org.mvit4j.detect;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;

/**
 * A loaded detector.
 *
 * <pre>{@code
 * try (Detector detector = Detector.builder()
 *         .setConfig("mask_rcnn_mvitv2_t_3x")
 *         .setWeights(Path.of("model_final_1a1c30.pkl"))
 *         .build()) {
 *     for (Detection d : detector.detect(Path.of("street.jpg")).atLeast(0.5)) {
 *         System.out.println(d);
 *     }
 * }
 * }</pre>
 *
 * <p>Any number of threads may call one detector at a time; the weights are shared, and each call needs memory for its
 * own activations. Pictures pass through the same steps as in the reference: decoded to RGB, turned by the EXIF
 * orientation, resized, normalised, padded; boxes and masks come back in pixels of the original.
 */
public final class Detector implements AutoCloseable {

    private final DetectorConfig config;
    private final List<String> classNames;
    private final GeneralizedRcnn model;
    private final NDManager manager;
    private final DetectionPipeline pipeline;
    private final DetectOptions options;
    private final ImageReader reader;

    private Detector(
            DetectorConfig config,
            List<String> classNames,
            GeneralizedRcnn model,
            NDManager manager,
            DetectOptions options,
            ImageReader reader) {
        this.config = config;
        this.classNames = List.copyOf(classNames);
        this.model = model;
        this.manager = manager;
        this.options = options;
        this.reader = reader;
        pipeline = new DetectionPipeline(config, this.classNames, model);
    }

    /** Starts a detector from a configuration and a checkpoint, or from a model directory. */
    public static Builder builder() {
        return new Builder();
    }

    /** Opens a model directory with default options on the CPU. */
    public static Detector open(Path modelDirectory) throws IOException {
        return builder().setModelDirectory(modelDirectory).build();
    }

    /**
     * Wraps a model that is already in memory, as training does to evaluate; closing the detector leaves it alone.
     *
     * @param manager on the device of the model's parameters
     */
    public static Detector of(DetectorConfig config, GeneralizedRcnn model, NDManager manager, DetectOptions options) {
        return new Detector(
                config,
                config.model().namesOrNumbers(),
                model,
                manager.newSubManager(),
                options,
                ImageReader.standard());
    }

    /** Detects objects in an image file. */
    public Detections detect(Path image) throws IOException {
        return detect(reader.read(image));
    }

    /** Detects objects in an encoded image: JPEG, PNG, GIF, BMP, TIFF or WebP. */
    public Detections detect(byte[] image) throws IOException {
        return detect(reader.read(image));
    }

    /** Detects objects in an image in memory; its alpha, if any, is dropped. */
    public Detections detect(BufferedImage image) {
        return detect(ImageReader.of(image));
    }

    /** Detects objects in decoded pixels. */
    public Detections detect(RgbImage image) {
        return detect(List.of(image)).get(0);
    }

    /**
     * Detects objects in several pictures in one pass of the network. They are padded to a common size, which the
     * network sees: results can differ in the last digits from those of single pictures.
     */
    public List<Detections> detect(List<RgbImage> images) {
        return detect(images, options);
    }

    /** As {@link #detect(List)} with options for this call. */
    public List<Detections> detect(List<RgbImage> images, DetectOptions callOptions) {
        if (images.isEmpty()) {
            return List.of();
        }
        try (NDManager scope = manager.newSubManager()) {
            return pipeline.run(scope, images, callOptions);
        }
    }

    /** Returns the resolved configuration. */
    public DetectorConfig config() {
        return config;
    }

    /** Returns the class names in the order of the class index. */
    public List<String> classNames() {
        return classNames;
    }

    /** Returns the network. */
    public GeneralizedRcnn model() {
        return model;
    }

    /** Writes all weights as safetensors under the reference's names; the file appears complete or not at all. */
    public void writeWeights(Path file) {
        Weights.addTo(new SafetensorsWriter().metadata("format", "pt"), model).write(file);
    }

    /** Frees the weights, unless the model was handed over in memory. */
    @Override
    public void close() {
        manager.close();
    }

    /** Collects what a detector is made of. */
    public static final class Builder {
        private @Nullable DetectorConfig config;
        private @Nullable Path weights;
        private @Nullable List<String> classNames;
        private DetectOptions options = new DetectOptions(0.05, 100, true);
        private Device device = Device.cpu();
        private ImageReader reader = ImageReader.standard();
        private boolean lenient;

        private Builder() {}

        /** The configuration, by path or by the name of a published one. */
        public Builder setConfig(String nameOrPath, String... overrides) throws IOException {
            return setConfig(DetectorConfig.load(nameOrPath, List.of(overrides)));
        }

        /** The configuration. */
        public Builder setConfig(DetectorConfig value) {
            config = value;
            return this;
        }

        /** A checkpoint: detectron2 {@code .pkl}, {@code .pth}, or safetensors. */
        public Builder setWeights(Path file) {
            weights = file;
            return this;
        }

        /** A folder written by {@code mvit package} or {@link ModelDirectory#write}. */
        public Builder setModelDirectory(Path folder) throws IOException {
            ModelDirectory directory = ModelDirectory.open(folder);
            config = directory.config();
            weights = directory.weights();
            List<String> names = directory.classNames();
            classNames = names.isEmpty() ? null : names;
            return this;
        }

        /** Names in the order of the class index; by default those of the configuration. */
        public Builder optClassNames(List<String> names) {
            classNames = List.copyOf(names);
            return this;
        }

        /** What of the output is kept; by default scores of 0.05 and above, 100 objects, with masks. */
        public Builder optOptions(DetectOptions value) {
            options = value;
            return this;
        }

        /** Where the network runs; by default the CPU. */
        public Builder optDevice(Device value) {
            device = value;
            return this;
        }

        /** How pictures are decoded, with their limits. */
        public Builder optImageReader(ImageReader value) {
            reader = value;
            return this;
        }

        /** Accepts checkpoints that do not fill every parameter; what is missing stays random. */
        public Builder optLenient(boolean value) {
            lenient = value;
            return this;
        }

        /**
         * Builds the network and loads the weights.
         *
         * @throws org.mvit4j.nn.checkpoint.CheckpointException if the file is damaged or does not fit the configuration
         * @throws ModelException if something was not set, or names and classes differ in number
         */
        public Detector build() {
            if (config == null || weights == null) {
                throw new ModelException("a detector needs setConfig and setWeights, or setModelDirectory");
            }
            int classes = config.model().numClasses();
            List<String> names = classNames != null ? classNames : names(config);
            if (names.size() != classes) {
                throw new ModelException(String.format(
                        Locale.ROOT, "%d class names for a detector of %d classes", names.size(), classes));
            }
            GeneralizedRcnn model = GeneralizedRcnn.of(config.model());
            NDManager manager = Torch.newManager(device);
            try (Checkpoint checkpoint = Checkpoint.open(weights)) {
                LoadOptions load = lenient ? LoadOptions.lenient() : LoadOptions.strict();
                Weights.load(model, manager, CheckpointFamily.toReference(checkpoint.stateDict()), load);
                model.freezeParameters(true);
                return new Detector(config, names, model, manager, options, reader);
            } catch (RuntimeException e) {
                manager.close();
                throw e;
            }
        }

        private static List<String> names(DetectorConfig config) {
            boolean coco = config.model().classNames() == null && config.model().numClasses() == 80;
            return coco ? CocoCategories.NAMES : config.model().namesOrNumbers();
        }
    }
}

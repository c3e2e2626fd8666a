package org.mvit4j.backbone.config;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.MViTBlockConfig;
import org.mvit4j.backbone.MViTSettings;
import org.mvit4j.nn.config.ConfigCatalog;
import org.mvit4j.nn.config.ConfigLoader;

/**
 * An image classifier: its model, how a picture becomes its input, and what was published about it.
 *
 * @param model architecture
 * @param input preprocessing
 * @param published the authors' figures and the file they released, if this is one of their models
 */
public record ClassifierConfig(
        ModelConfig model, InputConfig input, @Nullable PublishedConfig published) {

    /** The published classifiers: the folder {@code classification} of {@code configs/}. */
    public static final ConfigCatalog CATALOG =
            new ConfigCatalog(ClassifierConfig.class.getClassLoader(), "classification.index");

    /**
     * Loads a configuration by path or by the name of one that comes with the library.
     *
     * @param nameOrPath {@code mvitv2_t_in1k} or {@code my/classifier.yaml}
     * @param overrides assignments {@code key.path=value}, applied in order
     * @throws org.mvit4j.nn.config.ConfigException if the name is unknown or a setting is wrong
     * @throws IOException if a file cannot be read
     */
    public static ClassifierConfig load(String nameOrPath, List<String> overrides) throws IOException {
        return ConfigLoader.load(CATALOG.find(nameOrPath), overrides, ClassifierConfig.class);
    }

    /**
     * Architecture of an MViTv2 classifier.
     *
     * @param embedDim channels of the first stage; they double from stage to stage
     * @param depth number of blocks
     * @param numHeads attention heads of the first stage; they double with the channels
     * @param stageStarts first block of every stage but the first
     * @param clsToken whether a class token is prepended and classified; otherwise the mean of all tokens is
     * @param dimMulInAtt whether the width doubles in the attention of a stage's first block; otherwise it doubles in
     *     the MLP of the block before
     * @param residualPooling whether the pooled query is added to the attention output
     * @param useRelPos whether attention has decomposed relative positions
     * @param useAbsPos whether an absolute position embedding is added
     * @param adaptiveKvStride stride of key and value pooling in the first stage; it halves from stage to stage
     * @param dropPathRate stochastic depth of the last block
     * @param numClasses number of classes
     */
    public record ModelConfig(
            int embedDim,
            int depth,
            int numHeads,
            List<Integer> stageStarts,
            boolean clsToken,
            boolean dimMulInAtt,
            boolean residualPooling,
            boolean useRelPos,
            boolean useAbsPos,
            int adaptiveKvStride,
            double dropPathRate,
            int numClasses) {

        public ModelConfig {
            stageStarts = List.copyOf(stageStarts);
            if (embedDim < 1 || depth < 1 || numHeads < 1 || numClasses < 1 || adaptiveKvStride < 1) {
                throw new IllegalArgumentException(
                        "embed_dim, depth, num_heads, adaptive_kv_stride and num_classes must be above 0");
            }
            int previous = 0;
            for (int start : stageStarts) {
                if (start <= previous || start >= depth) {
                    throw new IllegalArgumentException("stage_starts must grow and lie in 1 to " + (depth - 1));
                }
                previous = start;
            }
        }
    }

    /**
     * Preprocessing: resize the short side to {@code crop_size / crop_fraction} (truncated) with bicubic
     * interpolation, crop the centre, scale to 0–1, normalise.
     *
     * @param cropSize side of the crop, which is the size of the network's input
     * @param cropFraction crop over resized short side: 0.875 in the authors' evaluation, 0.9 in timm's
     * @param mean three means on the 0–1 scale, RGB
     * @param std three standard deviations on the 0–1 scale, RGB
     */
    public record InputConfig(int cropSize, double cropFraction, List<Double> mean, List<Double> std) {

        public InputConfig {
            mean = List.copyOf(mean);
            std = List.copyOf(std);
            if (cropSize < 32 || cropSize % 32 != 0) {
                throw new IllegalArgumentException("crop_size is " + cropSize + "; it must be a multiple of 32");
            }
            if (!(cropFraction > 0 && cropFraction <= 1)) {
                throw new IllegalArgumentException("crop_fraction is " + cropFraction + "; it must lie in (0, 1]");
            }
            if (mean.size() != 3 || std.size() != 3) {
                throw new IllegalArgumentException("mean and std need three entries each");
            }
        }
    }

    /**
     * What the authors published about a model.
     *
     * @param top1 ImageNet-1K top-1 accuracy; absent where the released file is not the one that was measured
     * @param params parameters as printed
     * @param flops multiply-adds as printed
     * @param data what it was trained on
     * @param file name of the released checkpoint
     */
    public record PublishedConfig(@Nullable Double top1, String params, String flops, String data, String file) {}

    /** The settings that the model is built from. */
    public MViTSettings settings() {
        Map<Integer, Double> doubling = new TreeMap<>();
        Map<Integer, Extent> queryStrides = new TreeMap<>();
        for (int i = 0; i < model.depth(); i++) {
            boolean starts = model.stageStarts().contains(i);
            queryStrides.put(i, Extent.square(starts ? 2 : 1));
            if (starts) {
                doubling.put(i, 2.0);
            }
        }
        return new MViTSettings(
                2,
                1,
                input.cropSize(),
                Extent.square(7),
                Extent.square(4),
                model.embedDim(),
                model.numHeads(),
                model.depth(),
                4,
                model.clsToken(),
                model.useAbsPos(),
                false,
                model.useRelPos(),
                false,
                model.residualPooling(),
                model.dimMulInAtt(),
                doubling,
                doubling,
                Extent.square(3),
                queryStrides,
                Map.of(),
                Extent.square(model.adaptiveKvStride()),
                model.dropPathRate(),
                model.numClasses(),
                0,
                false,
                MViTBlockConfig.PoolMode.CONV);
    }
}

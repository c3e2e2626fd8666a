package org.mvit4j.train.classification;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.mvit4j.backbone.config.ClassifierConfig;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.data.transform.ResizeFilter;
import org.mvit4j.nn.config.ConfigCatalog;
import org.mvit4j.nn.config.ConfigException;
import org.mvit4j.nn.config.ConfigLoader;
import org.mvit4j.nn.config.ConfigSource;
import org.mvit4j.video.augment.ClipAugmentation;
import org.mvit4j.video.augment.ClipRecipe;
import org.mvit4j.video.augment.Mixing;
import org.mvit4j.video.augment.RandAugment;
import org.mvit4j.video.augment.RandomErasing;
import org.mvit4j.video.augment.RandomWindow;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.config.NetworkConfig;
import org.mvit4j.video.zoo.VideoModels;

/**
 * Training configurations by name: files of one's own, the small models of the drawn motions, the published video models
 * and the published image classifiers, each with its family's recipe.
 */
public final class ClassificationCatalog {

    private static final ClassLoader LOADER = ClassificationConfig.class.getClassLoader();
    private static final ConfigCatalog SMALL = new ConfigCatalog(LOADER, "video.index");
    private static final String RECIPES = "org/mvit4j/configs/video/base/recipe_";

    /** What the file of a family's recipe says. */
    private record Recipe(SolverConfig solver) {}

    private ClassificationCatalog() {}

    /** All names. */
    public static List<String> names() {
        List<String> names = new ArrayList<>(SMALL.names());
        names.addAll(VideoModels.names());
        names.addAll(ClassifierConfig.CATALOG.names());
        return names;
    }

    /**
     * Finds a configuration.
     *
     * @param nameOrPath one of {@link #names} or a path of a YAML file
     * @param overrides assignments {@code key.path=value}, applied in order
     * @throws ConfigException if there is none, or a setting is wrong
     */
    public static ClassificationConfig load(String nameOrPath, List<String> overrides) throws IOException {
        return overridden(nameOrPath, find(nameOrPath), overrides);
    }

    /**
     * Finds a configuration and brings it to clips of another size.
     *
     * @param frames of a clip
     * @param crop side of the square
     */
    public static ClassificationConfig load(String nameOrPath, int frames, int crop, List<String> overrides)
            throws IOException {
        ClassificationConfig resized;
        try {
            resized = ClipSize.resize(find(nameOrPath), frames, crop);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(nameOrPath + " for clips of " + frames + " x " + crop + ": " + e.getMessage(), e);
        }
        return overridden(nameOrPath, resized, overrides);
    }

    private static ClassificationConfig overridden(String name, ClassificationConfig config, List<String> overrides)
            throws IOException {
        if (overrides.isEmpty()) {
            return config;
        }
        ConfigSource text = ConfigSource.text(name, config.toYaml(), ConfigSource.resource(LOADER, RECIPES));
        return ConfigLoader.load(text, overrides, ClassificationConfig.class);
    }

    private static ClassificationConfig find(String nameOrPath) throws IOException {
        if (SMALL.names().contains(nameOrPath) || nameOrPath.contains(".") || nameOrPath.contains("/")) {
            return ConfigLoader.load(SMALL.find(nameOrPath), List.of(), ClassificationConfig.class);
        }
        String name = nameOrPath.toLowerCase(Locale.ROOT).replace('-', '_');
        if (VideoModels.names().contains(name)) {
            return video(VideoModels.entry(name));
        }
        if (ClassifierConfig.CATALOG.names().contains(name)) {
            return image(ClassifierConfig.load(name, List.of()));
        }
        throw new ConfigException(
                nameOrPath + ": no classifier has this name; use a YAML file or one of " + String.join(", ", names()));
    }

    private static ClassificationConfig video(VideoModels.Entry entry) throws IOException {
        boolean segments = entry.name().contains("ssv2");
        String family = entry.architecture().name().toLowerCase(Locale.ROOT);
        return of(
                NetworkConfig.of(entry.make().apply(segments ? 174 : 400)),
                entry.protocol(),
                ClipRecipe.of(entry),
                segments && entry.architecture() != VideoModels.Architecture.TIMESFORMER ? family + "_ssv2" : family);
    }

    private static ClassificationConfig image(ClassifierConfig config) throws IOException {
        ClassifierConfig.InputConfig input = config.input();
        ClipProtocol test = new ClipProtocol(
                new FrameSampler(FrameSampler.Family.MMACTION, 1, 1),
                input.cropSize(),
                (int) (input.cropSize() / input.cropFraction()),
                input.cropSize(),
                ClipProtocol.Rounding.NEAREST,
                ClipProtocol.CropOrder.LEFT_CENTER_RIGHT,
                new Normalization(floats(input.mean()), floats(input.std()), 255, false),
                1,
                1,
                ClipProtocol.Aggregation.MEAN_OF_PROBABILITIES);
        RandomWindow window =
                new RandomWindow.PictureCrop(input.cropSize(), 0.08, 1, 3.0 / 4, 4.0 / 3, ResizeFilter.BICUBIC);
        ClipAugmentation train = ClipAugmentation.builder(test.sampler(), window, test.normalization())
                .optRandAugment(RandAugment.parse("rand-m9-n2-mstd0.5-inc1"))
                .optFlip(0.5)
                .optErasing(RandomErasing.standard(0.25, RandomErasing.Mode.PIXEL))
                .build();
        return of(
                new NetworkConfig(config.settings(), null, null), test, new ClipRecipe(train, Mixing.mViT()), "image");
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    private static ClassificationConfig of(NetworkConfig model, ClipProtocol test, ClipRecipe clips, String recipeName)
            throws IOException {
        ConfigSource source = ConfigSource.resource(LOADER, RECIPES + recipeName + ".yaml");
        Recipe recipe = ConfigLoader.load(source, List.of(), Recipe.class);
        return new ClassificationConfig(model, test, clips.augmentation(), clips.mixing(), recipe.solver(), null);
    }
}

package org.mvit4j.video.zoo;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.MViTLayout;
import org.mvit4j.backbone.MViTSettings;
import org.mvit4j.backbone.ReferenceSettings;
import org.mvit4j.backbone.cost.MViTCost;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.LoadReport;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.ClipProtocol.Aggregation;
import org.mvit4j.video.clip.ClipProtocol.CropOrder;
import org.mvit4j.video.clip.ClipProtocol.Rounding;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.clip.FrameSampler.Family;
import org.mvit4j.video.config.VideoConfig;
import org.mvit4j.video.model.MViTVideoModel;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.ViViTConfig;
import org.mvit4j.video.model.ViViTConfig.Attention;
import org.mvit4j.video.model.VideoModel;

/** The published video models by name. */
public final class VideoModels {

    /** The three architectures. */
    public enum Architecture {
        MVIT("MViT"),
        VIVIT("ViViT"),
        TIMESFORMER("TimeSformer");

        private final String title;

        Architecture(String title) {
            this.title = title;
        }

        @Override
        public String toString() {
            return title;
        }
    }

    /**
     * A published model.
     *
     * @param name as people type it
     * @param architecture which network
     * @param protocol how it was tested
     * @param make the network for a number of classes, without values
     * @param cost parameters, and multiply-adds of one view, for a number of classes; without making the network
     */
    public record Entry(
            String name,
            Architecture architecture,
            ClipProtocol protocol,
            IntFunction<VideoModel> make,
            IntFunction<PartCost> cost) {}

    /**
     * A model with its weights.
     *
     * @param model the network
     * @param protocol how it sees videos
     * @param family whose names the file has
     * @param report what was loaded
     * @param classNames names of the classes, where the file knows them
     */
    public record Loaded(
            VideoModel model,
            ClipProtocol protocol,
            CheckpointFamily family,
            LoadReport report,
            @Nullable List<String> classNames) {}

    /** RGB on the scale 0 to 1, the same statistics for every channel: Kinetics models of the SlowFast family. */
    public static final Normalization KINETICS =
            new Normalization(new float[] {0.45f, 0.45f, 0.45f}, new float[] {0.225f, 0.225f, 0.225f}, 255, false);

    /** As {@link #KINETICS} with blue first: TimeSformer on Something-Something. */
    public static final Normalization KINETICS_BGR =
            new Normalization(new float[] {0.45f, 0.45f, 0.45f}, new float[] {0.225f, 0.225f, 0.225f}, 255, true);

    /** RGB from -1 to 1: ViViT. */
    public static final Normalization UNIT =
            new Normalization(new float[] {1, 1, 1}, new float[] {1, 1, 1}, 127.5f, false);

    /** The statistics of MViTv2-L on Something-Something: ImageNet's, the wrong way round. */
    public static final Normalization IMAGENET_REVERSED =
            new Normalization(new float[] {0.406f, 0.456f, 0.485f}, new float[] {0.225f, 0.224f, 0.229f}, 255, false);

    private static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        mViT("mvit_b_16x4", "Kinetics/MVIT_B_16x4_CONV", Map.of(), slowFast(16, 4, 224, KINETICS, 10, 1));
        mViT(
                "mvit_b_32x3",
                "Kinetics/MVIT_B_16x4_CONV",
                Map.of("DATA.NUM_FRAMES", 32),
                slowFast(32, 3, 224, KINETICS, 10, 1));
        mViT("mvit_b_24_32x3", "Kinetics/MVIT_B_32x3_CONV", Map.of(), slowFast(32, 3, 224, KINETICS, 10, 1));
        mViT("mvitv2_s_16x4", "Kinetics/MVITv2_S_16x4", Map.of(), slowFast(16, 4, 224, KINETICS, 5, 1));
        mViT("mvitv2_b_32x3", "Kinetics/MVITv2_B_32x3", Map.of(), slowFast(32, 3, 224, KINETICS, 5, 1));
        mViT("mvitv2_l_40x3", "Kinetics/MVITv2_L_40x3", Map.of(), slowFast(40, 3, 312, Normalization.IMAGENET, 5, 3));
        mViT("mvitv2_s_16x4_ssv2", "SSv2/MVITv2_S_16x4", Map.of(), segments(16, 224, KINETICS));
        mViT("mvitv2_b_32x3_ssv2", "SSv2/MVITv2_B_32x3", Map.of(), segments(32, 224, KINETICS));
        mViT("mvitv2_l_40x3_ssv2", "SSv2/MVITv2_L_40x3", Map.of(), segments(40, 312, IMAGENET_REVERSED));
        viViT("vivit_b_16x2", ViViTConfig.base(), 2, 256);
        viViT("vivit_b_16x2_fe", ViViTConfig.base().attention(Attention.FACTORISED_ENCODER), 2, 256);
        viViT("vivit_b_16x2_fsa", ViViTConfig.base().attention(Attention.FACTORISED_SELF_ATTENTION), 2, 256);
        viViT("vivit_b_16x2_fdp", ViViTConfig.base().attention(Attention.FACTORISED_DOT_PRODUCT), 2, 256);
        viViT("vivit_l_16x2", ViViTConfig.large(), 2, 256);
        viViT("vivit_l_16x2_320", ViViTConfig.large().crop(320, 320), 2, 365);
        viViT(
                "vivit_l_16x2_fe",
                ViViTConfig.large().attention(Attention.FACTORISED_ENCODER).temporalDepth(24),
                2,
                256);
        viViT(
                "vivit_l_16x2_fe_ssv2",
                ViViTConfig.large().attention(Attention.FACTORISED_ENCODER).crop(256, 256),
                1,
                288);
        viViT("vivit_h_14x2", ViViTConfig.huge(), 2, 256);
        timeSformer("timesformer", TimeSformerConfig.base(), Family.SLOWFAST, 32, KINETICS);
        timeSformer("timesformer_hr", TimeSformerConfig.highResolution(), Family.SLOWFAST, 16, KINETICS);
        timeSformer("timesformer_l", TimeSformerConfig.large(), Family.SLOWFAST, 4, KINETICS);
        timeSformer(
                "timesformer_joint",
                TimeSformerConfig.base().scheme(TimeSformerConfig.Scheme.JOINT_SPACE_TIME),
                Family.SLOWFAST,
                32,
                KINETICS);
        timeSformer(
                "timesformer_space",
                TimeSformerConfig.base().scheme(TimeSformerConfig.Scheme.SPACE_ONLY),
                Family.SLOWFAST,
                32,
                KINETICS);
        timeSformer("timesformer_ssv2", TimeSformerConfig.base(), Family.SEGMENT, 1, KINETICS_BGR);
        timeSformer("timesformer_hr_ssv2", TimeSformerConfig.highResolution(), Family.SEGMENT, 1, KINETICS_BGR);
        timeSformer("timesformer_l_ssv2", TimeSformerConfig.large().frames(64), Family.SEGMENT, 1, KINETICS_BGR);
    }

    private VideoModels() {}

    private static ClipProtocol slowFast(int frames, int stride, int crop, Normalization pixels, int clips, int crops) {
        return new ClipProtocol(
                new FrameSampler(Family.SLOWFAST_OFFSET, frames, stride),
                crop,
                crop == 224 ? 256 : 356,
                crop,
                Rounding.NONE,
                CropOrder.LEFT_CENTER_RIGHT,
                pixels,
                clips,
                crops,
                Aggregation.SUM_OF_PROBABILITIES);
    }

    private static ClipProtocol segments(int frames, int crop, Normalization pixels) {
        ClipProtocol kinetics = slowFast(frames, 1, crop, pixels, 1, 3);
        return new ClipProtocol(
                new FrameSampler(Family.SEGMENT, frames, 1),
                crop,
                kinetics.shortSide(),
                crop,
                Rounding.NONE,
                CropOrder.LEFT_CENTER_RIGHT,
                pixels,
                1,
                3,
                Aggregation.SUM_OF_PROBABILITIES);
    }

    private static void mViT(String name, String file, Map<String, Object> overrides, ClipProtocol protocol) {
        IntFunction<MViTSettings> settings = classes -> {
            Map<String, Object> keys = new LinkedHashMap<>(overrides);
            keys.put("MODEL.NUM_CLASSES", classes);
            return ReferenceSettings.of("configs/" + file + ".yaml", keys);
        };
        put(new Entry(
                name,
                Architecture.MVIT,
                protocol,
                classes -> new MViTVideoModel(new MViTClassifier(settings.apply(classes))),
                classes -> PartCost.total(MViTCost.products(settings.apply(classes)))));
    }

    private static void viViT(String name, ViViTConfig.Builder builder, int stride, int shortSide) {
        ViViTConfig config = builder.build();
        ClipProtocol protocol = new ClipProtocol(
                new FrameSampler(Family.DMVR, config.frames(), stride),
                config.cropHeight(),
                shortSide,
                shortSide,
                Rounding.DOWN,
                CropOrder.LEFT_CENTER_RIGHT,
                UNIT,
                4,
                3,
                Aggregation.MEAN_OF_LOGITS);
        put(new Entry(
                name,
                Architecture.VIVIT,
                protocol,
                classes -> new ViViT(config.toBuilder().classes(classes).build()),
                classes -> VitCost.of(config.toBuilder().classes(classes).build())));
    }

    private static void timeSformer(
            String name, TimeSformerConfig.Builder builder, Family family, int stride, Normalization pixels) {
        TimeSformerConfig config = builder.build();
        int crop = config.cropSize();
        ClipProtocol protocol = new ClipProtocol(
                new FrameSampler(family, config.frames(), stride),
                crop,
                crop == 448 ? 448 : 256,
                crop,
                Rounding.NONE,
                CropOrder.LEFT_CENTER_RIGHT,
                pixels,
                1,
                3,
                Aggregation.SUM_OF_LOGITS);
        put(new Entry(
                name,
                Architecture.TIMESFORMER,
                protocol,
                classes -> new TimeSformer(config.toBuilder().classes(classes).build()),
                classes -> VitCost.of(config.toBuilder().classes(classes).build())));
    }

    private static void put(Entry entry) {
        ENTRIES.put(entry.name(), entry);
    }

    /** The names of all published models. */
    public static List<String> names() {
        return List.copyOf(ENTRIES.keySet());
    }

    /** @throws IllegalArgumentException on an unknown name, listing the known ones */
    public static Entry entry(String name) {
        Entry entry = ENTRIES.get(name.toLowerCase(Locale.ROOT).replace('-', '_'));
        if (entry == null) {
            throw new IllegalArgumentException(
                    "no video model is called '" + name + "'; known are " + String.join(", ", names()));
        }
        return entry;
    }

    /**
     * Opens a checkpoint of any family. The file decides the network; the name, when given, decides how it sees videos.
     * Weights that were trained here know the network, the protocol and the classes by themselves.
     *
     * @param name a published model, or null to take the protocol that most models of the architecture share
     * @param manager owns the parameters
     * @throws CheckpointException if it is of another architecture than the name, or not complete
     */
    public static Loaded load(Path file, @Nullable String name, NDManager manager) {
        Entry entry = name == null ? null : entry(name);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDict stored = checkpoint.stateDict();
            CheckpointFamily family = CheckpointFamily.detect(stored).orElse(null);
            VideoConfig config = VideoConfig.of(checkpoint);
            Architecture architecture =
                    config != null ? architecture(config) : family == null ? null : architecture(family, entry);
            if (family == null || architecture == null) {
                throw new CheckpointException(
                        file,
                        family == null ? "has names of no family we know" : "is a " + family.description(),
                        "give a video classifier: MViT, ViViT or TimeSformer");
            }
            if (entry != null && entry.architecture() != architecture) {
                throw new CheckpointException(
                        file,
                        "is " + architecture + " (" + family.description() + "), not " + entry.name(),
                        "choose one of "
                                + String.join(
                                        ", ",
                                        ENTRIES.values().stream()
                                                .filter(e -> e.architecture() == architecture)
                                                .map(Entry::name)
                                                .toList()));
            }
            StateDict reference = family.reference(stored);
            VideoModel model = config == null
                    ? layout(architecture, reference, stored, entry)
                    : config.model().build();
            LoadReport report = Weights.load(model.block(), manager, reference, LoadOptions.strict());
            ClipProtocol protocol =
                    config == null || entry != null ? protocol(architecture, entry, model) : config.test();
            return new Loaded(model, protocol, family, report, config == null ? null : config.classNames());
        }
    }

    private static Architecture architecture(VideoConfig config) {
        return config.model().mvit() != null
                ? Architecture.MVIT
                : config.model().vivit() != null ? Architecture.VIVIT : Architecture.TIMESFORMER;
    }

    private static @Nullable Architecture architecture(CheckpointFamily family, @Nullable Entry entry) {
        return switch (family) {
            case MVIT, SLOWFAST, TIMM, TORCHVISION -> Architecture.MVIT;
            case VIVIT, VIVIT_HUB, VIVIT_SCENIC -> Architecture.VIVIT;
            case TIMESFORMER, TIMESFORMER_HUB -> Architecture.TIMESFORMER;
            // the names of sampled-frame ViViT and of space-only TimeSformer are those of an image ViT
            case VIT -> entry == null ? null : entry.architecture() == Architecture.MVIT ? null : entry.architecture();
            case DETECTRON2 -> null;
        };
    }

    private static VideoModel layout(
            Architecture architecture, StateDict reference, StateDict stored, @Nullable Entry entry) {
        return switch (architecture) {
            case MVIT -> new MViTVideoModel(MViTLayout.classifier(reference));
            case TIMESFORMER -> new TimeSformer(VitLayout.timeSformer(reference));
            case VIVIT -> {
                ViViTConfig named = entry != null && entry.make().apply(1) instanceof ViViT v ? v.config() : null;
                ViViTConfig config = VitLayout.viViT(reference, stored, named);
                boolean dotProduct = named != null
                        && named.attention() == Attention.FACTORISED_DOT_PRODUCT
                        && config.classifier() != ViViTConfig.Classifier.TOKEN;
                yield new ViViT(
                        dotProduct
                                ? config.toBuilder()
                                        .attention(Attention.FACTORISED_DOT_PRODUCT)
                                        .build()
                                : config);
            }
        };
    }

    private static ClipProtocol protocol(Architecture architecture, @Nullable Entry entry, VideoModel model) {
        ClipProtocol protocol = entry != null
                ? entry.protocol()
                : entry(
                                switch (architecture) {
                                    case MVIT -> model.frames() == 16 ? "mvitv2_s_16x4" : "mvitv2_b_32x3";
                                    case VIVIT -> "vivit_b_16x2";
                                    case TIMESFORMER -> "timesformer";
                                })
                        .protocol();
        boolean same =
                protocol.cropSize() == model.cropSize() && protocol.sampler().frames() == model.frames();
        return same ? protocol : protocol.withClip(model.frames(), model.cropSize());
    }
}

package org.mvit4j.video.config;

import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.MViTClassifier;
import org.mvit4j.backbone.MViTSettings;
import org.mvit4j.video.model.MViTVideoModel;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.ViViTConfig;
import org.mvit4j.video.model.VideoModel;

/**
 * A network of one of the three architectures; exactly one component is set.
 *
 * @param mvit MViTv1 or MViTv2, for clips or for images
 * @param vivit one of ViViT's four models
 * @param timesformer TimeSformer in one of its five schemes
 */
public record NetworkConfig(
        @Nullable MViTSettings mvit,
        @Nullable ViViTConfig vivit,
        @Nullable TimeSformerConfig timesformer) {

    private static final int MOST_BLOCKS = 1000;

    public NetworkConfig {
        long given =
                Stream.of(mvit, vivit, timesformer).filter(Objects::nonNull).count();
        if (given != 1) {
            throw new IllegalArgumentException("has " + (given == 0 ? "none" : given)
                    + " of mvit, vivit and timesformer; give the keys of one network");
        }
        int depth = mvit != null
                ? mvit.depth()
                : vivit != null
                        ? Math.max(vivit.depth(), vivit.temporalDepth())
                        : Objects.requireNonNull(timesformer).depth();
        if (depth < 1 || depth > MOST_BLOCKS) {
            throw new IllegalArgumentException("depth is " + depth + "; give 1 to " + MOST_BLOCKS + " blocks");
        }
    }

    /** The configuration of a model. */
    public static NetworkConfig of(VideoModel model) {
        if (model instanceof ViViT viViT) {
            return new NetworkConfig(null, viViT.config(), null);
        }
        if (model instanceof TimeSformer timeSformer) {
            return new NetworkConfig(null, null, timeSformer.config());
        }
        if (model instanceof MViTVideoModel mViT) {
            MViTSettings settings = mViT.classifier().settings();
            if (!settings.resolve().equals(mViT.classifier().trunk().config())) {
                throw new IllegalArgumentException(
                        "this MViT has blocks that no settings describe; name a published model instead");
            }
            return new NetworkConfig(settings, null, null);
        }
        throw new IllegalArgumentException(model.getClass() + " is none of MViT, ViViT and TimeSformer");
    }

    /** Makes the network, without values. */
    public VideoModel build() {
        if (mvit != null) {
            return new MViTVideoModel(new MViTClassifier(mvit));
        }
        return vivit != null ? new ViViT(vivit) : new TimeSformer(Objects.requireNonNull(timesformer));
    }

    /** The same for another number of classes. */
    public NetworkConfig withClasses(int classes) {
        return new NetworkConfig(
                mvit == null ? null : mvit.withClasses(classes),
                vivit == null ? null : vivit.toBuilder().classes(classes).build(),
                timesformer == null
                        ? null
                        : timesformer.toBuilder().classes(classes).build());
    }

    /** The same for clips of another length and a square crop of another side. */
    public NetworkConfig withClip(int frames, int crop) {
        return new NetworkConfig(
                mvit == null ? null : mvit.withClip(frames, crop),
                vivit == null
                        ? null
                        : vivit.toBuilder().frames(frames).crop(crop, crop).build(),
                timesformer == null
                        ? null
                        : timesformer.toBuilder().frames(frames).cropSize(crop).build());
    }

    /** What people call the architecture. */
    public String architecture() {
        if (mvit != null) {
            return mvit.relPosSpatial() ? "MViTv2" : "MViTv1";
        }
        return vivit != null ? "ViViT" : "TimeSformer";
    }
}

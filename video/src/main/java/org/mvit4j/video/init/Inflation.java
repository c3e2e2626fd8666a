package org.mvit4j.video.init;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.LinearTable;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;

/**
 * Starts an MViT video model from an MViT image classifier or detector.
 *
 * <p>With {@link Rule#CENTER} a clip of identical frames gives the image model's features, as far as tokens and strides
 * are the same: no cls token, equal key strides, zero temporal positions.
 */
public final class Inflation {

    /** Where a detector keeps its backbone. */
    private static final String DETECTOR = "backbone.bottom_up.";

    /** The rules of paper and published code. */
    public enum Rule {
        /** The paper's: filters at the centre frame, zero temporal positions, other tables resampled. */
        CENTER,
        /** As {@link #CENTER} with filters divided over the frames. */
        MEAN,
        /** As {@link #CENTER} with filters repeated at every frame. */
        REPEAT,
        /**
         * What SlowFast's {@code CHECKPOINT_INFLATE} does: filters divided over the frames; temporal positions, and tables
         * of another length, keep their own initialisation.
         */
        SLOWFAST_INFLATE,
        /**
         * What SlowFast's {@code CHECKPOINT_IN_INIT} does: the stem's filter repeated undivided; pooling filters only when
         * the file holds them with a time axis of one; tables resampled; temporal positions keep their initialisation.
         */
        SLOWFAST_IMAGE_INIT;

        private TemporalFilter filter() {
            return switch (this) {
                case CENTER -> TemporalFilter.CENTER;
                case MEAN, SLOWFAST_INFLATE -> TemporalFilter.MEAN;
                case REPEAT, SLOWFAST_IMAGE_INIT -> TemporalFilter.REPEAT;
            };
        }

        private boolean published() {
            return this == SLOWFAST_INFLATE || this == SLOWFAST_IMAGE_INIT;
        }
    }

    private Inflation() {}

    /**
     * Plans an inflation.
     *
     * @param image weights under reference names; a detector's backbone prefix is taken off
     * @param video names and shapes of the video model
     * @param keepHead whether a head of equal shape is copied and not left fresh
     * @throws CheckpointException if the image model is none, or of another width, depth or layout
     */
    public static Transfer plan(StateDict image, Map<String, long[]> video, Rule rule, boolean keepHead) {
        StateDict giver = image.anyName(name -> name.startsWith(DETECTOR)) ? image.under(DETECTOR) : image;
        StoredTensor patches = giver.get("patch_embed.proj.weight");
        if (patches == null) {
            throw new CheckpointException(
                    image.origin(),
                    "is no MViT (it has no patch_embed)",
                    "inflate an MViT image or detection checkpoint");
        }
        if (patches.shape().length == 5 && patches.shape()[2] > 1) {
            throw new CheckpointException(image.origin(), "is a video model already", "load it as it is");
        }
        Transfer transfer = new Transfer(giver);
        video.forEach((name, shape) -> {
            StoredTensor source = giver.get(name);
            if (source == null) {
                missing(transfer, name, shape, rule, image);
            } else if (name.startsWith("head.") && !(keepHead && Arrays.equals(source.shape(), shape))) {
                transfer.fresh(name);
            } else {
                move(transfer, name, shape, source, rule);
            }
        });
        return transfer.done();
    }

    private static void missing(Transfer transfer, String name, long[] shape, Rule rule, StateDict image) {
        if (name.endsWith("rel_pos_t") && !rule.published()) {
            transfer.zero(name, shape);
            return;
        }
        if (name.startsWith("blocks.") && !name.contains("rel_pos")) {
            throw new CheckpointException(
                    image.origin(),
                    "has no " + name,
                    "inflate into the video model of the same size and layout, such as MViTv2-S into MViTv2-S 16x4");
        }
        transfer.fresh(name);
    }

    private static void move(Transfer transfer, String name, long[] shape, StoredTensor source, Rule rule) {
        long[] given = source.shape();
        if (Arrays.equals(given, shape)) {
            transfer.copy(name, source);
            return;
        }
        if (isFilterOf(given, shape)) {
            boolean flatPool = given.length == 4 && name.contains(".pool_");
            if (rule == Rule.SLOWFAST_IMAGE_INIT && flatPool) {
                transfer.fresh(name);
                return;
            }
            transfer.inflated(name, shape, source, rule.filter());
            return;
        }
        if (isTableOf(name, given, shape)) {
            if (rule == Rule.SLOWFAST_INFLATE) {
                transfer.fresh(name);
                return;
            }
            transfer.computed(
                    Transfer.Fate.RESAMPLED,
                    name,
                    shape,
                    source,
                    () -> LinearTable.resample(source.toFloats(), (int) given[0], (int) shape[0]));
            return;
        }
        throw new CheckpointException(
                source,
                "cannot become " + Arrays.toString(shape) + suffix(name),
                "inflate into the video model of the same size and layout");
    }

    private static String suffix(String name) {
        return name.contains(".mlp.") || name.contains(".norm2") ? " (the width grows in another layer there)" : "";
    }

    /** [o, i, h, w] or [o, i, 1, h, w] against [o, i, t, h, w]. */
    private static boolean isFilterOf(long[] given, long[] wanted) {
        if (wanted.length != 5 || given.length != 4 && !(given.length == 5 && given[2] == 1)) {
            return false;
        }
        int last = given.length;
        return given[0] == wanted[0]
                && given[1] == wanted[1]
                && given[last - 2] == wanted[3]
                && given[last - 1] == wanted[4];
    }

    private static boolean isTableOf(String name, long @Nullable [] given, long[] wanted) {
        return given != null
                && name.contains("rel_pos_")
                && given.length == 2
                && wanted.length == 2
                && given[1] == wanted[1];
    }
}

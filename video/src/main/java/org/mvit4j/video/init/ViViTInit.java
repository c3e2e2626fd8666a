package org.mvit4j.video.init;

import ai.djl.ndarray.NDManager;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.TreeMap;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.ViViTConfig;

/**
 * Starts ViViT from an image ViT: its encoder becomes the (spatial) encoder, its filter the tubelet filter, its
 * positions those of every frame. The head is never taken.
 *
 * @param positions how position tables of another size are filled
 * @param filter how the patch filter becomes a tubelet filter
 * @param temporalAttention what model 3's attention along time starts from
 */
public record ViViTInit(Positions positions, Filter filter, TemporalAttention temporalAttention) {

    /** The recipe of the published models: tiled positions, central frame, identity attention along time. */
    public static final ViViTInit STANDARD =
            new ViViTInit(Positions.TILE, Filter.CENTRAL_FRAME, TemporalAttention.ZERO_OUTPUT);

    /** How position tables of another size are filled. */
    public enum Positions {
        /** The table of the image at every frame. */
        TILE,
        /** The grid resized; for a table of one frame, as model 2's spatial encoder has. */
        RESIZE,
        /** The grid resized, then repeated at every frame. */
        RESIZE_TILE
    }

    /** How the patch filter becomes a tubelet filter. */
    public enum Filter {
        /** At frame {@code t / 2}. */
        CENTRAL_FRAME,
        /** Divided over the frames. */
        AVERAGE_FRAME,
        /** Weighted by approximate rank pooling. */
        AVERAGE_ARP;

        private TemporalFilter rule() {
            return switch (this) {
                case CENTRAL_FRAME -> TemporalFilter.CENTER;
                case AVERAGE_FRAME -> TemporalFilter.MEAN;
                case AVERAGE_ARP -> TemporalFilter.RANK;
            };
        }
    }

    /** What model 3's attention along time starts from. */
    public enum TemporalAttention {
        /** The image's attention, as the published code does by default. */
        COPY,
        /** Zero output projection: the block starts as the image's, and every weight has a gradient. */
        ZERO_OUTPUT,
        /**
         * Zero everywhere, the letter of the paper. Starts as the image's block too, but query, key, value and output
         * weights then have no gradient, ever; for strict reproduction only.
         */
        ZERO_ALL
    }

    /**
     * Plans the start of a model.
     *
     * @param image a plain ViT under reference names ({@code blocks.0.attn.qkv.weight})
     * @throws CheckpointException if it is none, or of another size
     */
    public Transfer plan(StateDict image, ViViT model) {
        ViViTConfig config = model.config();
        if (!image.contains("blocks.0.attn.qkv.weight") || !image.contains("pos_embed")) {
            throw new CheckpointException(
                    image.origin(), "is no image ViT (it has no blocks.0.attn.qkv or pos_embed)", "give a plain ViT");
        }
        Transfer transfer = new Transfer(image);
        new TreeMap<>(model.namedShapes()).forEach((name, shape) -> place(transfer, image, config, name, shape));
        return transfer.done();
    }

    private void place(Transfer transfer, StateDict image, ViViTConfig config, String name, long[] shape) {
        if (name.startsWith("temporal.") || name.startsWith("head.") || name.contains(".norm_time.")) {
            transfer.fresh(name);
            return;
        }
        if (name.contains(".attn_time.") && temporalAttention != TemporalAttention.COPY) {
            boolean zero = temporalAttention == TemporalAttention.ZERO_ALL || name.contains(".proj.");
            if (zero) {
                transfer.zero(name, shape);
                return;
            }
        }
        String source = name.replaceFirst("^spatial\\.", "")
                .replace(".norm_space.", ".norm1.")
                .replace(".norm_mlp.", ".norm2.")
                .replace(".attn_space.", ".attn.")
                .replace(".attn_time.", ".attn.");
        StoredTensor given = image.get(source);
        if (given == null) {
            if (name.endsWith("cls_token")) {
                transfer.fresh(name);
                return;
            }
            throw new CheckpointException(image.origin(), "has no " + source, "give a ViT of the same depth");
        }
        if (source.equals("pos_embed")) {
            positions(transfer, image, config, name, shape, given);
        } else if (Arrays.equals(given.shape(), shape)) {
            transfer.copy(name, given);
        } else if (source.equals("patch_embed.proj.weight") && shape.length == 5 && given.shape().length == 4) {
            transfer.inflated(name, shape, given, filter.rule());
        } else {
            throw new CheckpointException(
                    given, "does not fit " + Arrays.toString(shape), "give a ViT of the same size and patch");
        }
    }

    private void positions(
            Transfer transfer, StateDict image, ViViTConfig config, String name, long[] shape, StoredTensor given) {
        if (Arrays.equals(given.shape(), shape)) {
            transfer.copy(name, given);
            return;
        }
        int width = (int) shape[2];
        boolean clsGiven = image.contains("cls_token");
        boolean clsWanted = config.classifier() == ViViTConfig.Classifier.TOKEN;
        int rows = (int) given.shape()[1] - (clsGiven ? 1 : 0);
        int side = (int) Math.round(Math.sqrt(rows));
        int h = config.cropHeight() / config.patch();
        int w = config.cropWidth() / config.patch();
        boolean oneFrame = config.attention() == ViViTConfig.Attention.FACTORISED_ENCODER;
        int frames = oneFrame ? 1 : config.tokenFrames();
        boolean resize = positions != Positions.TILE;
        if (side * side != rows && resize || !resize && rows != h * w) {
            throw new CheckpointException(
                    given,
                    "has positions for " + rows + " patches, a frame has " + h * w,
                    "choose RESIZE_TILE, from a table of a square image");
        }
        if (positions == Positions.RESIZE && frames > 1) {
            throw new CheckpointException(
                    given, "would be resized to one frame of " + frames, "choose RESIZE_TILE or TILE");
        }
        transfer.computed(Transfer.Fate.RESAMPLED, name, shape, given, () -> {
            float[] table = given.toFloats();
            float[] grid = Arrays.copyOfRange(table, clsGiven ? width : 0, table.length);
            float[] frame = resize ? PositionZoom.grid(grid, side, side, h, w, width) : grid;
            float[] result = new float[(clsWanted ? width : 0) + frames * frame.length];
            int at = 0;
            if (clsWanted) {
                at = width;
                if (clsGiven) {
                    System.arraycopy(table, 0, result, 0, width);
                }
            }
            for (int i = 0; i < frames; i++) {
                System.arraycopy(frame, 0, result, at + i * frame.length, frame.length);
            }
            return result;
        });
    }

    /**
     * Keeps of a model's own tubelet filter only the central frame, the paper's start without an image model.
     *
     * @param strict whether to keep the central <em>column</em> of the patch in all frames instead, which is what the
     *     published code does by mistake
     */
    public static void centralFromScratch(ViViT model, NDManager manager, boolean strict) {
        model.initialize(manager);
        var parameter = java.util.Objects.requireNonNull(model.namedParameters().get("patch_embed.proj.weight"));
        long[] shape = parameter.getShape().getShape();
        if (shape.length != 5) {
            throw new IllegalArgumentException("a model of sampled frames has no tubelet filter");
        }
        int t = (int) shape[2];
        int w = (int) shape[4];
        int plane = (int) (shape[3] * shape[4]);
        float[] values = parameter.getArray().toFloatArray();
        for (int i = 0; i < values.length; i++) {
            boolean kept = strict ? i % w == w / 2 : i / plane % t == t / 2;
            values[i] = kept ? values[i] : 0;
        }
        Weights.set(parameter, manager, FloatBuffer.wrap(values));
    }
}

package org.mvit4j.video.zoo;

import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViTConfig;

/**
 * The ViViT or TimeSformer that a file describes, from names and shapes. Where the names carry no heads they are 64 wide,
 * 80 in the H size; a Flax tree has them as an axis.
 */
final class VitLayout {

    /** Sides of published crops, the most frequent first. */
    private static final int[] CROPS = {224, 256, 288, 320, 448};

    private final StateDict file;

    private VitLayout(StateDict file) {
        this.file = file;
    }

    /**
     * @param file under reference names
     * @param stored the same under the names of the file
     * @param named the published model that the file is said to be, or null
     */
    static ViViTConfig viViT(StateDict file, StateDict stored, @Nullable ViViTConfig named) {
        VitLayout layout = new VitLayout(file);
        boolean factorised = file.contains("spatial.pos_embed");
        String encoder = factorised ? "spatial." : "";
        boolean selfAttention = file.contains("blocks.0.attn_space.qkv.weight");
        boolean cls = file.contains(encoder + "cls_token");
        long[] patch = layout.shape("patch_embed.proj.weight");
        int width = (int) patch[0];
        int tubelet = patch.length == 5 ? (int) patch[2] : 1;
        int side = (int) patch[patch.length - 1];
        int tokens = (int) layout.shape(encoder + "pos_embed")[1] - (cls ? 1 : 0);
        int crop = factorised ? side * root(file, tokens) : layout.crop(tokens, side, named);
        int frames = factorised
                ? file.contains("temporal.pos_embed") ? (int) layout.shape("temporal.pos_embed")[1] - (cls ? 1 : 0) : 16
                : tokens / ((crop / side) * (crop / side));
        ViViTConfig.Builder builder = ViViTConfig.base()
                .patch(side)
                .crop(crop, crop)
                .frames(frames * tubelet)
                .width(width)
                .heads(heads(stored, width))
                .mlpWidth((int) layout.shape(encoder + "blocks.0.mlp.fc1.weight")[0])
                .depth(layout.depth(encoder))
                .temporalDepth(layout.depth("temporal."))
                .classifier(cls ? ViViTConfig.Classifier.TOKEN : ViViTConfig.Classifier.GAP)
                .attention(
                        factorised
                                ? ViViTConfig.Attention.FACTORISED_ENCODER
                                : selfAttention
                                        ? ViViTConfig.Attention.FACTORISED_SELF_ATTENTION
                                        : ViViTConfig.Attention.SPACE_TIME)
                .classes((int) layout.shape("head.weight")[0]);
        return (patch.length == 5 ? builder.tubelet(tubelet) : builder.sampledFrames(frames)).build();
    }

    static TimeSformerConfig timeSformer(StateDict file) {
        VitLayout layout = new VitLayout(file);
        long[] patch = layout.shape("patch_embed.proj.weight");
        int width = (int) patch[0];
        int side = (int) patch[3];
        TimeSformerConfig.Scheme scheme = file.contains("blocks.0.width_attn.qkv.weight")
                ? TimeSformerConfig.Scheme.AXIAL
                : file.contains("blocks.0.local_attn.qkv.weight")
                        ? TimeSformerConfig.Scheme.SPARSE_LOCAL_GLOBAL
                        : file.contains("blocks.0.temporal_attn.qkv.weight")
                                ? TimeSformerConfig.Scheme.DIVIDED_SPACE_TIME
                                : file.contains("time_embed")
                                        ? TimeSformerConfig.Scheme.JOINT_SPACE_TIME
                                        : TimeSformerConfig.Scheme.SPACE_ONLY;
        return TimeSformerConfig.base()
                .scheme(scheme)
                .patch(side)
                .cropSize(side * root(file, (int) layout.shape("pos_embed")[1] - 1))
                .frames(file.contains("time_embed") ? (int) layout.shape("time_embed")[1] : 8)
                .width(width)
                .heads(heads(width))
                .mlpWidth((int) layout.shape("blocks.0.mlp.fc1.weight")[0])
                .depth(layout.depth(""))
                .classes((int) layout.shape("head.weight")[0])
                .build();
    }

    private static int heads(StateDict stored, int width) {
        for (StoredTensor tensor : stored) {
            if (tensor.name().endsWith("/query/kernel") && tensor.shape().length == 3) {
                return (int) tensor.shape()[1];
            }
        }
        return heads(width);
    }

    private static int heads(int width) {
        return width == 1280 ? 16 : Math.max(1, width / 64);
    }

    private int depth(String encoder) {
        int depth = 0;
        while (file.contains(encoder + "blocks." + depth + ".mlp.fc1.weight")) {
            depth++;
        }
        return depth;
    }

    /** The crop of whose patches the tokens are a multiple: the named model's, or a published one. */
    private int crop(int tokens, int patch, @Nullable ViViTConfig named) {
        int[] crops = named == null
                ? CROPS
                : IntStream.concat(IntStream.of(named.cropHeight()), IntStream.of(CROPS))
                        .toArray();
        for (int crop : crops) {
            int plane = (crop / patch) * (crop / patch);
            if (tokens % plane == 0 && tokens / plane <= 128) {
                return crop;
            }
        }
        throw new CheckpointException(
                file.origin(), "has " + tokens + " positions, of no crop we know", "name the model with --model");
    }

    private static int root(StateDict file, int tokens) {
        int side = (int) Math.round(Math.sqrt(tokens));
        if (side * side != tokens) {
            throw new CheckpointException(
                    file.origin(), "has " + tokens + " positions per frame, no square", "name the model with --model");
        }
        return side;
    }

    private long[] shape(String name) {
        return file.tensor(name).shape();
    }
}

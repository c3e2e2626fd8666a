package org.mvit4j.train.classification;

import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.init.Inflation;
import org.mvit4j.video.init.TimeSformerInit;
import org.mvit4j.video.init.Transfer;
import org.mvit4j.video.init.ViViTInit;
import org.mvit4j.video.model.MViTVideoModel;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.VideoModel;

/**
 * The values that training starts from: random ones, a classifier of the same network, or an image model, which is
 * inflated.
 *
 * @param file a checkpoint of any family we know, or null for random values
 * @param rule how filters of an image MViT gain a time axis
 * @param viViT how ViViT starts from an image model
 * @param resetHead whether the head starts fresh even if the file has one for as many classes
 */
public record StartWeights(@Nullable Path file, Inflation.Rule rule, ViViTInit viViT, boolean resetHead) {

    /** Random values. */
    public static StartWeights random() {
        return new StartWeights(null, Inflation.Rule.CENTER, ViViTInit.STANDARD, false);
    }

    /** A checkpoint, by the standard rules. */
    public static StartWeights of(Path file) {
        return new StartWeights(file, Inflation.Rule.CENTER, ViViTInit.STANDARD, false);
    }

    /** The same with another rule of inflation. */
    public StartWeights withRule(Inflation.Rule value) {
        return new StartWeights(file, value, viViT, resetHead);
    }

    /** The same with a fresh head, or not. */
    public StartWeights withResetHead(boolean value) {
        return new StartWeights(file, rule, viViT, value);
    }

    /**
     * Gives a model its values.
     *
     * @param manager owns them
     * @return what was done, in a line
     * @throws CheckpointException if the file does not fit; no parameter has been touched then
     */
    public String apply(VideoModel model, NDManager manager) {
        if (file == null) {
            model.block().initialize(manager);
            return "starts from random weights";
        }
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDict reference = CheckpointFamily.toReference(checkpoint.stateDict());
            requireSameArchitecture(model, reference);
            Transfer transfer = transfer(model, reference);
            if (transfer != null) {
                transfer.applyTo(model.block(), manager);
                return "starts from " + file + ": " + summary(transfer);
            }
            return load(model.block(), manager, reference);
        }
    }

    /** What an image model becomes, or null where the file is a model of the same kind already. */
    private @Nullable Transfer transfer(VideoModel model, StateDict reference) {
        StoredTensor patches = reference.get("patch_embed.proj.weight");
        if (model instanceof MViTVideoModel mViT) {
            boolean clips = mViT.classifier().settings().rank() == 3;
            boolean video = patches != null && patches.shape().length == 5 && patches.shape()[2] > 1;
            return clips == video
                    ? null
                    : Inflation.plan(reference, mViT.block().namedShapes(), rule, !resetHead);
        }
        if (model instanceof TimeSformer timeSformer) {
            StateDict given = resetHead ? reference.filter(name -> !name.startsWith("head.")) : reference;
            return TimeSformerInit.STANDARD.plan(given, timeSformer);
        }
        boolean video = reference.contains("spatial.pos_embed")
                || reference.contains("blocks.0.attn_space.qkv.weight")
                || patches != null && patches.shape().length == 5;
        return video ? null : viViT.plan(reference, (ViViT) model);
    }

    private String load(NamedBlock block, NDManager manager, StateDict reference) {
        Map<String, long[]> shapes = block.namedShapes();
        List<String> heads = shapes.keySet().stream()
                .filter(name -> name.startsWith("head."))
                .toList();
        boolean fits = heads.stream().allMatch(name -> {
            StoredTensor given = reference.get(name);
            return given != null && Arrays.equals(given.shape(), shapes.get(name));
        });
        LoadOptions options = LoadOptions.strict().withRelPosResampling().withPosEmbedResampling();
        if (fits && !resetHead) {
            Weights.load(block, manager, reference, options);
            return "starts from " + file;
        }
        Weights.load(
                block,
                manager,
                reference.filter(name -> !name.startsWith("head.")),
                options.allowMissing(name -> name.startsWith("head.")));
        return "starts from " + file + " with a new head";
    }

    private static void requireSameArchitecture(VideoModel model, StateDict reference) {
        boolean pools =
                reference.anyName(name -> name.matches("(backbone\\.bottom_up\\.)?blocks\\.\\d+\\..*pool_[qkv].*"));
        boolean divided = reference.contains("time_embed") || reference.anyName(name -> name.contains("temporal_attn"));
        boolean factorised = reference.contains("spatial.pos_embed")
                || reference.contains("blocks.0.attn_space.qkv.weight")
                || reference.contains("patch_embed.proj.weight")
                        && reference.tensor("patch_embed.proj.weight").shape().length == 5
                        && !pools;
        String given = pools ? "an MViT" : divided ? "a TimeSformer" : factorised ? "a ViViT" : "a plain ViT";
        String wanted =
                model instanceof MViTVideoModel ? "an MViT" : model instanceof ViViT ? "a ViViT" : "a TimeSformer";
        boolean fits = given.equals(wanted) || given.equals("a plain ViT") && !wanted.equals("an MViT");
        if (!fits) {
            throw new CheckpointException(
                    reference.origin(),
                    "is " + given + ", the model " + wanted,
                    wanted.equals("an MViT")
                            ? "start from an MViT of images, of videos or of a detector"
                            : "start from one of its kind, or from a plain ViT of images");
        }
    }

    private static String summary(Transfer transfer) {
        return Arrays.stream(Transfer.Fate.values())
                .filter(fate -> !transfer.names(fate).isEmpty())
                .map(fate -> transfer.names(fate).size() + " "
                        + fate.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .collect(Collectors.joining(", "));
    }
}

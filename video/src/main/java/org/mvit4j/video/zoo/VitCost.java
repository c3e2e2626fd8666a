package org.mvit4j.video.zoo;

import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViTConfig;

/**
 * Parameters and multiply-adds of ViViT and TimeSformer for one view, from their configurations. Convolutions, linear
 * layers and the two products of attention count, and nothing else, as in the published figures of TimeSformer; those of
 * ViViT are about 1 % higher, for they count softmax and norms too.
 */
public final class VitCost {

    private final long width;
    private final long mlpWidth;
    private long parameters;
    private long flops;

    private VitCost(long width, long mlpWidth) {
        this.width = width;
        this.mlpWidth = mlpWidth;
    }

    /** Counts a ViViT. */
    public static PartCost of(ViViTConfig config) {
        VitCost cost = new VitCost(config.width(), config.mlpWidth());
        long frames = config.tokenFrames();
        long places = config.tokensPerFrame();
        long cls = config.classifier() == ViViTConfig.Classifier.TOKEN ? 1 : 0;
        long patch = (long) config.patch() * config.patch();
        cost.linear(3 * Math.max(1, config.tubelet()) * patch, config.width(), frames * places);
        switch (config.attention()) {
            case SPACE_TIME -> cost.encoder(1, frames * places, cls, config.depth());
            case FACTORISED_ENCODER -> {
                cost.encoder(frames, places, cls, config.depth());
                if (config.temporalDepth() > 0) {
                    cost.encoder(1, frames, cls, config.temporalDepth());
                }
            }
            case FACTORISED_SELF_ATTENTION -> {
                cost.positions(frames * places, 0);
                cost.parameters += 2 * cost.width; // last norm
                for (int i = 0; i < config.depth(); i++) {
                    cost.attention(frames * places, places);
                    cost.attention(frames * places, frames);
                    cost.mlp(frames * places);
                }
            }
            case FACTORISED_DOT_PRODUCT -> {
                cost.positions(frames * places, 0);
                cost.parameters += 2 * cost.width; // last norm
                for (int i = 0; i < config.depth(); i++) { // half of the heads sees each axis
                    cost.projections(frames * places);
                    cost.flops += frames * places * (frames + places) * config.width();
                    cost.mlp(frames * places);
                }
            }
        }
        return cost.total(config.classes());
    }

    /** Counts a TimeSformer. */
    public static PartCost of(TimeSformerConfig config) {
        VitCost cost = new VitCost(config.width(), config.mlpWidth());
        long t = config.frames();
        long side = config.cropSize() / config.patch();
        long n = side * side;
        cost.linear(3L * config.patch() * config.patch(), config.width(), n * t);
        cost.parameters += cost.width * (2 + n); // cls token and positions, one for it
        boolean spaceOnly = config.scheme() == TimeSformerConfig.Scheme.SPACE_ONLY;
        cost.parameters += spaceOnly ? 0 : cost.width * t;
        cost.parameters += 2 * cost.width; // last norm
        for (int i = 0; i < config.depth(); i++) {
            switch (config.scheme()) {
                case SPACE_ONLY -> cost.attention(t * (1 + n), 1 + n);
                case JOINT_SPACE_TIME -> cost.attention(1 + n * t, 1 + n * t);
                case DIVIDED_SPACE_TIME -> {
                    cost.patchStep(n * t, n * t * t);
                    cost.attention(t * (1 + n), 1 + n);
                }
                case SPARSE_LOCAL_GLOBAL -> {
                    long half = Math.max(1, side / 2);
                    cost.patchStep(n * t, n * t * t * half * half);
                    cost.projections(1 + n * t);
                    long pairs = samePairs(t) * samePairs(side) * samePairs(side);
                    cost.product(
                            pairs + n * t + (1 + n * t)); // patches among themselves, with the cls token, and its own
                }
                case AXIAL -> {
                    cost.patchStep(n * t, n * t * t);
                    cost.patchStep(n * t, n * t * side);
                    cost.attention(t * side * (1 + side), 1 + side);
                }
            }
            cost.mlp(spaceOnly ? t * (1 + n) : 1 + n * t);
        }
        return cost.total(config.classes());
    }

    /** Ordered pairs of positions along an axis that are an even number apart. */
    private static long samePairs(long length) {
        long even = (length + 1) / 2;
        long odd = length / 2;
        return even * even + odd * odd;
    }

    private void encoder(long rows, long tokens, long cls, int depth) {
        positions(tokens, cls);
        for (int i = 0; i < depth; i++) {
            attention(rows * (tokens + cls), tokens + cls);
            mlp(rows * (tokens + cls));
        }
        parameters += 2 * width; // last norm
    }

    private void positions(long tokens, long cls) {
        parameters += width * (tokens + 2 * cls); // positions, and the cls token
    }

    /** Norm and projections of one attention, in which each token sees {@code keys}. */
    private void attention(long tokens, long keys) {
        projections(tokens);
        product(tokens * keys);
    }

    private void projections(long tokens) {
        parameters += 2 * width;
        linear(width, 3 * width, tokens);
        linear(width, width, tokens);
    }

    /** Scores and weighted sums of so many pairs of query and key. */
    private void product(long pairs) {
        flops += 2 * pairs * width;
    }

    private void patchStep(long tokens, long pairs) {
        projections(tokens);
        product(pairs);
        linear(width, width, tokens);
    }

    private void mlp(long tokens) {
        parameters += 2 * width;
        linear(width, mlpWidth, tokens);
        linear(mlpWidth, width, tokens);
    }

    private void linear(long in, long out, long tokens) {
        parameters += in * out + out;
        flops += in * out * tokens;
    }

    private PartCost total(int classes) {
        linear(width, classes, 1);
        return new PartCost("total", parameters, flops);
    }
}

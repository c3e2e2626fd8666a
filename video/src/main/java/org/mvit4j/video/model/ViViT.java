package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.Relevance;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * ViViT: A Video Vision Transformer (Arnab et al., ICCV 2021), models 1 to 4.
 *
 * <p>Parameters: {@code patch_embed.proj} [D, 3, t, P, P] for tubelets or [D, 3, P, P] for sampled frames, the encoder
 * ({@code cls_token}, {@code pos_embed}, {@code blocks.*}, {@code norm}), {@code head}. In model 2 the spatial encoder is
 * under {@code spatial} and the temporal one under {@code temporal}. A model of sampled frames therefore has the names of
 * a plain image ViT.
 */
public final class ViViT extends NamedBlock implements VideoModel {

    private final ViViTConfig config;
    private final Parameter patchWeight;
    private final Parameter patchBias;
    private final ViViTEncoder encoder;
    private final @Nullable ViViTEncoder temporal;
    private final Linear head;
    private final DropPath dropPath = new DropPath(false);

    public ViViT(ViViTConfig config) {
        this.config = config;
        int d = config.width();
        int p = config.patch();
        Shape patch = config.tubelet() > 0 ? new Shape(d, 3, config.tubelet(), p, p) : new Shape(d, 3, p, p);
        double bound = Math.sqrt(6.0 / (Init.fanIn(patch) + (double) d * patch.size() / (d * 3L)));
        patchWeight = parameter("patch_embed.proj.weight", Parameter.Type.WEIGHT, patch, Init.uniform(bound));
        patchBias = parameter("patch_embed.proj.bias", Parameter.Type.BIAS, new Shape(d), Init.ZEROS);
        boolean factorised = config.attention() == ViViTConfig.Attention.FACTORISED_ENCODER;
        int perFrame = config.tokensPerFrame();
        int frames = config.tokenFrames();
        encoder = child(
                factorised ? "spatial" : "",
                new ViViTEncoder(
                        config, config.attention(), factorised ? perFrame : frames * perFrame, config.depth()));
        temporal = factorised && config.temporalDepth() > 0
                ? child("temporal", new ViViTEncoder(config, config.attention(), frames, config.temporalDepth()))
                : null;
        head = child("head", new Linear(d, config.classes(), Init.ZEROS));
    }

    /** Returns what this model was made from. */
    public ViViTConfig config() {
        return config;
    }

    @Override
    public NDArray logits(Pass pass, NDArray clips) {
        NDArray tokens = tokens(pass, clips); // [B, nt, nh nw, D]
        long b = tokens.getShape().get(0);
        int nt = (int) tokens.getShape().get(1);
        long d = tokens.getShape().get(3);
        boolean factorised = config.attention() == ViViTConfig.Attention.FACTORISED_ENCODER;
        NDArray rows = tokens.reshape(factorised ? b * nt : b, -1, d);
        tokens.close();
        NDArray vector = encoder.forward(pass, rows, nt, dropPath);
        rows.close();
        if (factorised) {
            NDArray perFrame = ViViTEncoder.close(vector, vector.reshape(b, nt, d));
            vector = temporal == null ? perFrame.mean(new int[] {1}) : temporal.forward(pass, perFrame, nt, dropPath);
            perFrame.close();
        }
        return ViViTEncoder.close(vector, head.forward(pass, vector));
    }

    /**
     * Attention rollout. Means, maxima and sums over tokens count as reading every token alike. In model 2 the temporal
     * encoder's rollout says how much each frame's vector counted, and the spatial encoder's shares that out within the
     * frame; the cls tokens of both keep the rest. In model 4 heads along time and along space count one half each.
     */
    @Override
    public Relevance rollout(Pass pass, NDArray clip) {
        VideoModel.requireOne(clip);
        try (NDArray tokens = tokens(pass, clip)) { // [1, nt, nh nw, D]
            int nt = (int) tokens.getShape().get(1);
            long d = tokens.getShape().get(3);
            boolean factorised = config.attention() == ViViTConfig.Attention.FACTORISED_ENCODER;
            try (NDArray rows = tokens.reshape(factorised ? nt : 1, -1, d)) {
                float[] weights = factorised ? frameWeights(pass, rows, nt) : new float[] {1};
                float[][] relevance = encoder.relevance(pass, rows, nt, weights);
                int p = config.patch();
                Extent grid = new Extent(
                        nt,
                        (int) clip.getShape().get(3) / p,
                        (int) clip.getShape().get(4) / p);
                return gathered(relevance, grid);
            }
        }
    }

    /** Model 2: the relevance of each frame's vector. */
    private float[] frameWeights(Pass pass, NDArray rows, int nt) {
        float[] weights = new float[nt];
        if (temporal == null) {
            Arrays.fill(weights, 1f / nt);
            return weights;
        }
        try (NDArray vectors = encoder.forward(pass, rows, nt, dropPath);
                NDArray perFrame = vectors.reshape(1, nt, -1)) {
            float[] row = temporal.relevance(pass, perFrame, nt, new float[] {1})[0];
            System.arraycopy(row, row.length - nt, weights, 0, nt);
            return weights;
        }
    }

    private Relevance gathered(float[][] rows, Extent grid) {
        int cls = encoder.hasClsToken() ? 1 : 0;
        float[] values = new float[grid.volume()];
        int at = 0;
        double patches = 0;
        for (float[] row : rows) {
            for (int i = cls; i < row.length; i++) {
                values[at++] = row[i];
                patches += row[i];
            }
        }
        return new Relevance(values, grid, cls == 0 ? 0 : 1 - patches);
    }

    /** With tubelets the frame at their middle; with sampled frames those. */
    @Override
    public int[] tokenFrames(int frames) {
        if (config.tubelet() == 0) {
            return Arrays.stream(UniformFrames.indices(frames, config.sampledFrames()))
                    .mapToInt(Math::toIntExact)
                    .toArray();
        }
        int t = config.tubelet();
        return IntStream.range(0, frames / t).map(i -> i * t + t / 2).toArray();
    }

    private NDArray tokens(Pass pass, NDArray clips) {
        Shape shape = clips.getShape();
        if (shape.dimension() != 5 || shape.get(1) != 3) {
            throw new IllegalArgumentException("ViViT takes [B, 3, T, H, W] and was given " + shape);
        }
        NDArray frames = clips;
        if (config.tubelet() == 0) {
            long[] sampled = UniformFrames.indices((int) shape.get(2), config.sampledFrames());
            try (NDArray index = clips.getManager().create(sampled)) {
                frames = TransformerBlock.call(pass, "frames_at", new NDList(clips, index));
            }
        } else if (shape.get(2) < config.tubelet()) {
            throw new IllegalArgumentException(
                    "a clip of " + shape.get(2) + " frames has no tubelet of " + config.tubelet());
        }
        NDArray tokens = TransformerBlock.call(
                pass, "tokens", new NDList(frames, pass.value(patchWeight), pass.value(patchBias)));
        if (frames != clips) {
            frames.close();
        }
        return tokens;
    }

    @Override
    public NamedBlock block() {
        return this;
    }

    @Override
    public int frames() {
        return config.frames();
    }

    @Override
    public int cropSize() {
        return Math.min(config.cropHeight(), config.cropWidth());
    }

    @Override
    public int classes() {
        return config.classes();
    }

    @Override
    public void seedDropPath(long seed) {
        dropPath.seed(seed);
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(logits(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), config.classes())};
    }
}

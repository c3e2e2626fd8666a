package org.mvit4j.video.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.Extent;
import org.mvit4j.backbone.Relevance;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

/**
 * TimeSformer: Is Space-Time Attention All You Need for Video Understanding? (Bertasius et al., ICML 2021).
 *
 * <p>Parameters: {@code cls_token}, {@code pos_embed} [1, 1 + N, D], {@code time_embed} [1, T, D] unless space-only,
 * {@code patch_embed.proj}, {@code blocks.*}, {@code norm}, {@code head}. Clips of another length or size work: both
 * embeddings are resized by nearest neighbour.
 *
 * <p>As in the published code, and unlike the paper, the cls token takes no part in attention over time.
 */
public final class TimeSformer extends NamedBlock implements VideoModel {

    private final TimeSformerConfig config;
    private final Parameter clsToken;
    private final Parameter posEmbed;
    private final @Nullable Parameter timeEmbed;
    private final Parameter patchWeight;
    private final Parameter patchBias;
    private final List<TimeSformerBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final Linear head;
    private final DropPath dropPath = new DropPath(true);

    public TimeSformer(TimeSformerConfig config) {
        this.config = config;
        int d = config.width();
        int p = config.patch();
        int side = config.cropSize() / p;
        clsToken = parameter("cls_token", Parameter.Type.OTHER, new Shape(1, 1, d), Init.truncatedNormal(0.02));
        posEmbed = parameter(
                "pos_embed", Parameter.Type.OTHER, new Shape(1, 1 + (long) side * side, d), Init.truncatedNormal(0.02));
        timeEmbed = config.scheme() == TimeSformerConfig.Scheme.SPACE_ONLY
                ? null
                : parameter("time_embed", Parameter.Type.OTHER, new Shape(1, config.frames(), d), Init.ZEROS);
        Shape patch = new Shape(d, 3, p, p);
        patchWeight = parameter(
                "patch_embed.proj.weight", Parameter.Type.WEIGHT, patch, Init.uniformFanIn(Init.fanIn(patch)));
        patchBias = parameter(
                "patch_embed.proj.bias", Parameter.Type.BIAS, new Shape(d), Init.uniformFanIn(Init.fanIn(patch)));
        for (int i = 0; i < config.depth(); i++) {
            double rate = config.depth() == 1 ? 0 : config.dropPath() * i / (config.depth() - 1);
            blocks.add(child("blocks." + i, new TimeSformerBlock(config, rate)));
        }
        norm = child("norm", new LayerNorm(d));
        head = child("head", new Linear(d, config.classes(), Init.truncatedNormal(0.02)));
    }

    /** Returns what this model was made from. */
    public TimeSformerConfig config() {
        return config;
    }

    @Override
    public NDArray logits(Pass pass, NDArray clips) {
        Extent grid = grid(clips.getShape());
        NDArray x = embed(pass, clips, grid);
        for (TimeSformerBlock block : blocks) {
            x = ViViTEncoder.close(x, block.forward(pass, x, grid, dropPath));
        }
        x = ViViTEncoder.close(x, TransformerBlock.call(pass, "reduce", new NDList(x), 0)); // cls tokens
        if (timeEmbed == null) { // one per frame: their mean, before the norm
            NDArray perFrame = x.reshape(-1, grid.t(), config.width());
            x.close();
            x = ViViTEncoder.close(perFrame, perFrame.mean(new int[] {1}));
        }
        x = ViViTEncoder.close(x, norm.forward(pass, x));
        return ViViTEncoder.close(x, head.forward(pass, x));
    }

    /**
     * Attention rollout. Steps among patches leave the cls token as it is; where it joins several groups of patches, such
     * as the frames, its relevance is spread evenly over them, for its value is their mean.
     */
    @Override
    public Relevance rollout(Pass pass, NDArray clip) {
        VideoModel.requireOne(clip);
        Extent grid = grid(clip.getShape());
        try (NDManager scope = Torch.newManager(clip.getDevice())) {
            List<NDArray> inputs = new ArrayList<>();
            NDArray x = embed(pass, clip, grid);
            for (TimeSformerBlock block : blocks) {
                x.attach(scope);
                inputs.add(x);
                x = block.forward(pass, x, grid, dropPath);
            }
            int n = (int) x.getShape().get(0); // frames in space-only attention, else 1
            int length = (int) x.getShape().get(1);
            x.close();
            float[] start = new float[n * length];
            for (int i = 0; i < n; i++) {
                start[i * length] = 1f / n;
            }
            NDArray row = scope.create(start, new Shape(n, length));
            for (int i = blocks.size() - 1; i >= 0; i--) {
                row = ViViTEncoder.close(row, blocks.get(i).relevance(pass, inputs.get(i), grid, row));
                inputs.get(i).close();
            }
            return gathered(row.toFloatArray(), n, grid);
        }
    }

    /** From rows of a cls token and patches, t fastest but in space-only attention. */
    private static Relevance gathered(float[] rows, int n, Extent grid) {
        int length = rows.length / n;
        int plane = grid.h() * grid.w();
        float[] values = new float[grid.volume()];
        double cls = 0;
        for (int i = 0; i < n; i++) {
            cls += rows[i * length];
        }
        for (int t = 0; t < grid.t(); t++) {
            for (int p = 0; p < plane; p++) {
                values[t * plane + p] = n > 1 || grid.t() == 1 ? rows[t * length + 1 + p] : rows[1 + p * grid.t() + t];
            }
        }
        return new Relevance(values, grid, cls);
    }

    @Override
    public int[] tokenFrames(int frames) {
        return IntStream.range(0, frames).toArray();
    }

    private Extent grid(Shape clips) {
        if (clips.dimension() != 5 || clips.get(1) != 3) {
            throw new IllegalArgumentException("TimeSformer takes [B, 3, T, H, W] and was given " + clips);
        }
        int p = config.patch();
        return new Extent((int) clips.get(2), (int) clips.get(3) / p, (int) clips.get(4) / p);
    }

    /** Tokens [B T, 1 + N, D] with space-only attention, else [B, 1 + N T, D] with t fastest. */
    private NDArray embed(Pass pass, NDArray clips, Extent grid) {
        NDList arguments = new NDList(
                clips, pass.value(patchWeight), pass.value(patchBias), pass.value(clsToken), pass.value(posEmbed));
        NDArray frames = TransformerBlock.call(pass, "embed_frames", arguments);
        if (timeEmbed == null) {
            return frames;
        }
        NDList joined = new NDList(frames, pass.value(timeEmbed));
        return ViViTEncoder.close(frames, TransformerBlock.call(pass, "join_time", joined, grid.t()));
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
        return config.cropSize();
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

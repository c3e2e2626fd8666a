package org.mvit4j.video.explain;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.video.model.AttentionMaps;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig.Scheme;

/**
 * Attention rollout (Abnar and Zuidema, ACL 2020) of TimeSformer with divided, joint or space-only attention: how much
 * each patch of each frame fed the cls token, through all blocks.
 *
 * <p>Heads are averaged, the residual is an identity of equal weight, rows sum to one. A row vector is carried from the
 * output to the input, so that no matrix over all patches of all frames is ever built.
 */
public final class AttentionRollout {

    private AttentionRollout() {}

    /**
     * Explains one clip.
     *
     * @param clip [1, 3, T, H, W], normalised
     * @param manager owns the result
     * @return [T, rows, columns], the largest value one
     * @throws IllegalArgumentException with the sparse and axial schemes, or more than one clip
     */
    public static NDArray of(TimeSformer model, NDArray clip, NDManager manager) {
        Scheme scheme = model.config().scheme();
        if (scheme == Scheme.SPARSE_LOCAL_GLOBAL || scheme == Scheme.AXIAL) {
            throw new IllegalArgumentException(
                    "rollout is defined for space-only, joint and divided attention, not " + scheme);
        }
        if (clip.getShape().get(0) != 1) {
            throw new IllegalArgumentException("rollout explains one clip at a time, not "
                    + clip.getShape().get(0));
        }
        try (NDManager scope = Torch.newManager();
                InferenceMode ignored = InferenceMode.enter()) {
            List<AttentionMaps> maps = new ArrayList<>();
            model.logits(Pass.inference(scope), clip, block -> {
                block.attach(scope);
                maps.add(block);
            });
            int patch = model.config().patch();
            int t = (int) clip.getShape().get(2);
            int rows = (int) clip.getShape().get(3) / patch;
            int columns = (int) clip.getShape().get(4) / patch;
            float[] mask = scheme == Scheme.JOINT_SPACE_TIME
                    ? joint(maps, rows * columns, t)
                    : perFrame(maps, rows * columns, t);
            float max = 0;
            for (float value : mask) {
                max = Math.max(max, value);
            }
            for (int i = 0; i < mask.length; i++) {
                mask[i] /= max;
            }
            return manager.create(mask, new Shape(t, rows, columns));
        }
    }

    /** Divided and space-only: rows over places and frames, the one cls token spread evenly over the frames. */
    private static float[] perFrame(List<AttentionMaps> maps, int n, int t) {
        double[][] row = new double[n + 1][t];
        row[0][0] = 1;
        for (int l = maps.size() - 1; l >= 0; l--) {
            boolean oneToken = maps.get(l).time() != null || l == maps.size() - 1;
            if (oneToken) { // in space-only attention every frame has its own, averaged at the end
                java.util.Arrays.fill(row[0], java.util.Arrays.stream(row[0]).sum() / t);
            }
            double[][] spatial = withResidual(maps.get(l).space()); // [t][(n + 1)²]
            double[][] u = new double[n + 1][t];
            for (int frame = 0; frame < t; frame++) {
                for (int p = 0; p <= n; p++) {
                    double weight = row[p][frame];
                    for (int k = 0; weight != 0 && k <= n; k++) {
                        u[k][frame] += weight * spatial[frame][p * (n + 1) + k];
                    }
                }
            }
            if (maps.get(l).time() == null) {
                row = u;
                continue;
            }
            double[][] temporal =
                    withResidual(java.util.Objects.requireNonNull(maps.get(l).time())); // [n][t²]
            double[][] r = new double[n + 1][t];
            r[0] = u[0];
            for (int k = 1; k <= n; k++) {
                for (int frame = 0; frame < t; frame++) {
                    for (int q = 0; q < t; q++) {
                        r[k][q] += u[k][frame] * temporal[k - 1][frame * t + q];
                    }
                }
            }
            row = r;
        }
        float[] mask = new float[t * n];
        for (int frame = 0; frame < t; frame++) {
            for (int p = 0; p < n; p++) {
                mask[frame * n + p] = (float) row[p + 1][frame];
            }
        }
        return mask;
    }

    /** Joint: one row over all tokens, patches with t fastest. */
    private static float[] joint(List<AttentionMaps> maps, int n, int t) {
        int tokens = 1 + n * t;
        double[] row = new double[tokens];
        row[0] = 1;
        for (int l = maps.size() - 1; l >= 0; l--) {
            double[] map = withResidual(maps.get(l).space())[0];
            double[] next = new double[tokens];
            for (int i = 0; i < tokens; i++) {
                for (int k = 0; row[i] != 0 && k < tokens; k++) {
                    next[k] += row[i] * map[i * tokens + k];
                }
            }
            row = next;
        }
        float[] mask = new float[t * n];
        for (int p = 0; p < n; p++) {
            for (int frame = 0; frame < t; frame++) {
                mask[frame * n + p] = (float) row[1 + p * t + frame];
            }
        }
        return mask;
    }

    /** The mean over heads [n, heads, L, L], plus the identity, halved: rows sum to one. */
    private static double[][] withResidual(NDArray map) {
        try (NDArray mean = map.mean(new int[] {1})) {
            int n = (int) mean.getShape().get(0);
            int size = (int) mean.getShape().get(1);
            float[] values = mean.toFloatArray();
            double[][] rows = new double[n][size * size];
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < size * size; k++) {
                    double identity = k / size == k % size ? 1 : 0;
                    rows[i][k] = (values[i * size * size + k] + identity) / 2;
                }
            }
            return rows;
        }
    }
}

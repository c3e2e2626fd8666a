package org.mvit4j.video.model;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.mvit4j.video.model.TimeSformerConfig.Scheme;

/** The five schemes of TimeSformer from the paper's list of neighbourhoods, on the grid t, h, w. */
final class SlowTimeSformer {

    private final SlowTransformer steps;
    private final TimeSformerConfig config;
    private final int t;
    private final int h;
    private final int w;
    private final List<double[][]> matrices = new ArrayList<>();

    SlowTimeSformer(TimeSformer model, int t, int h, int w) {
        steps = new SlowTransformer(model, model.config().heads(), false);
        config = model.config();
        this.t = t;
        this.h = h;
        this.w = w;
    }

    /** Tokens with embeddings: the cls token, then the patches with t fastest. @param clip [3, T, H, W] */
    private double[][] embed(float[] clip) {
        int p = config.patch();
        int d = config.width();
        float[] weight = steps.value("patch_embed.proj.weight");
        float[] bias = steps.value("patch_embed.proj.bias");
        double[][] pos = SlowTransformer.rows(steps.value("pos_embed"), d);
        double[][] time = SlowTransformer.rows(steps.value("time_embed"), d);
        double[][] x = new double[1 + t * h * w][d];
        float[] cls = steps.value("cls_token");
        for (int c = 0; c < d; c++) {
            x[0][c] = cls[c] + pos[0][c];
        }
        for (int i = 1; i < x.length; i++) {
            for (int o = 0; o < d; o++) {
                double sum = bias[o] + pos[1 + row(i) * w + column(i)][o] + time[frame(i)][o];
                for (int k = 0; k < 3 * p * p; k++) {
                    int y = row(i) * p + k / p % p;
                    int at = ((k / (p * p) * t + frame(i)) * h * p + y) * w * p + column(i) * p + k % p;
                    sum += (double) weight[o * 3 * p * p + k] * clip[at];
                }
                x[i][o] = sum;
            }
        }
        return x;
    }

    private int frame(int token) {
        return (token - 1) % t;
    }

    private int row(int token) {
        return (token - 1) / t / w;
    }

    private int column(int token) {
        return (token - 1) / t % w;
    }

    private int[] patches(IntPredicate which, boolean withCls) {
        return IntStream.range(withCls ? 0 : 1, 1 + t * h * w)
                .filter(k -> k == 0 || which.test(k))
                .toArray();
    }

    private IntFunction<List<int[]>> time() {
        return i -> i == 0 ? List.of() : List.of(patches(k -> row(k) == row(i) && column(k) == column(i), false));
    }

    private IntFunction<List<int[]>> alongRow() {
        return i -> i == 0 ? List.of() : List.of(patches(k -> row(k) == row(i) && frame(k) == frame(i), false));
    }

    /** All rows and columns within half the grid, the window moved inwards at the borders, in every frame. */
    private IntFunction<List<int[]>> local() {
        return i -> i == 0
                ? List.of()
                : List.of(patches(k -> near(row(i), row(k), h) && near(column(i), column(k), w), false));
    }

    private static boolean near(int query, int key, int size) {
        int half = Math.max(1, size / 2);
        int start = Math.max(0, Math.min(size - half, query - half / 2));
        return key >= start && key < start + half;
    }

    /** Every second frame, row and column; the cls token sees everything. */
    private IntFunction<List<int[]>> strided() {
        return i -> List.of(patches(
                k -> i == 0
                        || (row(k) - row(i)) % 2 == 0
                                && (column(k) - column(i)) % 2 == 0
                                && (frame(k) - frame(i)) % 2 == 0,
                true));
    }

    private IntFunction<List<int[]>> inFrame() {
        return i -> i == 0
                ? IntStream.range(0, t)
                        .mapToObj(f -> patches(k -> frame(k) == f, true))
                        .toList()
                : List.of(patches(k -> frame(k) == frame(i), true));
    }

    private IntFunction<List<int[]>> alongColumn() {
        return i -> i == 0
                ? IntStream.range(0, t * w)
                        .mapToObj(g -> patches(k -> frame(k) == g / w && column(k) == g % w, true))
                        .toList()
                : List.of(patches(k -> frame(k) == frame(i) && column(k) == column(i), true));
    }

    /** Logits of one clip; afterwards {@link #rollout} knows the attention. */
    double[] logits(float[] clip) {
        Scheme scheme = config.scheme();
        double[][] x = embed(clip);
        for (int i = 0; i < config.depth(); i++) {
            String block = "blocks." + i + ".";
            if (scheme == Scheme.DIVIDED_SPACE_TIME || scheme == Scheme.AXIAL) {
                x = patchStep(x, block + "temporal", time());
            }
            if (scheme == Scheme.AXIAL) {
                x = patchStep(x, block + "width", alongRow());
            }
            if (scheme == Scheme.SPARSE_LOCAL_GLOBAL) {
                x = patchStep(x, block + "local", local());
            }
            IntFunction<List<int[]>> last = switch (scheme) {
                case SPARSE_LOCAL_GLOBAL -> strided();
                case AXIAL -> alongColumn();
                case DIVIDED_SPACE_TIME -> inFrame();
                case JOINT_SPACE_TIME -> j -> List.of(patches(k -> true, true));
                case SPACE_ONLY -> throw new IllegalArgumentException("has a cls token per frame");
            };
            SlowTransformer.Step step = steps.attend(x, block + "norm1", block + "attn", last);
            matrices.add(SlowTransformer.rollout(step.matrix()));
            x = SlowTransformer.sum(x, step.output());
            x = SlowTransformer.sum(x, steps.mlp(x, block + "norm2", block + "mlp"));
        }
        return steps.linear(steps.norm(new double[][] {x[0]}, "norm"), "head")[0];
    }

    private double[][] patchStep(double[][] x, String name, IntFunction<List<int[]>> sees) {
        SlowTransformer.Step step = steps.attend(x, name + "_norm1", name + "_attn", sees);
        matrices.add(SlowTransformer.rollout(step.matrix()));
        double[][] added = steps.linear(step.output(), name + "_fc");
        added[0] = new double[added[0].length]; // the cls token stays
        return SlowTransformer.sum(x, added);
    }

    /** Relevance of all tokens for the cls token. */
    double[] rollout() {
        double[] row = new double[1 + t * h * w];
        row[0] = 1;
        for (int i = matrices.size() - 1; i >= 0; i--) {
            row = SlowTransformer.times(row, matrices.get(i));
        }
        return row;
    }
}

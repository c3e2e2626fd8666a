package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;

/**
 * What a block's output tokens draw on, as a whole matrix: pooling attention written out token by token in double
 * precision, half of it, and half of the shortcut.
 */
final class DenseBlock {

    private final MViTBlock block;
    private final MViTBlockConfig config;
    private final int cls;
    private final Extent grid;
    private final double[][] x;

    /** @param tokens the block's input, [1, (1 +) T H W, D] */
    DenseBlock(MViTBlock block, boolean clsToken, NDArray tokens, Extent grid) {
        this.block = block;
        this.config = block.config();
        this.cls = clsToken ? 1 : 0;
        this.grid = grid;
        x = rows(tokens.toFloatArray(), (int) tokens.getShape().get(2));
    }

    double[][] matrix() {
        Extent q = grid.ceilDiv(config.queryStride());
        Extent k = grid.ceilDiv(config.keyValueStride());
        double[][] attention = attention(q, k);
        double[][] through = MViTRolloutTest.times(attention, spread(k, config.keyValueStride()));
        double[][] past = spread(q, config.queryStride());
        for (int i = 0; i < through.length; i++) {
            for (int j = 0; j < through[i].length; j++) {
                through[i][j] = (through[i][j] + past[i][j]) / 2;
            }
        }
        return through;
    }

    /** The softmax, mean of the heads. */
    private double[][] attention(Extent qGrid, Extent kGrid) {
        int heads = config.heads();
        int hd = config.attentionDim() / heads;
        double[][] normed = norm(x, "norm1", x[0].length);
        double[][] mean = new double[cls + qGrid.volume()][cls + kGrid.volume()];
        for (int head = 0; head < heads; head++) {
            double[][] q = pooled(project(normed, head * hd, hd), "q", config.queryStride(), qGrid, hd);
            double[][] k = pooled(
                    project(normed, config.attentionDim() + head * hd, hd), "k", config.keyValueStride(), kGrid, hd);
            for (int i = 0; i < q.length; i++) {
                double[] score = new double[k.length];
                for (int j = 0; j < k.length; j++) {
                    score[j] = dot(q[i], k[j]) / Math.sqrt(hd) + bias(q[i], i - cls, j - cls, qGrid, kGrid);
                }
                double sum = 0;
                for (int j = 0; j < k.length; j++) {
                    score[j] = Math.exp(score[j]);
                    sum += score[j];
                }
                for (int j = 0; j < k.length; j++) {
                    mean[i][j] += score[j] / sum / heads;
                }
            }
        }
        return mean;
    }

    private double bias(double[] q, int i, int j, Extent qGrid, Extent kGrid) {
        if (i < 0 || j < 0) {
            return 0; // the cls token has no place
        }
        int[] a = place(i, qGrid);
        int[] b = place(j, kGrid);
        return term(q, "rel_pos_t", a[0], b[0], qGrid.t(), kGrid.t())
                + term(q, "rel_pos_h", a[1], b[1], qGrid.h(), kGrid.h())
                + term(q, "rel_pos_w", a[2], b[2], qGrid.w(), kGrid.w());
    }

    private double term(double[] q, String name, int i, int j, int n, int m) {
        double[][] table = rows(value("attn." + name), q.length);
        int length = 2 * Math.max(n, m) - 1;
        double rq = Math.max((double) m / n, 1);
        double rk = Math.max((double) n / m, 1);
        int index = (int) (i * rq - j * rk + (m - 1) * rk);
        double at = table.length == length ? index : (index + 0.5) * table.length / length - 0.5; // resampled
        int low = (int) Math.max(0, Math.floor(at));
        int high = Math.min(low + 1, table.length - 1);
        double weight = Math.max(0, at) - low;
        return dot(q, table[low]) * (1 - weight) + dot(q, table[high]) * weight;
    }

    /** One head's depthwise convolution and norm. */
    private double[][] pooled(double[][] head, String name, Extent stride, Extent size, int hd) {
        if (!block.namedParameters().containsKey("attn.pool_" + name + ".weight")) {
            return head; // neither pooled nor normed
        }
        float[] filter = value("attn.pool_" + name + ".weight");
        double[][] result = new double[cls + size.volume()][hd];
        if (cls > 0) {
            result[0] = head[0];
        }
        for (int i = 0; i < size.volume(); i++) {
            int[] at = place(i, size);
            for (int tap = 0; tap < 27; tap++) {
                int t = at[0] * stride.t() + tap / 9 - 1;
                int h = at[1] * stride.h() + tap / 3 % 3 - 1;
                int w = at[2] * stride.w() + tap % 3 - 1;
                if (t >= 0 && t < grid.t() && h >= 0 && h < grid.h() && w >= 0 && w < grid.w()) {
                    double[] token = head[cls + (t * grid.h() + h) * grid.w() + w];
                    for (int c = 0; c < hd; c++) {
                        result[cls + i][c] += filter[c * 27 + tap] * token[c];
                    }
                }
            }
        }
        return norm(result, "attn.norm_" + name, hd);
    }

    /** Pooled tokens in equal parts over those within half a stride. */
    private double[][] spread(Extent pooled, Extent stride) {
        double[][] matrix = new double[cls + pooled.volume()][cls + grid.volume()];
        if (cls > 0) {
            matrix[0][0] = 1;
        }
        for (int i = 0; i < pooled.volume(); i++) {
            int[] at = place(i, pooled);
            int count = 0;
            for (int round = 0; round < 2; round++) {
                for (int j = 0; j < grid.volume(); j++) {
                    int[] to = place(j, grid);
                    boolean near = Math.abs(to[0] - at[0] * stride.t()) <= stride.t() / 2
                            && Math.abs(to[1] - at[1] * stride.h()) <= stride.h() / 2
                            && Math.abs(to[2] - at[2] * stride.w()) <= stride.w() / 2;
                    if (near && round == 0) {
                        count++;
                    } else if (near) {
                        matrix[cls + i][cls + j] = 1.0 / count;
                    }
                }
            }
        }
        return matrix;
    }

    private double[][] project(double[][] rows, int from, int width) {
        float[] weight = value("attn.qkv.weight");
        float[] bias = value("attn.qkv.bias");
        int in = rows[0].length;
        double[][] result = new double[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            for (int o = 0; o < width; o++) {
                double sum = bias[from + o];
                for (int c = 0; c < in; c++) {
                    sum += weight[(from + o) * in + c] * rows[i][c];
                }
                result[i][o] = sum;
            }
        }
        return result;
    }

    private double[][] norm(double[][] rows, String name, int width) {
        float[] weight = value(name + ".weight");
        float[] bias = value(name + ".bias");
        double[][] result = new double[rows.length][width];
        for (int i = 0; i < rows.length; i++) {
            double mean = 0;
            for (double v : rows[i]) {
                mean += v / width;
            }
            double variance = 0;
            for (double v : rows[i]) {
                variance += (v - mean) * (v - mean) / width;
            }
            for (int c = 0; c < width; c++) {
                result[i][c] = (rows[i][c] - mean) / Math.sqrt(variance + 1e-6) * weight[c] + bias[c];
            }
        }
        return result;
    }

    private float[] value(String name) {
        return block.namedParameters().get(name).getArray().toFloatArray();
    }

    private static int[] place(int token, Extent size) {
        return new int[] {token / (size.h() * size.w()), token / size.w() % size.h(), token % size.w()};
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double[][] rows(float[] values, int width) {
        double[][] rows = new double[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            rows[i / width][i % width] = values[i];
        }
        return rows;
    }
}

package org.mvit4j.video.model;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.mvit4j.nn.NamedBlock;

/**
 * Transformer steps written out token by token in double precision, from the papers' definitions: who attends to whom is a
 * list of token numbers per token. Each step also gives the matrix of attention, mean of the heads, for rollout.
 */
final class SlowTransformer {

    private final NamedBlock model;
    private final int heads;
    private final boolean tanh;

    /** @param tanh whether GELU is its tanh approximation */
    SlowTransformer(NamedBlock model, int heads, boolean tanh) {
        this.model = model;
        this.heads = heads;
        this.tanh = tanh;
    }

    /**
     * What an attention gives.
     *
     * @param output before the residual, [tokens][D]
     * @param matrix the softmax [tokens][tokens], mean of the heads
     */
    record Step(double[][] output, double[][] matrix) {}

    /** All heads alike. */
    Step attend(double[][] x, String norm, String attention, IntFunction<List<int[]>> sees) {
        return attend(x, norm, attention, List.of(sees));
    }

    /**
     * Attention with output projection. A token that belongs to several groups gets the mean over them.
     *
     * @param sees per equal share of the heads, the groups of tokens that a token attends to; none leaves it out
     */
    Step attend(double[][] x, String norm, String attention, List<IntFunction<List<int[]>>> sees) {
        double[][] y = norm(x, norm);
        int d = x[0].length;
        int hd = d / heads;
        double[][] qkv = linear(y, attention + ".qkv");
        double[][] mixed = new double[x.length][d];
        double[][] matrix = new double[x.length][x.length];
        for (int head = 0; head < heads; head++) {
            IntFunction<List<int[]>> whom = sees.get(head * sees.size() / heads);
            for (int i = 0; i < x.length; i++) {
                List<int[]> groups = whom.apply(i);
                for (int[] group : groups) {
                    double[] weight = new double[group.length];
                    double sum = 0;
                    for (int k = 0; k < group.length; k++) {
                        double score = 0;
                        for (int c = 0; c < hd; c++) {
                            score += qkv[i][head * hd + c] * qkv[group[k]][d + head * hd + c];
                        }
                        weight[k] = Math.exp(score / Math.sqrt(hd));
                        sum += weight[k];
                    }
                    for (int k = 0; k < group.length; k++) {
                        double part = weight[k] / sum / groups.size();
                        matrix[i][group[k]] += part / heads;
                        for (int c = 0; c < hd; c++) {
                            mixed[i][head * hd + c] += part * qkv[group[k]][2 * d + head * hd + c];
                        }
                    }
                }
            }
        }
        return new Step(linear(mixed, attention + ".proj"), matrix);
    }

    double[][] mlp(double[][] x, String norm, String mlp) {
        double[][] hidden = linear(norm(x, norm), mlp + ".fc1");
        for (double[] row : hidden) {
            for (int i = 0; i < row.length; i++) {
                row[i] = gelu(row[i]);
            }
        }
        return linear(hidden, mlp + ".fc2");
    }

    private double gelu(double v) {
        if (tanh) {
            return 0.5 * v * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (v + 0.044715 * v * v * v)));
        }
        double steps = 2000; // the normal distribution by Simpson's rule
        double sum = 0;
        double h = v / steps;
        for (int i = 0; i <= steps; i++) {
            double z = i * h;
            sum += (i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2) * Math.exp(-z * z / 2);
        }
        return v * (0.5 + sum * h / 3 / Math.sqrt(2 * Math.PI));
    }

    double[][] norm(double[][] x, String name) {
        float[] weight = value(name + ".weight");
        float[] bias = value(name + ".bias");
        double[][] y = new double[x.length][];
        for (int i = 0; i < x.length; i++) {
            double[] row = x[i];
            double mean =
                    IntStream.range(0, row.length).mapToDouble(c -> row[c]).sum() / row.length;
            double variance = IntStream.range(0, row.length)
                            .mapToDouble(c -> (row[c] - mean) * (row[c] - mean))
                            .sum()
                    / row.length;
            y[i] = IntStream.range(0, row.length)
                    .mapToDouble(c -> (row[c] - mean) / Math.sqrt(variance + 1e-6) * weight[c] + bias[c])
                    .toArray();
        }
        return y;
    }

    double[][] linear(double[][] x, String name) {
        float[] weight = value(name + ".weight");
        float[] bias = value(name + ".bias");
        double[][] y = new double[x.length][bias.length];
        for (int i = 0; i < x.length; i++) {
            for (int o = 0; o < bias.length; o++) {
                double sum = bias[o];
                for (int c = 0; c < x[i].length; c++) {
                    sum += (double) weight[o * x[i].length + c] * x[i][c];
                }
                y[i][o] = sum;
            }
        }
        return y;
    }

    float[] value(String name) {
        return model.namedParameters().get(name).getArray().toFloatArray();
    }

    static double[][] sum(double[][] a, double[][] b) {
        double[][] c = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[0].length; j++) {
                c[i][j] = a[i][j] + b[i][j];
            }
        }
        return c;
    }

    /** A step's rollout matrix (A + I) / 2, the identity where a token attends to nobody. */
    static double[][] rollout(double[][] attention) {
        double[][] w = new double[attention.length][attention.length];
        for (int i = 0; i < w.length; i++) {
            boolean attends = false;
            for (int j = 0; j < w.length; j++) {
                w[i][j] = attention[i][j] / 2;
                attends |= attention[i][j] != 0;
            }
            w[i][i] += attends ? 0.5 : 1;
        }
        return w;
    }

    static double[] times(double[] row, double[][] matrix) {
        double[] result = new double[matrix[0].length];
        for (int i = 0; i < row.length; i++) {
            for (int j = 0; j < result.length; j++) {
                result[j] += row[i] * matrix[i][j];
            }
        }
        return result;
    }

    static double[][] rows(float[] values, int width) {
        double[][] rows = new double[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            rows[i / width][i % width] = values[i];
        }
        return rows;
    }
}

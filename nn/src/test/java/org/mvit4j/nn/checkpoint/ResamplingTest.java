package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Against torch 2.14's {@code interpolate}. */
class ResamplingTest {
    private static final Offset<Float> TOLERANCE = Offset.offset(2e-6f);

    private static float[] input(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (i * 37 % 101) / 50f - 1;
        }
        return values;
    }

    @Test
    void fiveRowsTo9() {
        assertThat(LinearTable.resample(input(10), 5, 9))
                .containsExactly(
                        new float[] {
                            -1.0f,
                            -0.26f,
                            -0.5066666f,
                            -0.44f,
                            0.3155556f,
                            -0.7400001f,
                            0.2399999f,
                            -0.1422221f,
                            -0.06f,
                            0.68f,
                            -0.3600001f,
                            0.3799999f,
                            -0.4355555f,
                            0.08f,
                            0.3866671f,
                            -0.2200002f,
                            0.88f,
                            -0.4f
                        },
                        TOLERANCE);
    }

    @Test
    void fiveRowsTo3() {
        assertThat(LinearTable.resample(input(10), 5, 3))
                .containsExactly(new float[] {-0.5066667f, -0.44f, -0.06f, 0.68f, 0.3866664f, -0.2199999f}, TOLERANCE);
    }

    @Test
    void fiveRowsTo4() {
        assertThat(LinearTable.resample(input(10), 5, 4))
                .containsExactly(
                        new float[] {-0.815f, -0.3275f, 0.2775f, -0.245f, -0.3975f, 0.3425f, 0.695f, -0.3325f},
                        TOLERANCE);
    }

    @Test
    void threeByThreeTo5() {
        assertThat(BicubicGrid.resample(input(18), 3, 3, 5, 5))
                .containsExactly(
                        new float[] {
                            -1.1804801f,
                            -0.2465601f,
                            -0.4252797f,
                            -0.628442f,
                            0.4416001f,
                            -0.8384001f,
                            0.2176797f,
                            0.1471592f,
                            -0.15024f,
                            0.9962165f,
                            -1.0296421f,
                            -0.0817598f,
                            -0.1935773f,
                            -0.393249f,
                            0.7518397f,
                            -0.6735998f,
                            0.449382f,
                            -0.2863811f,
                            0.000598f,
                            0.0894786f,
                            -0.74208f,
                            0.19184f,
                            0.0131203f,
                            -0.0306403f,
                            0.88f,
                            -0.4f,
                            0.6560797f,
                            -0.7693599f,
                            0.2881601f,
                            -0.9918402f,
                            -0.3498011f,
                            0.4654401f,
                            -0.2819503f,
                            0.2534313f,
                            -0.0826402f,
                            -0.1264001f,
                            0.3610095f,
                            -0.5847691f,
                            0.6804392f,
                            -0.877642f,
                            -0.0911438f,
                            0.6302401f,
                            -0.566883f,
                            0.4077598f,
                            -0.8955201f,
                            0.0384f,
                            0.0760771f,
                            -0.33096f,
                            0.9390966f,
                            -0.5534402f
                        },
                        TOLERANCE);
    }

    @Test
    void threeByThreeTo2() {
        assertThat(BicubicGrid.resample(input(18), 3, 3, 2, 2))
                .containsExactly(
                        new float[] {
                            -0.5505545f,
                            -0.341723f,
                            0.2095236f,
                            0.0482971f,
                            -0.3311603f,
                            0.3625748f,
                            0.4289179f,
                            -0.5681293f
                        },
                        TOLERANCE);
    }
}

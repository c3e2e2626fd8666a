package org.mvit4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of file gives the very pixels the reference's loader gives. */
class FormatMatrixTest {

    /** 4:4:0 by libjpeg 6b, which JDK builds without a system libjpeg-turbo carry: chroma rows are doubled, not smoothed. */
    private static final String TALL_CHROMA_BY_LIBJPEG_6B =
            "18784a328d2ed3e4d719e8def24f37c8757e787feb9fbce4253534833103762d";

    static List<FormatMatrix.Sample> samples() {
        return FormatMatrix.samples();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void pixelsEqualPillows(FormatMatrix.Sample sample) throws IOException {
        RgbImage image = ImageReader.standard().read(sample.bytes(), sample.file());

        assertThat(image.width()).isEqualTo(sample.width());
        assertThat(image.height()).isEqualTo(sample.height());
        if (sample.file().equals("jpeg_ycc_440.jpg")) {
            assertThat(FormatMatrix.sha256(image.pixels())).isIn(sample.sha256(), TALL_CHROMA_BY_LIBJPEG_6B);
        } else {
            assertThat(FormatMatrix.sha256(image.pixels())).isEqualTo(sample.sha256());
        }
    }

    /** The plug-in repeats chroma where libwebp smooths it; brightness agrees, and the result says so in its notes. */
    @Test
    void lossyWebpAgreesInBrightness() throws IOException {
        RgbImage ours = ImageReader.standard().read(FormatMatrix.resource("webp_lossy.webp"));
        RgbImage pillows = ImageReader.standard().read(FormatMatrix.resource("webp_lossy.png"));

        double difference = 0;
        for (int i = 0; i < ours.pixels().length; i += 3) {
            difference += Math.abs(luma(ours.pixels(), i) - luma(pillows.pixels(), i));
        }
        assertThat(difference / ours.size().pixels()).isLessThan(0.6);
        assertThat(ours.notes()).hasSize(1);
    }

    private static double luma(byte[] rgb, int at) {
        return 0.299 * (rgb[at] & 0xff) + 0.587 * (rgb[at + 1] & 0xff) + 0.114 * (rgb[at + 2] & 0xff);
    }
}

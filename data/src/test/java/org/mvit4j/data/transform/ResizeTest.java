package org.mvit4j.data.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.image.RgbImage;

class ResizeTest {

    @Test
    void equalsPillowOnTheReferenceCases() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(Samples.resource("pil_bilinear.json"));
        RgbImage image = image(golden.get("image_hwc"));

        for (JsonNode to : golden.get("to")) {
            assertThat(Resize.BILINEAR.apply(
                            image, to.get("w").asInt(), to.get("h").asInt()))
                    .isEqualTo(image(to.get("out")));
        }
    }

    @Test
    void equalsPillowOnNoiseOfManyShapes() {
        for (String[] f : Samples.table("resize_cases.tsv")) {
            RgbImage image = Samples.noise(i(f[1]), i(f[2]), i(f[5]));

            RgbImage resized = new Resize(ResizeFilter.valueOf(f[0]), true).apply(image, i(f[3]), i(f[4]));

            assertThat(Samples.sha256(resized)).as(String.join(" ", f)).isEqualTo(f[6]);
        }
    }

    @Test
    void agreesWithThePlainTwoPassForm() {
        Random random = new Random(20240611);
        for (int n = 0; n < 60; n++) {
            RgbImage image = Samples.noise(1 + random.nextInt(90), 1 + random.nextInt(300), n);
            int width = 1 + random.nextInt(120);
            int height = 1 + random.nextInt(300);
            ResizeFilter filter = ResizeFilter.values()[n % 2];

            assertThat(new Resize(filter, n % 3 == 0).apply(image, width, height))
                    .as("case %d: %s to %d x %d, %s", n, image, width, height, filter)
                    .isEqualTo(PlainResize.resize(image, width, height, filter));
        }
    }

    @Test
    void aWindowIsACropOfTheWhole() {
        RgbImage image = Samples.noise(150, 90, 3);
        RgbImage whole = Resize.BICUBIC.apply(image, 211, 170);

        assertThat(Resize.BICUBIC.window(image, 211, 170, 17, 80, 100, 90)).isEqualTo(whole.crop(17, 80, 100, 90));
        assertThatThrownBy(() -> Resize.BICUBIC.window(image, 211, 170, 120, 0, 100, 90))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void theSameSizeIsTheSamePicture() {
        RgbImage image = Samples.noise(20, 10, 1);

        assertThat(Resize.BILINEAR.apply(image, image.size())).isSameAs(image);
    }

    private static int i(String field) {
        return Integer.parseInt(field);
    }

    private static RgbImage image(JsonNode rows) {
        int height = rows.size();
        int width = rows.get(0).size();
        byte[] pixels = new byte[3 * width * height];
        int at = 0;
        for (JsonNode row : rows) {
            for (JsonNode pixel : row) {
                for (JsonNode value : pixel) {
                    pixels[at++] = (byte) value.asInt();
                }
            }
        }
        return new RgbImage(width, height, pixels);
    }
}

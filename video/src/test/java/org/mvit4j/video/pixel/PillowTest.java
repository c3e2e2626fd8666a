package org.mvit4j.video.pixel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.mvit4j.data.image.RgbImage;

class PillowTest {

    @Test
    void everyOperationIsBitEqual() throws IOException {
        try (InputStream in = PillowTest.class.getResourceAsStream("pillow.json")) {
            JsonNode cases = new ObjectMapper().readTree(in).get("cases");
            assertThat(cases.size()).isEqualTo(138);
            for (JsonNode golden : cases) {
                RgbImage picture = DrawnPicture.of(
                        golden.get("width").asInt(),
                        golden.get("height").asInt(),
                        golden.get("seed").asInt());
                byte[] before = picture.pixels().clone();
                RgbImage result = apply(golden, picture);
                assertThat(result.pixels())
                        .as(golden.get("op") + " " + golden.get("arg") + " " + golden.get("interpolation") + " seed "
                                + golden.get("seed"))
                        .isEqualTo(
                                Base64.getDecoder().decode(golden.get("pixels").asText()));
                assertThat(picture.pixels()).isEqualTo(before);
            }
        }
    }

    private static RgbImage apply(JsonNode golden, RgbImage picture) {
        double arg = golden.get("arg").asDouble();
        return switch (golden.get("op").asText()) {
            case "auto_contrast" -> ToneCurve.autoContrast(picture).apply(picture);
            case "equalize" -> ToneCurve.equalize(picture).apply(picture);
            case "invert" -> ToneCurve.invert().apply(picture);
            case "posterize" -> ToneCurve.posterize((int) arg).apply(picture);
            case "solarize" -> ToneCurve.solarize((int) arg).apply(picture);
            case "solarize_add" -> ToneCurve.solarizeAdd((int) arg).apply(picture);
            case "color" -> Enhance.color(picture, arg);
            case "contrast" -> Enhance.contrast(picture, arg);
            case "brightness" -> Enhance.brightness(picture, arg);
            case "sharpness" -> Enhance.sharpness(picture, arg);
            case "rotate" -> affine(Affine.rotate(arg, picture.width(), picture.height()), golden, picture);
            case "shear_x" -> affine(Affine.shearX(arg), golden, picture);
            case "shear_y" -> affine(Affine.shearY(arg), golden, picture);
            case "translate_x" -> affine(Affine.translate(arg, 0), golden, picture);
            case "translate_y" -> affine(Affine.translate(0, arg), golden, picture);
            default -> throw new AssertionError(golden.get("op"));
        };
    }

    private static RgbImage affine(Affine affine, JsonNode golden, RgbImage picture) {
        return affine.apply(
                picture,
                Affine.Interpolation.valueOf(
                        golden.get("interpolation").asText().toUpperCase(Locale.ROOT)));
    }
}

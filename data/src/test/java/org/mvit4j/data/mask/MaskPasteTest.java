package org.mvit4j.data.mask;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.mvit4j.coco.mask.Rle;

class MaskPasteTest {

    @Test
    void equalsTheReferenceCases() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(resource("paste_masks.json"));
        int height = golden.at("/image_hw/0").asInt();
        int width = golden.at("/image_hw/1").asInt();
        for (int n = 0; n < golden.get("boxes").size(); n++) {
            float[] mask = floats(golden.get("masks").get(n));
            int side = golden.get("masks").get(n).size();
            float[] box = floats(golden.get("boxes").get(n));

            assertThat(rows(MaskPaste.paste(mask, side, box, height, width), height, width))
                    .isEqualTo(strings(golden.get("binary").get(n)));
            float[] soft = floats(golden.get("soft_full").get(n));
            float[] plain = PlainPaste.soft(mask, side, box, height, width);
            for (int i = 0; i < soft.length; i++) {
                assertThat(plain[i]).isCloseTo(soft[i], within(1e-6f));
            }
        }
    }

    @Test
    void equalsTheReferenceAfterPostprocessing() throws IOException {
        JsonNode golden = new ObjectMapper().readTree(resource("paste_masks.json"));
        JsonNode output = golden.get("postprocess");
        int height = output.at("/out_hw/0").asInt();
        int width = output.at("/out_hw/1").asInt();
        for (int n = 0; n < output.get("boxes").size(); n++) {
            float[] mask = floats(golden.get("masks").get(n));
            float[] box = floats(output.get("boxes").get(n));

            assertThat(rows(
                            MaskPaste.paste(mask, golden.get("masks").get(n).size(), box, height, width),
                            height,
                            width))
                    .isEqualTo(strings(output.get("masks").get(n)));
        }
    }

    @Test
    void equalsTorchOnManyShapesAndTies() {
        for (String line : new String(resource("paste_cases.tsv"), StandardCharsets.UTF_8).split("\n")) {
            if (line.startsWith("#")) {
                continue;
            }
            String[] f = line.split("\t");
            int side = Integer.parseInt(f[1]);
            float[] box = {
                Float.parseFloat(f[3]), Float.parseFloat(f[4]), Float.parseFloat(f[5]), Float.parseFloat(f[6])
            };
            int width = Integer.parseInt(f[7]);
            int height = Integer.parseInt(f[8]);

            byte[] mask = MaskPaste.paste(mask(f[0], side, Integer.parseInt(f[2])), side, box, height, width)
                    .decode(Rle.Layout.ROW_MAJOR);

            CRC32 crc = new CRC32();
            crc.update(mask);
            assertThat(String.format("%08x", crc.getValue())).as(line).isEqualTo(f[10]);
        }
    }

    @Test
    void agreesWithTheWholeImageForm() {
        Random random = new Random(99);
        for (int n = 0; n < 400; n++) {
            int side = 1 + random.nextInt(30);
            float[] mask = new float[side * side];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = n % 2 == 0 ? random.nextFloat() : random.nextInt(3) / 2f;
            }
            int width = 1 + random.nextInt(70);
            int height = 1 + random.nextInt(70);
            float x0 = random.nextFloat() * 90 - 20;
            float y0 = random.nextFloat() * 90 - 20;
            float[] box = {x0, y0, x0 + 0.1f + random.nextFloat() * 80, y0 + 0.1f + random.nextFloat() * 80};

            byte[] fast = MaskPaste.paste(mask, side, box, height, width).decode(Rle.Layout.ROW_MAJOR);

            float[] soft = PlainPaste.soft(mask, side, box, height, width);
            for (int i = 0; i < soft.length; i++) {
                assertThat(fast[i] == 1).as("case %d, pixel %d", n, i).isEqualTo(soft[i] >= 0.5f);
            }
        }
    }

    @Test
    void boxesWithoutAreaGiveEmptyMasks() {
        float[] mask = {1, 1, 1, 1};
        for (float[] box : List.of(
                new float[] {5, 5, 5, 9},
                new float[] {9, 5, 5, 9},
                new float[] {Float.NaN, 5, 9, 9},
                new float[] {0, 0, Float.POSITIVE_INFINITY, 9},
                new float[] {50, 50, 60, 60},
                new float[] {-60, -60, -50, -50})) {
            assertThat(MaskPaste.paste(mask, 2, box, 12, 14)).isEqualTo(Rle.empty(12, 14));
        }
    }

    @Test
    void argumentsAreChecked() {
        assertThatThrownBy(() -> MaskPaste.paste(new float[3], 2, new float[4], 5, 5))
                .hasMessage("a mask of side 2 has 4 values, got 3");
        assertThatThrownBy(() -> MaskPaste.paste(new float[4], 2, new float[4], 1 << 20, 1 << 20))
                .hasMessageContaining("2^31 - 1 pixels");
    }

    private static float[] mask(String kind, int side, int seed) {
        float[] mask = new float[side * side];
        int state = seed;
        for (int i = 0; i < mask.length; i++) {
            state = state * 1664525 + 1013904223;
            int value = state >>> 24;
            int dx = 2 * (i % side) + 1 - side;
            int dy = 2 * (i / side) + 1 - side;
            mask[i] = switch (kind) {
                case "noise" -> value / 255f;
                case "quarters" -> (value >> 6) / 4f;
                default -> clamp(clamp(1 - (dx * dx + dy * dy) / (2f * side * side)) + (value - 128f) / 1024f);
            };
        }
        return mask;
    }

    private static float clamp(float v) {
        return Math.max(0, Math.min(1, v));
    }

    private static List<String> rows(Rle mask, int height, int width) {
        byte[] pixels = mask.decode(Rle.Layout.ROW_MAJOR);
        return java.util.stream.IntStream.range(0, height)
                .mapToObj(y -> {
                    StringBuilder row = new StringBuilder();
                    for (int x = 0; x < width; x++) {
                        row.append(pixels[y * width + x]);
                    }
                    return row.toString();
                })
                .toList();
    }

    private static List<String> strings(JsonNode array) {
        List<String> out = new java.util.ArrayList<>();
        array.forEach(node -> out.add(node.asText()));
        return out;
    }

    private static float[] floats(JsonNode nested) {
        List<Float> out = new java.util.ArrayList<>();
        collect(nested, out);
        float[] values = new float[out.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = out.get(i);
        }
        return values;
    }

    private static void collect(JsonNode node, List<Float> out) {
        if (node.isArray()) {
            node.forEach(child -> collect(child, out));
        } else {
            out.add((float) node.asDouble());
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(MaskPasteTest.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

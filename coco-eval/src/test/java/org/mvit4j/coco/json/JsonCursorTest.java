package org.mvit4j.coco.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
    private static JsonCursor cursor(String text) {
        return new JsonCursor(new HeapBytes("text", text.getBytes(StandardCharsets.UTF_8)), 256);
    }

    @Test
    void numbersAreTheNearestDoubles() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("[");
        double[] expected = new double[200_000];
        for (int i = 0; i < expected.length; i++) {
            String number = number(random);
            expected[i] = Double.parseDouble(number);
            text.append(i == 0 ? "" : random.nextBoolean() ? "," : ",  ").append(number);
        }
        JsonCursor cursor = cursor(text.append(']').toString());
        cursor.enterArray();
        for (int i = 0; i < expected.length; i++) {
            assertThat(Double.doubleToLongBits(cursor.number()))
                    .as("seed %d, number %d: %s", seed, i, expected[i])
                    .isEqualTo(Double.doubleToLongBits(expected[i]));
            assertThat(cursor.moreElements()).isEqualTo(i + 1 < expected.length);
        }
    }

    private static String number(Random random) {
        switch (random.nextInt(7)) {
            case 0:
                return Double.toString(Double.longBitsToDouble(random.nextLong() & 0x7fdf_ffff_ffff_ffffL));
            case 1:
                return Double.toString(random.nextDouble());
            case 2:
                return Double.toString((double) random.nextFloat() * 640);
            case 3: // halfway cases and their neighbours, in full
                double d = Math.abs(random.nextGaussian()) * Math.pow(2, random.nextInt(80) - 40);
                return new java.math.BigDecimal(d)
                        .add(new java.math.BigDecimal(Math.ulp(d) / 2))
                        .toPlainString();
            case 4:
                return random.nextInt(100_000) + "." + Math.abs(random.nextLong()) + "e" + (random.nextInt(60) - 30);
            case 5:
                return Long.toString(random.nextLong() >>> random.nextInt(63) | 1);
            default:
                return "-0.000" + random.nextInt(1 << 30) + "E-" + random.nextInt(330);
        }
    }

    @Test
    void pythonsOwnTokensAreNumbers() {
        JsonCursor cursor = cursor("[NaN, Infinity, -Infinity, -0, -0.0, 1e999]");
        cursor.enterArray();
        double[] expected = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1.0 / 0};
        for (double e : expected) {
            assertThat(Double.compare(cursor.number(), e)).isZero();
            cursor.moreElements();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01",
                ".5",
                "1.",
                "+1",
                "-",
                "1e",
                "1e+",
                "tru",
                "nul",
                "\"a",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1 2]",
                "[1,]",
                "{\"a\" 1}",
                "{\"a\":1,}",
                "{a:1}",
                "[",
                "{",
                "NaNN",
                "-NaN",
                "\"\t\""
            })
    void whatPythonRefusesIsRefused(String text) {
        assertThatThrownBy(() -> {
                    JsonCursor cursor = cursor(text);
                    cursor.skip();
                    if (cursor.peek() != JsonCursor.END) {
                        throw cursor.syntax("more text");
                    }
                })
                .isInstanceOf(JsonFault.class);
    }

    @Test
    void stringsLoseTheirEscapesWhereverTheWindowEnds() {
        String value = "a\"b\\c/\b\f\n\r\té日😀\u0001z";
        String json = "\"a\\\"b\\\\c\\/\\b\\f\\n\\r\\t\\u00e9日\\uD83D\\ude00\\u0001z\"";
        for (int pad = 0; pad < 300; pad++) {
            JsonCursor cursor = cursor("[\"" + "x".repeat(pad) + "\", " + json + ", " + json + "]");
            cursor.enterArray();
            assertThat(cursor.string()).hasSize(pad);
            cursor.moreElements();
            assertThat(cursor.string()).isEqualTo(value);
            cursor.moreElements();
            cursor.skip();
            assertThat(cursor.moreElements()).isFalse();
        }
    }

    @Test
    void keysAreFoundEscapedOrNot() {
        KeyTable keys = new KeyTable("image_id", "segmentation", "id");
        JsonCursor cursor =
                cursor("{\"image_id\": 1, \"segmentatioX\": 2, \"\\u0069d\": 3, \"segmentation\": 4, \"\": 5}");
        int[] expected = {0, 3, 2, 1, 3, -1};
        int key = cursor.firstKey(keys);
        for (int e : expected) {
            assertThat(key).isEqualTo(e);
            if (e >= 0) {
                cursor.skip();
                key = cursor.nextKey(keys);
            }
        }
    }
}

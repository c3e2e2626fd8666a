package org.mvit4j.coco.mask;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One pass over a string must find what decoding it finds. */
class RleScannerTest {
    private final RleScanner scanner = new RleScanner();

    /** Scans {@code counts} as a JSON string in a window that ends after {@code limit} bytes. */
    private int scan(String counts, int height, int width, int limit) {
        byte[] text = (counts.replace("\\", "\\\\") + "\"").getBytes(StandardCharsets.UTF_8);
        byte[] window = Arrays.copyOf(text, Math.min(limit, text.length) + 1);
        window[window.length - 1] = 0;
        return scanner.size(height, width).scan(window, 0, window.length - 1);
    }

    private void agrees(Rle mask, String seed) {
        String counts = mask.toCompressedString();
        int length = counts.replace("\\", "\\\\").length() + 1;
        assertThat(scan(counts, mask.height(), mask.width(), length)).as(seed).isEqualTo(length);
        boolean gap = false;
        int[] runs = mask.counts();
        for (int i = 1; i < runs.length; i++) {
            gap |= runs[i] == 0;
        }
        assertThat(scanner.sound()).as(seed).isEqualTo(mask.sound() && !gap);
        if (scanner.sound()) {
            int[] box = new int[4];
            scanner.box(box, 0);
            assertThat(scanner.area()).as(seed).isEqualTo((int) mask.area());
            assertThat(Arrays.stream(box).asDoubleStream().toArray()).as(seed).isEqualTo(mask.toBbox());
        }
    }

    @Test
    void randomMasks() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            int h = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 20);
            int w = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 20);
            double density = random.nextDouble();
            double keep = random.nextDouble();
            boolean[] mask = new boolean[h * w];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = i > 0 && random.nextDouble() < keep ? mask[i - 1] : random.nextDouble() < density;
            }
            agrees(Rle.ofMask(mask, h, w, Rle.Layout.COLUMN_MAJOR), "seed " + seed);
        }
    }

    @Test
    void everyOtherPixelFillsManyBlocks() {
        for (int pixels : new int[] {1023, 1024, 1025, 1026, 2047, 2048, 2049, 2050, 9999}) {
            for (int phase = 0; phase < 2; phase++) {
                boolean[] mask = new boolean[pixels];
                for (int i = phase; i < pixels; i += 2) {
                    mask[i] = true;
                }
                agrees(Rle.ofMask(mask, pixels, 1, Rle.Layout.COLUMN_MAJOR), pixels + " pixels, phase " + phase);
                agrees(Rle.ofMask(mask, 1, pixels, Rle.Layout.COLUMN_MAJOR), pixels + " columns, phase " + phase);
            }
        }
    }

    @Test
    void runsThatLie() {
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            int[] runs = new int[random.nextInt(8)];
            int left = 100;
            for (int i = 0; i < runs.length; i++) {
                runs[i] = i == runs.length - 1 && random.nextBoolean() ? Math.max(0, left) : random.nextInt(40);
                left -= runs[i];
                if (random.nextInt(20) == 0) {
                    runs[i] = random.nextInt();
                }
            }
            agrees(Rle.ofRuns(10, 10, runs), "seed " + seed + " " + Arrays.toString(runs));
        }
    }

    @Test
    void asksForMoreAndLeavesOtherEscapesToOthers() {
        String counts = Rle.ofRuns(400, 400, new int[] {44, 300, 12_000, 700, 160_000 - 13_044})
                .toCompressedString();
        int length = counts.replace("\\", "\\\\").length();
        for (int limit = 0; limit <= length; limit++) {
            assertThat(scan(counts, 400, 400, limit)).as("limit " + limit).isEqualTo(-1);
            assertThat(scanner.sound()).isFalse();
        }
        byte[] escaped = "4\\u0034\"".getBytes(StandardCharsets.UTF_8);
        assertThat(scanner.size(2, 2).scan(escaped, 0, escaped.length)).isEqualTo(-2);
        byte[] foreign = "4!\"".getBytes(StandardCharsets.UTF_8);
        assertThat(scanner.size(2, 2).scan(foreign, 0, foreign.length)).isEqualTo(-2);
    }
}

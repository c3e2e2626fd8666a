package org.mvit4j.coco.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.Workers;

/** Stretches of any length must give what one reader gives, whatever the records hold. */
class ChunkedArrayTest {
    private static final class Values extends RecordReader {
        private static final KeyTable KEYS = new KeyTable("v");
        private final List<Double> values = new ArrayList<>();

        @Override
        public int rows() {
            return values.size();
        }

        @Override
        public void record(JsonCursor cursor) {
            double value = Double.NaN;
            for (int key = cursor.firstKey(KEYS); key >= 0; key = cursor.nextKey(KEYS)) {
                if (key == 0) {
                    value = cursor.number();
                } else {
                    cursor.skip();
                }
            }
            values.add(value);
        }
    }

    private static List<Double> read(String text, int threads, int chunk) {
        ByteSource source = new HeapBytes("text", text.getBytes(StandardCharsets.UTF_8));
        try (Workers workers = new Workers(threads)) {
            return workers.call(() -> {
                ChunkedArray<Values> array = new ChunkedArray<>(workers, source, "/x", Values::new, chunk);
                array.read(1);
                assertThat(array.end()).isEqualTo(text.lastIndexOf(']') + 1);
                List<Double> all = new ArrayList<>();
                array.parts().forEach(part -> all.addAll(part.values));
                return all;
            });
        }
    }

    @Test
    void stretchesAddUp() {
        Random random = new Random(1);
        String[] traps = {
            "\"a\": \"}, {\\\"v\\\": 1}, {\"",
            "\"b\": [{\"v\": 7}, {\"v\": 8}, {\"c\": []}]",
            "\"c\": {\"v\": [1, 2]}",
            "\"d\": \"]\""
        };
        for (int round = 0; round < 60; round++) {
            List<Double> expected = new ArrayList<>();
            StringBuilder text = new StringBuilder("[");
            int records = random.nextInt(60);
            for (int i = 0; i < records; i++) {
                text.append(i == 0 ? "" : random.nextBoolean() ? "," : " ,\n ").append('{');
                if (random.nextBoolean()) {
                    text.append(traps[random.nextInt(traps.length)]).append(", ");
                }
                text.append("\"v\": ").append(i).append('}');
                expected.add((double) i);
            }
            text.append("]  ");
            for (int chunk : new int[] {1, 7, 33, 100, 1000, 1 << 20}) {
                assertThat(read(text.toString(), 1 + random.nextInt(3), chunk)).isEqualTo(expected);
            }
        }
    }

    @Test
    void faultsNameTheRecordInTheWholeArray() {
        StringBuilder text = new StringBuilder("[{\"v\": 0}");
        for (int i = 1; i < 50; i++) {
            text.append(i == 37 ? ", {\"v\": x}" : ", {\"v\": 1}");
        }
        for (int chunk : new int[] {5, 50, 5000}) {
            assertThatThrownBy(() -> read(text + "]", 2, chunk))
                    .isInstanceOfSatisfying(CocoFormatException.class, e -> {
                        assertThat(e.record()).isEqualTo(37);
                        assertThat(e.pointer()).isEqualTo("/x/37");
                    });
        }
    }
}

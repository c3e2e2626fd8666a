package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against Java's own decoder, at block borders too. */
class Latin1RegionTest {
    private static Latin1Region region(byte[] utf8) {
        return new Latin1Region(new HeapRegion("test", utf8));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 65_535, 65_536, 65_537, 131_072, 300_001})
    void decodes(int size) {
        for (int mask : new int[] {0xFF, 0x7F, 0x80}) { // mixed, one byte each, two bytes each
            Random random = new Random(size);
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            for (int i = 0; i < size; i++) {
                bytes[i] = (byte) (mask == 0x80 ? bytes[i] | 0x80 : bytes[i] & mask);
            }
            Latin1Region region =
                    region(new String(bytes, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8));
            assertThat(region.size()).isEqualTo(size);
            assertThat(region.toArray(size)).isEqualTo(bytes);
            for (int i = 0; i < 100 && size > 0; i++) {
                int start = random.nextInt(size);
                ByteBuffer part = ByteBuffer.allocate(random.nextInt(Math.min(70_000, size - start) + 1));
                region.read(start, part);
                assertThat(part.array()).isEqualTo(Arrays.copyOfRange(bytes, start, start + part.capacity()));
            }
        }
    }

    @Test
    void refusesWhatIsNotBytes() {
        byte[][] wrong = {
            {(byte) 0xC2},
            {(byte) 0x80},
            {(byte) 0xC3, 'a'},
            {(byte) 0xC4, (byte) 0x80},
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xE2, (byte) 0x82, (byte) 0xAC},
            {(byte) 0xC2, (byte) 0x80, (byte) 0x80},
            {(byte) 0xFF},
        };
        for (byte[] text : wrong) {
            assertThatThrownBy(() -> region(text)).isInstanceOf(CheckpointException.class);
        }
    }
}

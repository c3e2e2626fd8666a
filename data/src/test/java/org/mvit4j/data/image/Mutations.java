package org.mvit4j.data.image;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;

/** Seeded damage: cuts, flipped bits, inserted bytes, wild header bytes, and PNG checksums put right again after it. */
final class Mutations {

    private final Random random;

    Mutations(long seed) {
        random = new Random(seed);
    }

    byte[] of(byte[] original) {
        byte[] b = original.clone();
        switch (random.nextInt(5)) {
            case 0 -> b = Arrays.copyOf(b, 1 + random.nextInt(b.length));
            case 1 -> {
                int at = random.nextInt(b.length);
                Arrays.fill(
                        b, at, Math.min(b.length, at + 1 + random.nextInt(4)), (byte) (random.nextBoolean() ? -1 : 0));
            }
            case 2 -> b = inserted(b, random.nextInt(b.length), 1 + random.nextInt(8));
            case 3 -> {
                for (int i = random.nextInt(3); i >= 0; i--) {
                    b[random.nextInt(Math.min(b.length, 100))] = (byte) random.nextInt(256);
                }
            }
            default -> {
                for (int i = random.nextInt(8); i >= 0; i--) {
                    b[random.nextInt(b.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        if (random.nextInt(3) > 0 && ImageFormat.sniff(b) == ImageFormat.PNG) {
            repairChecksums(b);
        }
        return b;
    }

    private static byte[] inserted(byte[] b, int at, int count) {
        byte[] longer = new byte[b.length + count];
        System.arraycopy(b, 0, longer, 0, at);
        System.arraycopy(b, at, longer, at + count, b.length - at);
        return longer;
    }

    static void repairChecksums(byte[] png) {
        long at = 8;
        while (at + 12 <= png.length) {
            int p = (int) at;
            long length =
                    (png[p] & 0xffL) << 24 | (png[p + 1] & 0xff) << 16 | (png[p + 2] & 0xff) << 8 | (png[p + 3] & 0xff);
            if (at + 12 + length > png.length) {
                return;
            }
            CRC32 crc = new CRC32();
            crc.update(png, p + 4, 4 + (int) length);
            for (int i = 0; i < 4; i++) {
                png[p + 8 + (int) length + i] = (byte) (crc.getValue() >> (24 - 8 * i));
            }
            at += 12 + length;
        }
    }
}

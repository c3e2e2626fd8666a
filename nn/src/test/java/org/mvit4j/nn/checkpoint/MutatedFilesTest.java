package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands of damaged variants of good files: each opens or is refused by our own exception, in little memory. */
class MutatedFilesTest {
    private static final int VARIANTS = 500;
    private static final long MEMORY = 64 << 20;

    @TempDir
    Path folder;

    static Stream<Path> files() {
        return Stream.concat(
                Resources.list("golden", "tiny_"),
                Stream.of(
                                "zip.pyth",
                                "nocrc.pth",
                                "legacy.pyth",
                                "bare_legacy_p4.pth",
                                "deflated.pyth",
                                "tensors_p2.pkl",
                                "tensors_p4.pkl",
                                "reference.safetensors",
                                "flax_optimizer_target.msgpack",
                                "flax_params.msgpack")
                        .map(name -> Resources.path("interop/" + name)));
    }

    @ParameterizedTest
    @MethodSource("files")
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void onlyOurExceptionComesOut(Path good) throws IOException {
        byte[] bytes = Files.readAllBytes(good);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int refused = 0;
        for (int seed = 0; seed < VARIANTS; seed++) {
            // spread, because the first draws of neighbouring seeds agree
            byte[] variant = mutate(bytes, new Random(seed * 0x9E3779B97F4A7C15L));
            Path file = Files.write(folder.resolve("variant"), variant);
            long before = threads.getCurrentThreadAllocatedBytes();
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                checkpoint.stateDict().forEach(MutatedFilesTest::touch);
            } catch (CheckpointException e) {
                assertThat(e).hasMessageContaining(file.toString());
                refused++;
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(good.getFileName() + ", seed " + seed, e);
            }
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated for %s, seed %d", good.getFileName(), seed)
                    .isLessThan(MEMORY);
        }
        assertThat(refused).isGreaterThan(VARIANTS / 10);
    }

    private static void touch(StoredTensor tensor) {
        int count = (int) Math.min(100, tensor.elementCount());
        tensor.read(
                tensor.elementCount() - count,
                ByteBuffer.allocate(count * tensor.type().bytes()));
    }

    private static byte[] mutate(byte[] good, Random random) {
        byte[] bytes = good.clone();
        switch (random.nextInt(4)) {
            case 0 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 1 -> { // a few flipped bits
                for (int i = random.nextInt(4); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case 2 -> { // bytes that opcodes, signs and lengths are made of
                byte[] likely = {0, 1, -1, 0x7F, -128, '}', ']', '(', 'h', 'R', 'b', 't', 'u', '.', (byte) 0x8E};
                for (int i = random.nextInt(8); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = likely[random.nextInt(likely.length)];
                }
            }
            default -> { // a piece over another
                int length = 1 + random.nextInt(Math.min(64, bytes.length - 1));
                System.arraycopy(
                        good,
                        random.nextInt(bytes.length - length),
                        bytes,
                        random.nextInt(bytes.length - length),
                        length);
            }
        }
        return bytes;
    }
}

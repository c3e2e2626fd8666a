package org.mvit4j.data.image;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Runs the recorded inputs as regression tests, or searches for new ones when {@code JAZZER_FUZZ} is set. */
class ImageReaderFuzzTest {

    private static final ImageReader READER = ImageReader.withLimits(new DecodeLimits(1_000_000, 1 << 20));

    @FuzzTest(maxDuration = "5m")
    void read(byte[] bytes) {
        try {
            READER.read(bytes);
        } catch (ImageFormatException expected) {
            // the one way out for bytes that are no picture
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}

package org.mvit4j.video.clip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Videos with something wrong or unusual about them, for tests of other packages. */
public final class BadClips {

    private BadClips() {}

    /** A video whose frames come at uneven times. */
    public static Path uneven(Path file, int frames) {
        return DrawnClip.write(file, frames, i -> i * i * 5 + 20 * i, 0);
    }

    /** A video to be shown turned by a quarter. */
    public static Path turned(Path file, int frames) {
        return DrawnClip.write(file, frames, i -> 40 * i, 90);
    }

    /** A video whose last third is missing. */
    public static Path cutOff(Path file, int frames) throws IOException {
        byte[] whole = Files.readAllBytes(DrawnClip.write(file, frames, i -> 40 * i, 0));
        return Files.write(file, Arrays.copyOf(whole, whole.length * 2 / 3));
    }
}

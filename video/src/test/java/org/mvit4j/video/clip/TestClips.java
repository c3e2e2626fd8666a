package org.mvit4j.video.clip;

import java.nio.file.Path;

/** Drawn videos for tests of other packages. */
public final class TestClips {

    private TestClips() {}

    /** A video at 25 frames per second. */
    public static Path write(Path file, int frames) {
        return DrawnClip.write(file, frames, i -> 40 * i, 0);
    }
}

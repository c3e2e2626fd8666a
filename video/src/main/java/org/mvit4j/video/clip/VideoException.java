package org.mvit4j.video.clip;

import java.io.IOException;

/** A video that cannot be used: the one-line message names the file, the fact and the fix. */
public final class VideoException extends IOException {
    private static final long serialVersionUID = 1L;

    public VideoException(String file, String fact, String fix) {
        super((file + ": " + fact + "; " + fix).replaceAll("\\p{Cntrl}", "?"));
    }
}

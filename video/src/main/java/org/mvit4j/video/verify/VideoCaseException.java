package org.mvit4j.video.verify;

/** A reference case that lacks something or asks for something unknown; the message names the case and the fact. */
public final class VideoCaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VideoCaseException(String path, String fact, Throwable cause) {
        super("case " + path + ": " + fact, cause);
    }
}

package org.mvit4j.data.image;

import java.io.IOException;

/** A picture that cannot be used. The message is one line: which picture, what is wrong with it, what to do. */
public final class ImageFormatException extends IOException {

    private static final long serialVersionUID = 1L;

    private final String source;

    ImageFormatException(String source, String fact, String fix) {
        super(source + ": " + oneLine(fact) + "; " + fix);
        this.source = source;
    }

    ImageFormatException(String source, String fact, String fix, Throwable cause) {
        this(source, fact, fix);
        initCause(cause);
    }

    /** The file name, or the name under which bytes or a stream were handed in. */
    public String source() {
        return source;
    }

    private static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}

package org.mvit4j.detect.verify;

/** A case file that cannot be read or asks for something unknown; the message names the file, the case and the fix. */
public final class CaseFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public CaseFileException(String message) {
        super(message);
    }

    public CaseFileException(String message, Throwable cause) {
        super(message, cause);
    }
}

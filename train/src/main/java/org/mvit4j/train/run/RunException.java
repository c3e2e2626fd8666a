package org.mvit4j.train.run;

/** A run that cannot start or go on. The message is one line: which folder, what is wrong, what to do. */
public final class RunException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public RunException(Object source, String fact, String fix) {
        super(source + ": " + fact + "; " + fix);
    }
}

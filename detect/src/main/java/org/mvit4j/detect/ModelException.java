package org.mvit4j.detect;

/** A model that cannot be opened, written or used as asked; the message names the file or setting and the fix. */
public final class ModelException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(message);
    }
}

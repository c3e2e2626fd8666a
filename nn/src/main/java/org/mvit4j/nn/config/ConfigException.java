package org.mvit4j.nn.config;

/** A configuration that cannot be used; the message is one line: where, what is wrong, and the fix. */
public final class ConfigException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** Creates an exception with a one-line message. */
    public ConfigException(String message) {
        super(message);
    }

    /** Creates an exception with a one-line message and its cause. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}

package org.mvit4j.data.coco;

/** A data set that cannot be trained on. The message is one line: which file, what is wrong, what to do. */
public final class DatasetException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DatasetException(Object source, String fact, String fix) {
        super(source + ": " + fact + "; " + fix);
    }
}

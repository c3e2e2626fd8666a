package org.mvit4j.coco.json;

/** Reads the records of one stretch of an array into columns. One reader belongs to one thread at a time. */
public abstract class RecordReader {
    /** Reads the object at the cursor. */
    public abstract void record(JsonCursor cursor);

    /** Number of records read so far. */
    public abstract int rows();
}

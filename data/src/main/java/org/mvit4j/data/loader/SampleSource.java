package org.mvit4j.data.loader;

import java.io.IOException;
import java.util.random.RandomGenerator;

/** Prepares single samples; called from many threads. */
public interface SampleSource<T> {

    /** Number of samples. */
    int size();

    /** What messages call a sample: its file. */
    String name(int index);

    /** Upper bound of the memory in bytes that preparing and then holding the sample takes. */
    long cost(int index);

    /**
     * Decodes and augments a sample.
     *
     * @param random the sample's own randomness
     */
    T load(int index, RandomGenerator random) throws IOException;
}

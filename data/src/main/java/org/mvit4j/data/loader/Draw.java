package org.mvit4j.data.loader;

/**
 * One sample to be prepared.
 *
 * @param number running number over the whole training, from 0: the key of its randomness
 * @param index which sample of the data set
 */
public record Draw(long number, int index) {}

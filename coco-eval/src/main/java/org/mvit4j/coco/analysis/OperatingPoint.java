package org.mvit4j.coco.analysis;

/**
 * A detector that keeps detections of at least some score.
 *
 * @param score that score
 * @param precision share of the kept detections that are right
 * @param recall share of the objects found
 * @param f weighted harmonic mean of both
 * @param hits right detections kept
 * @param misses wrong detections kept
 */
public record OperatingPoint(double score, double precision, double recall, double f, int hits, int misses) {}

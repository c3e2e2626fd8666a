package org.mvit4j.maskrcnn.matching;

/**
 * One annotation and one label per box.
 *
 * @param annotation per box, the index of the annotation that fits best (the first of equals; 0 when there is none)
 * @param label per box, {@link Matcher#POSITIVE}, {@link Matcher#NEGATIVE} or {@link Matcher#IGNORED}
 */
@SuppressWarnings("ArrayRecordComponent")
public record Matches(int[] annotation, int[] label) {}

package org.mvit4j.coco.analysis;

import java.util.List;

/**
 * Error types and what each costs. All average precision is at one threshold, in per cent, over the categories that have
 * objects or detections.
 *
 * @param ap average precision as it is
 * @param errors what was found per type
 * @param falsePositives average precision gained if no detection were wrong
 * @param falseNegatives average precision gained if no object were unmatched
 */
public record ErrorAnalysis(double ap, List<Error> errors, double falsePositives, double falseNegatives) {
    /**
     * One type.
     *
     * @param type which
     * @param count number of errors
     * @param loss average precision gained if they were set right, never negative
     */
    public record Error(ErrorType type, int count, double loss) {}

    /** The errors of one type. */
    public Error of(ErrorType type) {
        return errors.get(type.ordinal());
    }
}

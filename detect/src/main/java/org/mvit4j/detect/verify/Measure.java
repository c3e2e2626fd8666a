package org.mvit4j.detect.verify;

/**
 * One compared quantity of a case.
 *
 * @param caseName the case
 * @param quantity what was compared, such as {@code scale4} or {@code boxes}
 * @param error the largest deviation
 * @param tolerance the largest deviation allowed
 * @param unit what both are counted in: {@code abs}, {@code px}, {@code %}
 */
public record Measure(String caseName, String quantity, double error, double tolerance, String unit) {

    /** Returns whether the deviation is within the tolerance; NaN never is. */
    public boolean holds() {
        return error <= tolerance;
    }
}

package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What of a checkpoint fits a model and what does not.
 *
 * @param origin the file
 * @param matched number of model tensors that get a value
 * @param missing model tensors the file lacks
 * @param unexpected file tensors the model lacks
 * @param mismatched tensors of both with different shapes
 * @param adapted tensors brought to the model's shape
 * @param allowedMissing model tensors that keep their initialisation, as the options allow
 * @param allowedUnexpected file tensors left out, as the options allow
 * @param hints what the differences look like, in words
 */
public record LoadReport(
        Object origin,
        int matched,
        List<String> missing,
        List<String> unexpected,
        List<Difference> mismatched,
        List<Difference> adapted,
        List<String> allowedMissing,
        List<String> allowedUnexpected,
        List<String> hints) {
    private static final int SHOWN = 8;

    /** Two shapes of one name. */
    public record Difference(String name, long[] fileShape, long[] modelShape) {
        @Override
        public String toString() {
            return name + ": file " + Shape.text(fileShape) + ", model " + Shape.text(modelShape);
        }
    }

    /** Whether nothing is missing, unexpected or misshapen beyond what the options allow. */
    public boolean isComplete() {
        return missing.isEmpty() && unexpected.isEmpty() && mismatched.isEmpty();
    }

    /** The whole report: one line when complete, else counts, the first names of each group, and hints. */
    public String text() {
        StringBuilder text = new StringBuilder();
        if (isComplete()) {
            text.append(origin).append(": ").append(matched).append(" tensors fit");
        } else {
            text.append(origin)
                    .append(": the checkpoint does not fit the model; ")
                    .append(matched);
            text.append(matched == 1 ? " tensor fits, " : " tensors fit, ").append(mismatched.size());
            text.append(" have another shape, ").append(missing.size()).append(" are missing, ");
            text.append(unexpected.size()).append(" are unexpected");
        }
        for (String hint : hints) {
            text.append("\n  hint: ").append(hint);
        }
        group(text, "another shape", mismatched, Difference::toString);
        group(text, "missing from the file", missing, name -> name);
        group(text, "not in the model", unexpected, name -> name);
        group(text, "adapted", adapted, Difference::toString);
        if (!allowedMissing.isEmpty()) {
            text.append("\n  ").append(allowedMissing.size()).append(" tensors keep their initialisation, as allowed");
        }
        if (!allowedUnexpected.isEmpty()) {
            text.append("\n  ")
                    .append(allowedUnexpected.size())
                    .append(" tensors of the file are left out, as allowed");
        }
        return text.toString();
    }

    private static <T> void group(StringBuilder text, String title, List<T> items, Function<T, String> show) {
        if (items.isEmpty()) {
            return;
        }
        text.append("\n  ").append(title).append(" (").append(items.size()).append("):");
        List<T> shown = new ArrayList<>(items.subList(0, Math.min(SHOWN, items.size())));
        for (T item : shown) {
            text.append("\n    ").append(show.apply(item));
        }
        if (items.size() > SHOWN) {
            text.append("\n    ... and ").append(items.size() - SHOWN).append(" more");
        }
    }
}

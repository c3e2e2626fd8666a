package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** For each tensor of a model, the stored tensor that fills it, by name and shape. */
public final class StateDictPlan {
    private final Map<String, StoredTensor> matches;
    private final LoadReport report;

    private StateDictPlan(Map<String, StoredTensor> matches, LoadReport report) {
        this.matches = matches;
        this.report = report;
    }

    /**
     * Compares a model with a checkpoint under the same names.
     *
     * <p>A file's tensor of one more axis of size 1, as video code writes the depthwise filters of image models, is
     * taken without it. Position tables of another size are resampled where the options say so.
     *
     * @param model names and shapes, in the model's order
     * @param file weights under the model's names: pass them through their family's {@link NameFilter} first
     * @throws CheckpointException with the full report, if the options demand a complete match and there is none
     */
    public static StateDictPlan match(Map<String, long[]> model, StateDict file, LoadOptions options) {
        Map<String, StoredTensor> matches = new LinkedHashMap<>();
        List<String> missing = new ArrayList<>();
        List<String> allowedMissing = new ArrayList<>();
        List<LoadReport.Difference> mismatched = new ArrayList<>();
        List<LoadReport.Difference> adapted = new ArrayList<>();
        for (Map.Entry<String, long[]> entry : model.entrySet()) {
            String name = entry.getKey();
            StoredTensor stored = file.get(name);
            if (stored == null) {
                (options.missingAllowed().test(name) ? allowedMissing : missing).add(name);
                continue;
            }
            StoredTensor fitting = fit(stored, entry.getValue(), options);
            LoadReport.Difference difference = new LoadReport.Difference(
                    name, stored.shape(), entry.getValue().clone());
            if (fitting == null) {
                mismatched.add(difference);
                continue;
            }
            matches.put(name, fitting);
            if (fitting != stored) {
                adapted.add(difference);
            }
        }
        List<String> unexpected = new ArrayList<>();
        List<String> allowedUnexpected = new ArrayList<>();
        for (String name : file.names()) {
            if (!model.containsKey(name)) {
                (options.unexpectedAllowed().test(name) ? allowedUnexpected : unexpected).add(name);
            }
        }
        List<String> hints = missing.isEmpty() && unexpected.isEmpty() && mismatched.isEmpty()
                ? List.of()
                : new MismatchHints(model, file).describe(mismatched);
        LoadReport report = new LoadReport(
                file.origin(),
                matches.size(),
                missing,
                unexpected,
                mismatched,
                adapted,
                allowedMissing,
                allowedUnexpected,
                hints);
        if (options.complete() && !report.isComplete()) {
            throw CheckpointException.ofReport(report.text());
        }
        return new StateDictPlan(matches, report);
    }

    private static @Nullable StoredTensor fit(StoredTensor stored, long[] wanted, LoadOptions options) {
        long[] shape = stored.shape();
        if (Arrays.equals(shape, wanted)) {
            return stored;
        }
        if (shape.length == 5 && wanted.length == 4 && shape[2] == 1) {
            long[] squeezed = {shape[0], shape[1], shape[3], shape[4]};
            return Arrays.equals(squeezed, wanted) ? stored.shaped(wanted) : null;
        }
        boolean resample = options.resampleRelPos() && PositionResampling.isRelPos(stored.name())
                || options.resamplePosEmbed() && PositionResampling.isPosEmbed(stored.name());
        return resample ? PositionResampling.resize(stored, wanted) : null;
    }

    /** Model name to the tensor that fills it (with the model's name and shape), in the model's order. */
    public Map<String, StoredTensor> matches() {
        return Collections.unmodifiableMap(matches);
    }

    public LoadReport report() {
        return report;
    }
}

package org.mvit4j.nn.checkpoint;

import java.util.function.Predicate;

/**
 * How a checkpoint must fit a model.
 *
 * @param complete whether a missing, unexpected or misshapen tensor is an error
 * @param missingAllowed model tensors that may keep their initialisation
 * @param unexpectedAllowed file tensors that may be left out
 * @param resampleRelPos whether {@code rel_pos_*} tables of another length are resampled (linear)
 * @param resamplePosEmbed whether {@code pos_embed*} of another grid are resampled (bicubic; linear in time)
 */
public record LoadOptions(
        boolean complete,
        Predicate<String> missingAllowed,
        Predicate<String> unexpectedAllowed,
        boolean resampleRelPos,
        boolean resamplePosEmbed) {

    /** Everything must fit; only batch counters may come or be absent. */
    public static LoadOptions strict() {
        Predicate<String> counters = name -> name.endsWith("num_batches_tracked");
        return new LoadOptions(true, counters, counters, false, false);
    }

    /** What fits is taken, the report tells the rest. */
    public static LoadOptions lenient() {
        LoadOptions strict = strict();
        return new LoadOptions(false, strict.missingAllowed, strict.unexpectedAllowed, false, false);
    }

    public LoadOptions allowMissing(Predicate<String> names) {
        return new LoadOptions(complete, missingAllowed.or(names), unexpectedAllowed, resampleRelPos, resamplePosEmbed);
    }

    public LoadOptions allowUnexpected(Predicate<String> names) {
        return new LoadOptions(complete, missingAllowed, unexpectedAllowed.or(names), resampleRelPos, resamplePosEmbed);
    }

    public LoadOptions withRelPosResampling() {
        return new LoadOptions(complete, missingAllowed, unexpectedAllowed, true, resamplePosEmbed);
    }

    public LoadOptions withPosEmbedResampling() {
        return new LoadOptions(complete, missingAllowed, unexpectedAllowed, resampleRelPos, true);
    }
}

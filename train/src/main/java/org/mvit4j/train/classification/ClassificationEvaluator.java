package org.mvit4j.train.classification;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongConsumer;
import org.mvit4j.train.run.EvaluationHook;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.eval.EvaluationOptions;
import org.mvit4j.video.eval.MultiViewTest;
import org.mvit4j.video.model.VideoModel;

/**
 * Tests by the protocol that users test with.
 *
 * @param model in training
 * @param manager whose device computes
 * @param dataset to test on
 * @param options of the test; its progress is replaced
 */
record ClassificationEvaluator(VideoModel model, NDManager manager, ClipDataset dataset, EvaluationOptions options)
        implements EvaluationHook.Evaluator<ClassificationEvaluation> {

    private static final String TOP1 = "top1";

    @Override
    public ClassificationEvaluation evaluate(LongConsumer progress) throws IOException {
        try {
            return MultiViewTest.run(model, manager, dataset, options.withProgress(progress));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the test was interrupted", e);
        }
    }

    @Override
    public Map<String, Double> metrics(ClassificationEvaluation evaluation) {
        return evaluation.metrics();
    }

    @Override
    public List<String> headlines() {
        return List.of(TOP1);
    }

    @Override
    public String line(ClassificationEvaluation evaluation, long step) {
        return String.format(
                Locale.ROOT,
                "tested on %d videos at step %d: top-1 %.1f %%, top-5 %.1f %%%s",
                evaluation.size(),
                step,
                100 * evaluation.top(1),
                100 * evaluation.top(5),
                evaluation.broken().isEmpty() ? "" : ", " + evaluation.broken().size() + " videos could not be read");
    }
}

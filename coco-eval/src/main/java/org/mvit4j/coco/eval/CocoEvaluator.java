package org.mvit4j.coco.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.ResultKind;

/** Matches detections to objects, image by image and on many threads; the outcome does not depend on their number. */
public final class CocoEvaluator {
    private static final int MOST_IMAGES = 64;

    private CocoEvaluator() {}

    /** Evaluates on all processors. */
    public static Matches evaluate(CocoDataset dataset, CocoResults results, EvalParams params) {
        try (Workers workers = Workers.ofMachine()) {
            return evaluate(dataset, results, params, workers);
        }
    }

    /**
     * Evaluates with {@code workers}.
     *
     * @throws CocoFormatException if a record cannot be evaluated
     * @throws IllegalArgumentException if the results belong to another data set
     */
    public static Matches evaluate(CocoDataset dataset, CocoResults results, EvalParams params, Workers workers) {
        if (results.dataset() != dataset) {
            throw new IllegalArgumentException(
                    "the results were read for " + results.dataset().name() + ", not for " + dataset.name());
        }
        if (results.kind() == ResultKind.CAPTIONS) {
            throw new CocoFormatException(results.name(), 0, "/0", "the results are captions", "evaluate detections");
        }
        return workers.call(new Callable<Matches>() {
            @Override
            public Matches call() {
                return run(dataset, results, params, workers);
            }
        });
    }

    private static Matches run(CocoDataset dataset, CocoResults results, EvalParams params, Workers workers) {
        Selection selection = new Selection(dataset, results, params);
        int images = selection.images.length;
        int size = Math.max(1, Math.min(MOST_IMAGES, images / (8 * workers.threads())));
        int blocks = (images + size - 1) / size;
        MatchColumns[] found = new MatchColumns[blocks];
        Pool matchers = new Pool(dataset, results, params, selection);
        workers.forEach(blocks, new IntConsumer() {
            @Override
            public void accept(int block) {
                ImageMatcher matcher = matchers.take();
                for (int i = block * size; i < Math.min(images, (block + 1) * size); i++) {
                    matcher.match(i);
                }
                found[block] = matcher.takeColumns();
                matchers.giveBack(matcher);
            }
        });
        MatchColumns all = new MatchColumns(params.areas().size(), CellMatcher.words(params.iouThresholds().length));
        all.reserve(found);
        for (int block = 0; block < blocks; block++) {
            all.append(found[block]);
        }
        return new Matches(params, selection.imageIds, selection.categories, all);
    }

    /** Matchers with their scratch space, one for each thread at work. */
    private static final class Pool {
        private final CocoDataset dataset;
        private final CocoResults results;
        private final EvalParams params;
        private final Selection selection;
        private final List<ImageMatcher> idle = new ArrayList<>();

        Pool(CocoDataset dataset, CocoResults results, EvalParams params, Selection selection) {
            this.dataset = dataset;
            this.results = results;
            this.params = params;
            this.selection = selection;
        }

        synchronized ImageMatcher take() {
            return idle.isEmpty()
                    ? new ImageMatcher(dataset, results, params, selection)
                    : idle.remove(idle.size() - 1);
        }

        synchronized void giveBack(ImageMatcher matcher) {
            idle.add(matcher);
        }
    }
}

package org.mvit4j.coco.eval;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;

/**
 * Evaluation that grows image by image: add the detections of images as they come, ask for the figures at any time.
 * They are those of the images added so far, to the last bit, in whatever order these came. Images without detections
 * count once they are added. Safe for use by many threads.
 *
 * <pre>{@code
 * var evaluation = new IncrementalEvaluation(dataset, EvalParams.bbox());
 * for (Batch batch : loader) {
 *     evaluation.add(detect(batch), batch.imageIds());
 * }
 * double ap = Summary.of(evaluation.matches().accumulate()).ap();
 * }</pre>
 */
public final class IncrementalEvaluation {
    private static final int RUNS = 8;

    private final CocoDataset dataset;
    private final EvalParams params;
    private final Set<Long> seen = new HashSet<>();
    private final List<Matches> parts = new ArrayList<>();

    /** An evaluation against {@code dataset} that has seen no image yet. */
    public IncrementalEvaluation(CocoDataset dataset, EvalParams params) {
        this.dataset = dataset;
        this.params = params;
    }

    /**
     * Adds images with all their detections.
     *
     * @param results detections of these images; those of other images are left out
     * @param imageIds the images
     * @throws IllegalArgumentException if an image was added before or is not one of the data set
     */
    public void add(CocoResults results, long... imageIds) {
        synchronized (this) {
            Set<Long> fresh = new HashSet<>();
            for (long id : imageIds) {
                if (dataset.images().indexOf(id) < 0) {
                    throw new IllegalArgumentException("there is no image " + id + " in " + dataset.name());
                }
                if (seen.contains(id) || !fresh.add(id)) {
                    throw new IllegalArgumentException("image " + id + " was added before");
                }
            }
            seen.addAll(fresh);
        }
        EvalParams only = params.toBuilder().imageIds(imageIds).build();
        Matches part;
        try (Workers workers = new Workers(1)) {
            part = CocoEvaluator.evaluate(dataset, results, only, workers);
        }
        synchronized (this) {
            parts.add(part);
            if (parts.size() % RUNS == 0) {
                compact();
            }
        }
    }

    /** Joins neighbours of like size, so that adding n images costs n log n. */
    private void compact() {
        int last = parts.size() - 1;
        Matches tail = parts.remove(last--);
        while (last >= 0 && parts.get(last).imageIds().length <= 2 * tail.imageIds().length) {
            tail = tail.merge(parts.remove(last--));
        }
        parts.add(tail);
    }

    /** Number of images added. */
    public synchronized int images() {
        return seen.size();
    }

    /** What is known of the images added so far. */
    public synchronized Matches matches() {
        if (parts.isEmpty()) {
            throw new IllegalStateException("no image was added yet");
        }
        Matches all = Matches.merge(parts);
        parts.clear();
        parts.add(all);
        return all;
    }
}

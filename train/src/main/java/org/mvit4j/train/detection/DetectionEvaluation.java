package org.mvit4j.train.detection;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.ResultBuilder;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.Detection;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.Detector;

/**
 * Detections of a data set's images and what the COCO evaluator says about them.
 *
 * @param images index in the data set of each evaluated image
 * @param detections of each
 * @param boxes the results as boxes
 * @param masks the results as masks, or null for a detector without
 * @param boxMatches of the evaluator
 * @param maskMatches of the evaluator, or null
 */
public record DetectionEvaluation(
        CocoInstances instances,
        List<Integer> images,
        List<Detections> detections,
        CocoResults boxes,
        @Nullable CocoResults masks,
        Matches boxMatches,
        @Nullable Matches maskMatches) {

    /**
     * Runs a detector over images and evaluates.
     *
     * @param most how many images at most
     * @param progress told of each image
     */
    public static DetectionEvaluation run(Detector detector, CocoInstances instances, int most, LongConsumer progress)
            throws IOException {
        int count = Math.min(most, instances.size());
        List<Detections> found = new java.util.ArrayList<>();
        CompletableFuture<RgbImage> next = read(instances, 0);
        for (int i = 0; i < count; i++) {
            RgbImage image = joined(next);
            if (i + 1 < count) {
                next = read(instances, i + 1);
            }
            found.add(detector.detect(image));
            progress.accept(1);
        }
        List<Integer> indices = IntStream.range(0, count).boxed().toList();
        return of(instances, indices, found);
    }

    private static CompletableFuture<RgbImage> read(CocoInstances instances, int index) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return ImageReader.standard().read(instances.file(index));
            } catch (IOException e) {
                throw new CompletionException(e);
            }
        });
    }

    private static RgbImage joined(CompletableFuture<RgbImage> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Evaluates detections that are there already. */
    public static DetectionEvaluation of(CocoInstances instances, List<Integer> images, List<Detections> detections) {
        ResultBuilder boxes = CocoResults.builder(instances.dataset());
        ResultBuilder masks = CocoResults.builder(instances.dataset());
        boolean withMasks = detections.stream().flatMap(d -> d.items().stream()).allMatch(d -> d.mask() != null);
        for (int i = 0; i < images.size(); i++) {
            long id = instances.imageId(images.get(i));
            for (Detection d : detections.get(i)) {
                long category = instances.categoryId(d.classIndex());
                boxes.box(id, category, d.score(), d.x(), d.y(), d.width(), d.height());
                if (withMasks && d.mask() != null) {
                    masks.mask(id, category, d.score(), d.mask());
                }
            }
        }
        long[] ids = images.stream().mapToLong(instances::imageId).toArray();
        CocoResults boxResults = boxes.build();
        Matches boxMatches = CocoEvaluator.evaluate(
                instances.dataset(),
                boxResults,
                EvalParams.bbox().toBuilder().imageIds(ids).build());
        if (!withMasks) {
            return new DetectionEvaluation(instances, images, detections, boxResults, null, boxMatches, null);
        }
        CocoResults maskResults = masks.build();
        Matches maskMatches = maskResults.size() == 0
                ? boxMatches
                : CocoEvaluator.evaluate(
                        instances.dataset(),
                        maskResults,
                        EvalParams.segm().toBuilder().imageIds(ids).build());
        return new DetectionEvaluation(instances, images, detections, boxResults, maskResults, boxMatches, maskMatches);
    }

    /** The table's numbers for boxes. */
    public Summary boxSummary() {
        return Summary.of(boxArrays());
    }

    /** The table's numbers for masks, or null. */
    public @Nullable Summary maskSummary() {
        EvalArrays arrays = maskArrays();
        return arrays == null ? null : Summary.of(arrays);
    }

    /** Precision and recall for boxes. */
    public EvalArrays boxArrays() {
        return boxMatches.accumulate();
    }

    /** Precision and recall for masks, or null. */
    public @Nullable EvalArrays maskArrays() {
        return maskMatches == null ? null : maskMatches.accumulate();
    }

    /** {@code bbox/AP}, {@code segm/AP50} and so on, times 100 as the reference logs them. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        put(metrics, "bbox", boxArrays());
        EvalArrays masks = maskArrays();
        if (masks != null) {
            put(metrics, "segm", masks);
        }
        return metrics;
    }

    private void put(Map<String, Double> into, String kind, EvalArrays arrays) {
        Summary summary = Summary.of(arrays);
        String[] names = {"AP", "AP50", "AP75", "APs", "APm", "APl"};
        for (int i = 0; i < names.length; i++) {
            double value = summary.values()[i];
            into.put(kind + "/" + names[i], value < 0 ? Double.NaN : 100 * value);
        }
        for (int c = 0; c < instances.classNames().size(); c++) {
            double ap = arrays.categoryAp(c);
            into.put(kind + "/AP-" + instances.classNames().get(c), ap < 0 ? Double.NaN : 100 * ap);
        }
    }
}

package org.mvit4j.detect;

import ai.djl.modality.cv.output.BoundingBox;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.modality.cv.output.Mask;
import ai.djl.modality.cv.output.Rectangle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * The objects found in one picture, best score first.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param items the objects
 */
public record Detections(int width, int height, List<Detection> items) implements Iterable<Detection> {

    public Detections {
        items = List.copyOf(items);
    }

    /** Returns the number of objects. */
    public int count() {
        return items.size();
    }

    @Override
    public Iterator<Detection> iterator() {
        return items.iterator();
    }

    /** Keeps the objects whose score is at least the threshold. */
    public Detections atLeast(double score) {
        return new Detections(
                width, height, items.stream().filter(d -> d.score() >= score).toList());
    }

    /**
     * Returns the objects as COCO result records, ready for a JSON writer: {@code image_id, category_id, bbox}
     * [x, y, width, height], {@code score} and, with masks, {@code segmentation} {size, counts}.
     *
     * @param imageId the picture's id in the data set
     * @param categoryOf class index to the data set's category id
     */
    public List<Map<String, Object>> toCoco(long imageId, IntUnaryOperator categoryOf) {
        List<Map<String, Object>> records = new ArrayList<>(items.size());
        for (Detection d : items) {
            Map<String, Object> record = new LinkedHashMap<>();
            record.put("image_id", imageId);
            record.put("category_id", categoryOf.applyAsInt(d.classIndex()));
            record.put("bbox", List.of((double) d.x(), (double) d.y(), (double) d.width(), (double) d.height()));
            record.put("score", (double) d.score());
            if (d.mask() != null) {
                Map<String, Object> segmentation = new LinkedHashMap<>();
                segmentation.put("size", List.of(height, width));
                segmentation.put("counts", d.mask().toCompressedString());
                record.put("segmentation", segmentation);
            }
            records.add(record);
        }
        return records;
    }

    /**
     * Returns the objects in DJL's class: boxes as fractions of the picture, masks as the soft mask over the box.
     * DJL has no place for the class index, pixels or run lengths.
     */
    public DetectedObjects toDetectedObjects() {
        List<String> names = new ArrayList<>(items.size());
        List<Double> scores = new ArrayList<>(items.size());
        List<BoundingBox> boxes = new ArrayList<>(items.size());
        for (Detection d : items) {
            names.add(d.className());
            scores.add((double) d.score());
            double x = d.x() / (double) width;
            double y = d.y() / (double) height;
            double w = d.width() / (double) width;
            double h = d.height() / (double) height;
            SoftMask mask = d.softMask();
            boxes.add(mask == null ? new Rectangle(x, y, w, h) : new Mask(x, y, w, h, mask.rows()));
        }
        return new DetectedObjects(names, scores, boxes);
    }
}

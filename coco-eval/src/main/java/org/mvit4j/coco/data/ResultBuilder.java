package org.mvit4j.coco.data;

import java.util.List;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.json.HeapBytes;
import org.mvit4j.coco.mask.Rle;

/** Collects detections in memory, all of one kind. Not thread-safe. */
public final class ResultBuilder {
    private final CocoDataset dataset;
    private final HeapBytes text = new HeapBytes("results in memory");
    private final JsonText json = new JsonText();
    private final ResultRows rows;

    ResultBuilder(CocoDataset dataset) {
        this.dataset = dataset;
        rows = new ResultRows(dataset.ids(), 64);
    }

    /** Number of detections so far. */
    public int size() {
        return rows.rows();
    }

    private void begin(long imageId, long categoryId, double score) {
        if (dataset.images().indexOf(imageId) < 0) {
            throw new IllegalArgumentException("there is no image " + imageId + " in " + dataset.name());
        }
        int row = rows.begin();
        rows.image[row] = imageId;
        rows.category[row] = categoryId;
        rows.score[row] = score;
        rows.set(ResultRows.HAS_SCORE);
    }

    /** Adds a box x, y, width, height in absolute pixels. */
    public ResultBuilder box(
            long imageId, long categoryId, double score, double x, double y, double width, double height) {
        begin(imageId, categoryId, score);
        rows.box(x, y, width, height);
        rows.commit();
        return this;
    }

    /** Adds a mask; its area and box are its own. */
    public ResultBuilder mask(long imageId, long categoryId, double score, Rle mask) {
        begin(imageId, categoryId, score);
        json.clear().mask(mask);
        rows.mask(text.append(json.bytes(), 0, json.size()), mask);
        rows.commit();
        return this;
    }

    /** Adds a pose x1, y1, v1, x2, …; v is not used. */
    public ResultBuilder keypoints(long imageId, long categoryId, double score, double... keypoints) {
        if (keypoints.length == 0) {
            throw new IllegalArgumentException("a pose needs keypoints");
        }
        begin(imageId, categoryId, score);
        rows.keypoints(keypoints, keypoints.length);
        rows.commit();
        return this;
    }

    /**
     * The results; the builder is then empty. Without any detection they are boxes that find nothing.
     *
     * @throws IllegalArgumentException if detections of several kinds were added
     */
    public CocoResults build() {
        ResultKind kind = ResultKind.BOXES;
        int kinds = ResultRows.BOX_PRESENT | ResultRows.MASK_PRESENT | ResultRows.KEYPOINTS_PRESENT;
        for (int i = 0; i < rows.rows(); i++) {
            if ((rows.flags[i] & kinds) != (rows.flags[0] & kinds)) {
                throw new IllegalArgumentException("detection " + i + " is of another kind than the first");
            }
        }
        if (rows.rows() > 0) {
            int first = rows.flags[0] & kinds;
            kind = first == ResultRows.MASK_PRESENT
                    ? ResultKind.MASKS
                    : first == ResultRows.KEYPOINTS_PRESENT ? ResultKind.KEYPOINTS : ResultKind.BOXES;
        }
        return new CocoResults(dataset, text, kind, Strictness.COMPATIBLE, List.of(rows));
    }
}

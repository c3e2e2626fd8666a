package org.mvit4j.coco.data;

import java.util.Arrays;

/** Annotation rows by image, in file order within each; annotations of unknown images are left out. */
public final class AnnotationIndex {
    private final int[] starts;
    private final int[] rows;

    AnnotationIndex(CocoDataset dataset) {
        Annotations all = dataset.annotations();
        Images images = dataset.images();
        int[] slot = new int[all.size()];
        starts = new int[images.size() + 1];
        for (int row = 0; row < slot.length; row++) {
            slot[row] = images.indexOf(all.imageId(row));
            if (slot[row] >= 0) {
                starts[slot[row] + 1]++;
            }
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        rows = new int[starts[starts.length - 1]];
        int[] next = Arrays.copyOf(starts, starts.length);
        for (int row = 0; row < slot.length; row++) {
            if (slot[row] >= 0) {
                rows[next[slot[row]]++] = row;
            }
        }
    }

    /** Number of annotations of image {@code image} (its row in {@link CocoDataset#images()}). */
    public int count(int image) {
        return starts[image + 1] - starts[image];
    }

    /** Annotation row number {@code k} of image {@code image}. */
    public int row(int image, int k) {
        return rows[starts[image] + k];
    }
}

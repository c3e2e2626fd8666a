package org.mvit4j.coco.eval;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.AnnotationIndex;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.IdSpace;
import org.mvit4j.coco.data.Images;

/**
 * Which images, categories, objects and detections take part, in the order in which the reference visits them: images
 * by id, annotations and results of an image in file order.
 */
final class Selection {
    /** Ids of the images, ascending. */
    final long[] imageIds;
    /** Their rows in the data set. */
    final int[] images;
    /** Ids of the categories in the order of the arrays; a single -1 without categories. */
    final long[] categories;

    private final CocoDataset dataset;
    private final CocoResults results;
    private final EvalParams params;
    private final Map<Long, Integer> position = new HashMap<>();
    private final int[] categoryPosition;

    private final int[] truthStart;
    private final int[] truthRows;
    private final int[] resultStart;
    private final int[] resultRows;

    Selection(CocoDataset dataset, CocoResults results, EvalParams params) {
        this.dataset = dataset;
        this.results = results;
        this.params = params;
        imageIds = sortedUnique(params.imageIds() == null ? dataset.images().ids() : knownImages(params.imageIds()));
        images = new int[imageIds.length];
        int[] slot = new int[dataset.images().size()];
        Arrays.fill(slot, -1);
        for (int i = 0; i < images.length; i++) {
            images[i] = dataset.images().indexOf(imageIds[i]);
            slot[images[i]] = i;
        }
        long[] wanted = params.categoryIds();
        if (wanted == null) {
            wanted = new long[dataset.categories().size()];
            for (int c = 0; c < wanted.length; c++) {
                wanted[c] = dataset.categories().id(c);
            }
            wanted = sortedUnique(wanted);
        } else if (params.useCategories()) {
            wanted = sortedUnique(wanted);
        }
        for (int c = 0; c < wanted.length; c++) {
            position.putIfAbsent(wanted[c], c);
        }
        categories = params.useCategories() ? wanted : new long[] {-1};
        categoryPosition = new int[dataset.categories().size()];
        for (int c = 0; c < categoryPosition.length; c++) {
            categoryPosition[c] = position.getOrDefault(dataset.categories().id(c), -1);
        }
        truthStart = new int[images.length + 1];
        truthRows = groupTruth(slot);
        resultStart = new int[images.length + 1];
        resultRows = groupResults(slot);
    }

    private long[] knownImages(long[] ids) {
        long[] known = new long[ids.length];
        int count = 0;
        for (long id : ids) {
            if (dataset.images().indexOf(id) >= 0) {
                known[count++] = id;
            }
        }
        return Arrays.copyOf(known, count);
    }

    /** Numbers ascending, then names as Python sorts strings. */
    private long[] sortedUnique(long[] ids) {
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        int count = 0;
        int names = 0;
        for (int i = 0; i < sorted.length; i++) {
            if (i == 0 || sorted[i] != sorted[i - 1]) {
                names += IdSpace.isName(sorted[i]) ? 1 : 0;
                sorted[count++] = sorted[i];
            }
        }
        if (names > 0) {
            Long[] boxed = new Long[names];
            for (int i = 0; i < names; i++) {
                boxed[i] = sorted[count - names + i];
            }
            Arrays.sort(
                    boxed,
                    (a, b) -> String.valueOf(dataset.ids().original(a))
                            .compareTo(String.valueOf(dataset.ids().original(b))));
            for (int i = 0; i < names; i++) {
                sorted[count - names + i] = boxed[i];
            }
        }
        return Arrays.copyOf(sorted, count);
    }

    /** Annotation rows by image slot. Of several annotations with one id, all stand for the last. */
    private int[] groupTruth(int[] slot) {
        Annotations all = dataset.annotations();
        AnnotationIndex index = dataset.byImage();
        int[] last = all.lastOfSameId();
        int total = 0;
        for (int image : images) {
            total += index.count(image);
        }
        int[] rows = new int[total];
        int[] slots = new int[total];
        int n = 0;
        for (int image : images) {
            for (int k = 0; k < index.count(image); k++) {
                int row = index.row(image, k);
                if (positionOf(all.categoryId(row)) < 0 && params.useCategories()) {
                    continue;
                }
                if (last != null) {
                    row = last[row];
                }
                int at = dataset.images().indexOf(all.imageId(row));
                if (at < 0 || slot[at] < 0) {
                    continue;
                }
                rows[n] = row;
                slots[n++] = slot[at];
            }
        }
        return group(rows, slots, n, truthStart);
    }

    private int[] groupResults(int[] slot) {
        int n = results.size();
        int[] slots = new int[n];
        for (int row = 0; row < n; row++) {
            slots[row] = slot[results.image(row)];
        }
        return group(null, slots, n, resultStart);
    }

    /** Stable counting sort by slot; entries with slot -1 are left out. */
    private static int[] group(int @Nullable [] rows, int[] slots, int n, int[] starts) {
        for (int i = 0; i < n; i++) {
            if (slots[i] >= 0) {
                starts[slots[i] + 1]++;
            }
        }
        for (int i = 1; i < starts.length; i++) {
            starts[i] += starts[i - 1];
        }
        int[] next = starts.clone();
        int[] grouped = new int[starts[starts.length - 1]];
        for (int i = 0; i < n; i++) {
            if (slots[i] >= 0) {
                grouped[next[slots[i]]++] = rows == null ? i : rows[i];
            }
        }
        return grouped;
    }

    int truthCount(int image) {
        return truthStart[image + 1] - truthStart[image];
    }

    int truthRow(int image, int k) {
        return truthRows[truthStart[image] + k];
    }

    int resultCount(int image) {
        return resultStart[image + 1] - resultStart[image];
    }

    int resultRow(int image, int k) {
        return resultRows[resultStart[image] + k];
    }

    /** Position of a category id among those wanted, or -1. */
    int positionOf(long categoryId) {
        int row = dataset.categories().indexOf(categoryId);
        return row >= 0 ? categoryPosition[row] : position.getOrDefault(categoryId, -1);
    }

    /** Position of a result's category among those wanted, or -1. */
    int resultPosition(int row) {
        int category = results.category(row);
        return category >= 0 ? categoryPosition[category] : position.getOrDefault(results.categoryId(row), -1);
    }

    /** Number of categories wanted, also when all are one. */
    int positions() {
        return position.size();
    }

    Images table() {
        return dataset.images();
    }
}

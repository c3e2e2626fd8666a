package org.mvit4j.coco.eval;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;

/** Evaluates one image after the other: gathers its cells, finds their pairs, matches them. One per thread. */
final class ImageMatcher {
    private final CocoDataset dataset;
    private final CocoResults results;
    private final EvalParams params;
    private final Selection selection;
    private final boolean lvis;
    private final boolean honourIgnore;
    private final double[] low;
    private final double[] high;
    private final boolean halfOpen;
    private final PairFinder finder;
    private final CellMatcher matcher;
    private MatchColumns out;
    private final ScoreOrder order = new ScoreOrder();

    private final Cell cell = new Cell();
    private final int[] truthCount;
    private final int[] resultCount;
    private int[] touched = new int[16];
    private int[] truthRows = new int[64];
    private int[] truthPositions = new int[64];
    private int[] resultRows = new int[256];
    private int[] resultPositions = new int[256];
    private int[] sorted = new int[256];
    private int[] sequence = new int[256];
    private double[] scores = new double[256];
    private long[] ignored = new long[16];

    ImageMatcher(CocoDataset dataset, CocoResults results, EvalParams params, Selection selection) {
        this.dataset = dataset;
        this.results = results;
        this.params = params;
        this.selection = selection;
        lvis = params.protocol() == EvalParams.Protocol.LVIS;
        honourIgnore = lvis || params.iouType() == IouType.BOUNDARY;
        List<AreaRange> areas = params.areas();
        low = new double[areas.size()];
        high = new double[areas.size()];
        for (int a = 0; a < low.length; a++) {
            low[a] = areas.get(a).low();
            high[a] = areas.get(a).high();
        }
        halfOpen = params.halfOpenAreas();
        matcher = new CellMatcher(params.iouThresholds());
        finder = PairFinder.of(dataset, results, params, matcher.least());
        out = new MatchColumns(low.length, CellMatcher.words(params.iouThresholds().length));
        truthCount = new int[selection.positions()];
        resultCount = new int[selection.positions()];
    }

    /** What was found since the last call. */
    MatchColumns takeColumns() {
        MatchColumns found = out;
        out = new MatchColumns(found.areas, found.words);
        return found;
    }

    /** Evaluates image number {@code image} of the selection. */
    void match(int image) {
        int categories = gather(image);
        Arrays.sort(touched, 0, categories);
        if (params.useCategories()) {
            int truth = 0;
            int result = 0;
            for (int i = 0; i < categories; i++) {
                int position = touched[i];
                cell.clear();
                truth = addTruths(position, truth);
                result = addResults(position, result);
                evaluate(image, position);
            }
        } else if (categories > 0) {
            cell.clear();
            int truth = 0;
            int result = 0;
            for (int i = 0; i < categories; i++) {
                truth = addTruths(touched[i], truth);
                result = addResults(touched[i], result);
            }
            evaluate(image, 0);
        }
        for (int i = 0; i < categories; i++) {
            truthCount[touched[i]] = 0;
            resultCount[touched[i]] = 0;
        }
    }

    private int addTruths(int position, int from) {
        int end = from + truthCount[position];
        for (int k = from; k < end; k++) {
            cell.addTruth(truthRows[k]);
        }
        return end;
    }

    private int addResults(int position, int from) {
        int end = from + resultCount[position];
        for (int k = from; k < end; k++) {
            cell.addDetection(resultRows[k]);
        }
        return end;
    }

    /** Rows of the image by category; fills {@link #touched} with the categories met and answers their number. */
    private int gather(int image) {
        int categories = 0;
        Annotations all = dataset.annotations();
        int truths = selection.truthCount(image);
        ensureTruths(truths);
        int n = 0;
        for (int k = 0; k < truths; k++) {
            int row = selection.truthRow(image, k);
            int position = selection.positionOf(all.categoryId(row));
            if (position < 0 || lvis && !positive(all.area(row))) {
                continue;
            }
            sorted[n] = row;
            truthPositions[n++] = position;
            if (truthCount[position]++ == 0) {
                touch(categories++, position);
            }
        }
        categories = gatherResults(image, n, categories);
        return categories;
    }

    private int gatherResults(int image, int truths, int known) {
        int categories = known;
        int n = selection.resultCount(image);
        ensureResults(n);
        for (int k = 0; k < n; k++) {
            sequence[k] = selection.resultRow(image, k);
        }
        int taken = n;
        int limit = params.maxDetections()[0];
        if (lvis && n > limit) {
            taken = cap(n, limit);
        }
        long[] negatives = lvis
                ? federated(image, selection.table().negativeCategories(selection.images[image]), "neg_category_ids")
                : null;
        int m = 0;
        for (int k = 0; k < taken; k++) {
            int row = sequence[k];
            int position = selection.resultPosition(row);
            if (position < 0) {
                continue;
            }
            if (negatives != null
                    && (!positive(results.area(row))
                            || truthCount[position] == 0 && !contains(negatives, results.categoryId(row)))) {
                continue;
            }
            sequence[m] = row;
            resultPositions[m++] = position;
            if (resultCount[position]++ == 0 && truthCount[position] == 0) {
                touch(categories++, position);
            }
        }
        Arrays.sort(touched, 0, categories);
        bucket(sorted, truthPositions, truths, truthCount, categories, truthRows);
        bucket(sequence, resultPositions, m, resultCount, categories, resultRows);
        return categories;
    }

    /** Stable sort of rows by position, which are counted already. */
    private void bucket(int[] rows, int[] positions, int n, int[] counts, int categories, int[] target) {
        int start = 0;
        for (int i = 0; i < categories; i++) {
            int count = counts[touched[i]];
            counts[touched[i]] = start;
            start += count;
        }
        for (int k = 0; k < n; k++) {
            target[counts[positions[k]]++] = rows[k];
        }
        int end = 0;
        for (int i = 0; i < categories; i++) {
            int stop = counts[touched[i]];
            counts[touched[i]] = stop - end;
            end = stop;
        }
    }

    private static boolean positive(double area) {
        return area > 0 && area < Double.POSITIVE_INFINITY;
    }

    private static boolean contains(long[] ids, long id) {
        for (long candidate : ids) {
            if (candidate == id) {
                return true;
            }
        }
        return false;
    }

    private long[] federated(int image, long @Nullable [] list, String field) {
        if (list == null) {
            int row = selection.images[image];
            throw new CocoFormatException(
                    dataset.name(),
                    row,
                    "/images/" + row + "/" + field,
                    "the field is missing",
                    "evaluate an LVIS file, or use the COCO protocol");
        }
        return list;
    }

    /** The {@code limit} highest of the image's first {@code n} results, by descending score. */
    private int cap(int n, int limit) {
        for (int k = 0; k < n; k++) {
            scores[k] = results.score(sequence[k]);
        }
        order.sort(scores, n, resultPositions);
        System.arraycopy(sequence, 0, resultRows, 0, n);
        for (int k = 0; k < limit; k++) {
            sequence[k] = resultRows[resultPositions[k]];
        }
        return limit;
    }

    private void touch(int at, int position) {
        if (at == touched.length) {
            touched = Arrays.copyOf(touched, 2 * at);
        }
        touched[at] = position;
    }

    private void ensureTruths(int n) {
        if (truthRows.length < n) {
            truthRows = new int[2 * n];
            truthPositions = new int[2 * n];
        }
        if (sorted.length < n) {
            sorted = new int[2 * n];
        }
    }

    private void ensureResults(int n) {
        if (resultRows.length < n) {
            resultRows = new int[2 * n];
            resultPositions = new int[2 * n];
            sequence = new int[2 * n];
            scores = new double[2 * n];
        }
    }

    private void evaluate(int image, int category) {
        sortDetections();
        out.beginCell(image, category);
        prepareTruths();
        if (cell.truths > 0) {
            if (cell.detections > 0) {
                finder.find(cell);
            } else {
                finder.check(cell);
            }
        }
        long everywhere = lvis && openCategory(image, category) ? -1L : 0;
        for (int d = 0; d < cell.detections; d++) {
            int row = cell.detected[d];
            out.addDetection(results.score(row), everywhere | outside(results.area(row)));
        }
        if (cell.truths > 0 && cell.pairs > 0) {
            matcher.match(cell, dataset.annotations(), ignored, out);
        }
        out.endCell();
    }

    private boolean openCategory(int image, int category) {
        long[] open = federated(
                image,
                selection.table().notExhaustiveCategories(selection.images[image]),
                "not_exhaustive_category_ids");
        return contains(open, selection.categories[category]);
    }

    private void sortDetections() {
        int n = cell.detections;
        if (n > 1) {
            for (int d = 0; d < n; d++) {
                scores[d] = results.score(cell.detected[d]);
            }
            order.sort(scores, n, resultPositions);
            System.arraycopy(cell.detected, 0, sequence, 0, n);
            for (int d = 0; d < n; d++) {
                cell.detected[d] = sequence[resultPositions[d]];
            }
        }
        cell.detections = Math.min(n, params.matchLimit());
    }

    private void prepareTruths() {
        if (ignored.length < cell.truths) {
            ignored = new long[2 * cell.truths];
        }
        Annotations all = dataset.annotations();
        int areas = low.length;
        for (int g = 0; g < cell.truths; g++) {
            int row = cell.truth[g];
            requireFields(all, row);
            cell.crowd[g] = !lvis && all.isCrowd(row);
            boolean ignore = !lvis && all.crowdIgnores(row) || honourIgnore && all.ignore(row);
            if (params.iouType() == IouType.KEYPOINTS) {
                ignore |= all.noKeypoints(row);
            }
            ignored[g] = ignore ? -1L : outside(all.area(row));
            for (int a = 0; a < areas; a++) {
                out.objects[out.cells * areas + a] += (ignored[g] >>> a & 1) == 0 ? 1 : 0;
            }
        }
    }

    private void requireFields(Annotations all, int row) {
        if (!all.hasArea(row)) {
            throw finder.truthFault(
                    row, "area", "area is missing or not a number", "write the segment's area in pixels");
        }
        if (!lvis && !all.hasCrowdFlag(row)) {
            throw finder.truthFault(row, "iscrowd", "iscrowd is missing or not a number", "write 0 or 1");
        }
        if (all.badId(row)) {
            throw finder.truthFault(row, "id", "the id is not a number", "number annotations from 1");
        }
        if (params.iouType() == IouType.KEYPOINTS && !all.hasKeypointCount(row)) {
            throw finder.truthFault(
                    row, "num_keypoints", "num_keypoints is missing", "write the number of labelled keypoints");
        }
    }

    private long outside(double area) {
        long bits = 0;
        for (int a = 0; a < low.length; a++) {
            if (area < low[a] || area > high[a] || halfOpen && area == high[a]) {
                bits |= 1L << a;
            }
        }
        return bits;
    }
}

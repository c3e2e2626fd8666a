package org.mvit4j.coco.eval;

import java.util.Arrays;
import java.util.List;

/** Joins the matches of disjoint sets of images: cells by image id, categories by union. */
final class MatchMerger {
    private final List<Matches> parts;

    MatchMerger(List<Matches> parts) {
        this.parts = parts;
    }

    Matches merge() {
        EvalParams params = parts.get(0).params();
        MatchColumns[] columns = new MatchColumns[parts.size()];
        int images = 0;
        for (int p = 0; p < columns.length; p++) {
            Matches part = parts.get(p);
            if (!part.params().comparable(params)) {
                throw new IllegalArgumentException("part " + p + " was evaluated with other parameters than part 0");
            }
            columns[p] = part.columns;
            images += part.imageIds.length;
        }
        long[] categories = union();
        Entry[] order = new Entry[images];
        int n = 0;
        for (int p = 0; p < columns.length; p++) {
            int cell = 0;
            Matches part = parts.get(p);
            for (int i = 0; i < part.imageIds.length; i++) {
                int first = cell;
                while (cell < part.cells() && part.image(cell) == i) {
                    cell++;
                }
                order[n++] = new Entry(part.imageIds[i], p, first, cell);
            }
        }
        Arrays.sort(order);
        MatchColumns merged = new MatchColumns(columns[0].areas, columns[0].words);
        merged.reserve(columns);
        long[] imageIds = new long[images];
        for (int i = 0; i < images; i++) {
            imageIds[i] = order[i].image;
            if (i > 0 && imageIds[i] == imageIds[i - 1]) {
                throw new IllegalArgumentException("image " + imageIds[i] + " was evaluated twice");
            }
            copy(order[i], i, categories, merged);
        }
        return new Matches(params, imageIds, categories, merged);
    }

    private long[] union() {
        int total = 0;
        for (Matches part : parts) {
            total += part.categories.length;
        }
        long[] all = new long[total];
        int n = 0;
        for (Matches part : parts) {
            System.arraycopy(part.categories, 0, all, n, part.categories.length);
            n += part.categories.length;
        }
        Arrays.sort(all);
        int unique = 0;
        for (int i = 0; i < n; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[unique++] = all[i];
            }
        }
        return Arrays.copyOf(all, unique);
    }

    private void copy(Entry entry, int image, long[] categories, MatchColumns to) {
        Matches part = parts.get(entry.part);
        MatchColumns from = part.columns;
        int width = from.areas * 2 * from.words;
        for (int c = entry.firstCell; c < entry.endCell; c++) {
            to.cellImage[to.cells] = image;
            to.cellCategory[to.cells] = Arrays.binarySearch(categories, part.categories[from.cellCategory[c]]);
            to.cellDetections[to.cells] = from.cellDetections[c];
            to.cellCandidates[to.cells] = from.cellCandidates[c];
            System.arraycopy(from.objects, c * from.areas, to.objects, to.cells * from.areas, from.areas);
            int d = part.detectionStart[c];
            System.arraycopy(from.score, d, to.score, to.detections, from.cellDetections[c]);
            System.arraycopy(from.outside, d, to.outside, to.detections, from.cellDetections[c]);
            int k = part.candidateStart[c];
            System.arraycopy(from.candidate, k, to.candidate, to.candidates, from.cellCandidates[c]);
            System.arraycopy(from.fate, k * width, to.fate, to.candidates * width, from.cellCandidates[c] * width);
            to.cells++;
            to.detections += from.cellDetections[c];
            to.candidates += from.cellCandidates[c];
        }
    }

    private record Entry(long image, int part, int firstCell, int endCell) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            return Long.compare(image, other.image);
        }
    }
}

package org.mvit4j.coco.eval;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.ObjectStreamException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Workers;

/**
 * What matching found out about a set of images: the sufficient statistics of every metric. Values of disjoint sets of
 * images merge in any order and grouping into the value of their union, to the last bit. Immutable.
 *
 * <p>A cell is one image and category that has objects or detections. Its detections are ordered by descending score;
 * each is a hit, a miss or ignored, per area range and similarity threshold.
 */
public final class Matches implements Serializable {
    private static final long serialVersionUID = 1;

    private final transient EvalParams params;
    final transient long[] imageIds;
    final transient long[] categories;
    final transient MatchColumns columns;
    /** Per cell: first detection and first candidate, and the ends of both at the last place. */
    final transient int[] detectionStart;

    final transient int[] candidateStart;

    Matches(EvalParams params, long[] imageIds, long[] categories, MatchColumns columns) {
        this.params = params;
        this.imageIds = imageIds;
        this.categories = categories;
        this.columns = columns;
        detectionStart = new int[columns.cells + 1];
        candidateStart = new int[columns.cells + 1];
        for (int c = 0; c < columns.cells; c++) {
            detectionStart[c + 1] = detectionStart[c] + columns.cellDetections[c];
            candidateStart[c + 1] = candidateStart[c] + columns.cellCandidates[c];
        }
    }

    /** The parameters of the evaluation. */
    public EvalParams params() {
        return params;
    }

    /** Ids of the images evaluated, in ascending order, whether anything was in them or not. */
    public long[] imageIds() {
        return imageIds.clone();
    }

    /** Ids of the categories, in the order of the arrays; a single -1 without categories. */
    public long[] categories() {
        return categories.clone();
    }

    /** Number of cells. Cells are ordered by image, then category. */
    public int cells() {
        return columns.cells;
    }

    /** Position of the cell's image in {@link #imageIds()}. */
    public int image(int cell) {
        return columns.cellImage[cell];
    }

    /** Position of the cell's category in {@link #categories()}. */
    public int category(int cell) {
        return columns.cellCategory[cell];
    }

    /** Number of objects of the cell that count in area range {@code area}. */
    public int objects(int cell, int area) {
        return columns.objects[cell * columns.areas + area];
    }

    /** Number of detections of the cell, after the limit of detections. */
    public int detections(int cell) {
        return columns.cellDetections[cell];
    }

    /** Score of the cell's detection number {@code rank}. */
    public double score(int cell, int rank) {
        return columns.score[detectionStart[cell] + rank];
    }

    /** What a detection counted as. */
    public enum Outcome {
        /** It found an object that counts. */
        HIT,
        /** It found none. */
        MISS,
        /** It found one that does not count, or none and lies outside the area range. */
        IGNORED
    }

    /** What the cell's detection number {@code rank} counts as at one area range and threshold. */
    public Outcome outcome(int cell, int rank, int area, int threshold) {
        int from = candidateStart[cell];
        int at = Arrays.binarySearch(columns.candidate, from, candidateStart[cell + 1], rank);
        if (at < 0) {
            boolean outside = (columns.outside[detectionStart[cell] + rank] >>> area & 1) != 0;
            return outside ? Outcome.IGNORED : Outcome.MISS;
        }
        int word = fate(at, area) + 2 * (threshold / Long.SIZE);
        if ((columns.fate[word] >>> threshold & 1) != 0) {
            return Outcome.HIT;
        }
        return (columns.fate[word + 1] >>> threshold & 1) != 0 ? Outcome.MISS : Outcome.IGNORED;
    }

    /** Number of the cell's candidates: the detections that some object could have matched. */
    public int candidates(int cell) {
        return columns.cellCandidates[cell];
    }

    /** Rank of the cell's candidate number {@code i}; ranks ascend. */
    public int candidateRank(int cell, int i) {
        return columns.candidate[candidateStart[cell] + i];
    }

    /** Bit t: the cell's candidate number {@code i} is a hit at threshold {@code 64 * word + t}. */
    public long hits(int cell, int i, int area, int word) {
        return columns.fate[fate(candidateStart[cell] + i, area) + 2 * word];
    }

    /** Bit t: the cell's candidate number {@code i} is a miss at threshold {@code 64 * word + t}. */
    public long misses(int cell, int i, int area, int word) {
        return columns.fate[fate(candidateStart[cell] + i, area) + 2 * word + 1];
    }

    /** Bit a: the cell's detection number {@code rank} is ignored in area range a when nothing matches it. */
    public long outside(int cell, int rank) {
        return columns.outside[detectionStart[cell] + rank];
    }

    int fate(int candidate, int area) {
        return (candidate * columns.areas + area) * 2 * columns.words;
    }

    /** Precision, recall and scores of all categories, on all processors. */
    public EvalArrays accumulate() {
        try (Workers workers = Workers.ofMachine()) {
            return accumulate(workers);
        }
    }

    /** Precision, recall and scores of all categories, with {@code workers}. */
    public EvalArrays accumulate(Workers workers) {
        return new Accumulator(this).run(workers);
    }

    /**
     * The value of the union of disjoint sets of images.
     *
     * @throws IllegalArgumentException if an image occurs twice, or parameters differ in more than images and categories
     */
    public static Matches merge(Collection<Matches> parts) {
        if (parts.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to merge");
        }
        return parts.size() == 1 ? parts.iterator().next() : new MatchMerger(List.copyOf(parts)).merge();
    }

    /**
     * Writes this value; its images' ids must be integers.
     *
     * @see #read
     */
    public void write(OutputStream out) throws IOException {
        BufferedOutputStream buffered = new BufferedOutputStream(out);
        MatchesFormat.write(this, buffered);
        buffered.flush();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if it is cut off or damaged
     */
    public static Matches read(InputStream in) throws IOException {
        return MatchesFormat.read(in instanceof BufferedInputStream ? in : new BufferedInputStream(in));
    }

    private Object writeReplace() throws ObjectStreamException {
        return new Frozen(this);
    }

    /** Serial form, for frameworks that ship values as Java objects. */
    private static final class Frozen implements Externalizable {
        private static final long serialVersionUID = 1;
        private transient @Nullable Matches matches;

        public Frozen() {}

        Frozen(Matches matches) {
            this.matches = matches;
        }

        @Override
        public void writeExternal(ObjectOutput out) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Objects.requireNonNull(matches).write(bytes);
            out.writeInt(bytes.size());
            out.write(bytes.toByteArray());
        }

        @Override
        public void readExternal(ObjectInput in) throws IOException {
            int length = in.readInt();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] step = new byte[1 << 16];
            while (bytes.size() < length) {
                int count = Math.min(step.length, length - bytes.size());
                in.readFully(step, 0, count);
                bytes.write(step, 0, count);
            }
            matches = Matches.read(new ByteArrayInputStream(bytes.toByteArray()));
        }

        private Object readResolve() {
            return Objects.requireNonNull(matches);
        }
    }

    /** The value of the union of this set of images and another, disjoint one. */
    public Matches merge(Matches other) {
        return merge(List.of(this, other));
    }
}

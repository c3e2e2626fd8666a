package org.mvit4j.data.loader;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An endless sequence of batches over an {@link EpochOrder}. Samples of different groups never share a batch; a group's
 * samples wait until a batch is full. Not thread-safe.
 */
public final class BatchSampler {

    private static final IntUnaryOperator ONE_GROUP = index -> 0;

    private final EpochOrder order;
    private final int batchSize;
    private final IntUnaryOperator group;
    private final List<List<Draw>> waiting = new ArrayList<>();
    private long epoch;
    private int offset;
    private long drawn;
    private int @Nullable [] current;

    private BatchSampler(EpochOrder order, int batchSize, IntUnaryOperator group) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch holds at least one sample, got " + batchSize);
        }
        this.order = order;
        this.batchSize = batchSize;
        this.group = group;
    }

    /** Batches in the order's own sequence. */
    public static BatchSampler of(EpochOrder order, int batchSize) {
        return new BatchSampler(order, batchSize, ONE_GROUP);
    }

    /**
     * Batches within groups, such as wide and high images.
     *
     * @param group small non-negative number of a sample's group
     */
    public static BatchSampler grouped(EpochOrder order, int batchSize, IntUnaryOperator group) {
        return new BatchSampler(order, batchSize, group);
    }

    /**
     * Where a sampler stands.
     *
     * @param epoch passes completed
     * @param offset samples drawn of the current pass
     * @param drawn samples drawn in all
     * @param waiting samples drawn whose batch is not full
     */
    public record State(long epoch, int offset, long drawn, List<Draw> waiting) {
        public State {
            waiting = List.copyOf(waiting);
        }
    }

    /** The next batch. */
    public List<Draw> next() {
        while (true) {
            Draw draw = draw();
            List<Draw> bucket = bucket(group.applyAsInt(draw.index()));
            bucket.add(draw);
            if (bucket.size() == batchSize) {
                List<Draw> batch = List.copyOf(bucket);
                bucket.clear();
                return batch;
            }
        }
    }

    private Draw draw() {
        int[] indices = current;
        if (indices == null) {
            indices = order.epoch(epoch);
        }
        if (offset == indices.length) {
            epoch++;
            offset = 0;
            indices = order.epoch(epoch);
        }
        current = indices;
        return new Draw(drawn++, indices[offset++]);
    }

    private List<Draw> bucket(int number) {
        while (waiting.size() <= number) {
            waiting.add(new ArrayList<>());
        }
        return waiting.get(number);
    }

    /** Everything needed to go on from here. */
    public State state() {
        return new State(
                epoch, offset, drawn, waiting.stream().flatMap(List::stream).toList());
    }

    /** Goes on from a state of a sampler with the same order, batch size and groups. */
    public void restore(State state) {
        int[] indices = order.epoch(state.epoch());
        if (state.offset() < 0 || state.offset() > indices.length) {
            throw new IllegalArgumentException("the data set changed: the saved position is sample " + state.offset()
                    + " of a pass that now has " + indices.length + "; resume with the data of the first start");
        }
        epoch = state.epoch();
        offset = state.offset();
        drawn = state.drawn();
        current = indices;
        waiting.clear();
        for (Draw draw : state.waiting()) {
            bucket(group.applyAsInt(draw.index())).add(draw);
        }
    }
}

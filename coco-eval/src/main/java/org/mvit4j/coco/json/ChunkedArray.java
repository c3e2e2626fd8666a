package org.mvit4j.coco.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Workers;

/**
 * An array of records read in stretches by several threads. Each stretch but the first starts where a record seems to
 * start; it counts only if the stretch before it ends exactly there, otherwise it is read again from the true place. So
 * the result is that of one thread for every input, and the guess costs nothing but time.
 *
 * @param <R> the columns of one stretch
 */
public final class ChunkedArray<R extends RecordReader> {
    private static final int CHUNK = 4 << 20;
    private static final int OVERRUN = 8 << 20;

    private final Workers workers;
    private final ByteSource source;
    private final String pointer;
    private final Supplier<R> factory;
    private final int chunk;

    private final List<R> parts = new ArrayList<>();
    private long end;
    private volatile boolean stopped;

    /**
     * @param pointer JSON pointer of the array, for messages
     * @param factory makes empty columns for one stretch
     */
    public ChunkedArray(Workers workers, ByteSource source, String pointer, Supplier<R> factory) {
        this(workers, source, pointer, factory, CHUNK);
    }

    ChunkedArray(Workers workers, ByteSource source, String pointer, Supplier<R> factory, int chunk) {
        this.workers = workers;
        this.source = source;
        this.pointer = pointer;
        this.factory = factory;
        this.chunk = chunk;
    }

    /** The stretches in order. */
    public List<R> parts() {
        return parts;
    }

    /** Offset of the byte after the array's closing bracket. */
    public long end() {
        return end;
    }

    /** Reads the array whose first byte after the opening bracket is at {@code start}. */
    public void read(long start) {
        Stretch first = accept(new Stretch(start, start + chunk, true).call(), start);
        if (first.closed) {
            return;
        }
        ArrayDeque<ForkJoinTask<Stretch>> ahead = new ArrayDeque<>();
        long expected = first.end;
        long from = start + chunk;
        int window = workers.threads() == 1 ? 1 : 3 * workers.threads();
        try {
            while (true) {
                while (ahead.size() < window && from < source.size()) {
                    ahead.add(workers.fork(new Stretch(from, from + chunk, false)));
                    from += chunk;
                }
                ForkJoinTask<Stretch> next = ahead.poll();
                Stretch stretch =
                        next == null ? new Stretch(expected, Long.MAX_VALUE, true).call() : workers.join(next);
                if (stretch.nominalEnd <= expected) {
                    continue; // a record longer than a stretch covers it
                }
                stretch = accept(stretch, expected);
                if (stretch.closed) {
                    return;
                }
                expected = stretch.end;
            }
        } finally {
            stopped = true;
            for (ForkJoinTask<Stretch> task : ahead) {
                task.cancel(false);
            }
        }
    }

    private Stretch accept(Stretch read, long expected) {
        Stretch stretch = read;
        if (!stretch.exact && (stretch.fault != null || stretch.start != expected)) {
            stretch = new Stretch(expected, stretch.nominalEnd, true).call();
        }
        R reader = stretch.reader;
        if (stretch.fault != null || reader == null) {
            JsonFault fault = stretch.fault == null ? new JsonFault("", "reading was stopped", null) : stretch.fault;
            long row = reader == null ? -1 : reader.rows();
            for (R part : parts) {
                row += part.rows();
            }
            throw fault.at(source.name(), pointer, row);
        }
        parts.add(reader);
        end = stretch.end;
        return stretch;
    }

    /** One stretch: {@code exact} ones start at a known record, others look for one. */
    private final class Stretch implements Callable<Stretch> {
        private final boolean exact;
        private final long nominalEnd;
        private long start;
        private long end;
        private boolean closed;
        private @Nullable R reader;
        private @Nullable JsonFault fault;

        Stretch(long start, long nominalEnd, boolean exact) {
            this.start = start;
            this.nominalEnd = nominalEnd;
            this.exact = exact;
        }

        @Override
        public Stretch call() {
            if (!exact) {
                start = recordAfter(start, nominalEnd);
                if (start < 0) {
                    return this;
                }
            }
            R rows = factory.get();
            reader = rows;
            ByteSource text = exact ? source : new Prefix(source, nominalEnd + OVERRUN);
            JsonCursor cursor = new JsonCursor(text);
            cursor.seek(start);
            try {
                read(rows, cursor);
            } catch (JsonFault e) {
                fault = e;
            }
            return this;
        }

        private void read(R rows, JsonCursor cursor) {
            if (cursor.peek() == ']' && exact && parts.isEmpty()) {
                cursor.advance();
                end = cursor.offset();
                closed = true;
                return;
            }
            while (!stopped || exact) {
                int c = cursor.peek();
                end = cursor.offset();
                if (end >= nominalEnd) {
                    return;
                }
                if (c != '{') {
                    throw c == JsonCursor.END
                            ? cursor.syntax("the file ends inside the array")
                            : new JsonFault("", "expected an object but found " + cursor.found(), null);
                }
                rows.record(cursor);
                if (!cursor.moreElements()) {
                    end = cursor.offset();
                    closed = true;
                    return;
                }
            }
        }

        /** Offset of the first '{' at or after {@code from} that follows '}' and ','; -1 if none comes before the end. */
        private long recordAfter(long from, long to) {
            byte[] bytes = new byte[1 << 14];
            int state = 0;
            long at = Math.max(0, from - 64);
            while (at < to) {
                int count = source.read(at, bytes, 0, bytes.length);
                if (count == 0) {
                    return -1;
                }
                for (int i = 0; i < count; i++) {
                    int c = bytes[i];
                    if (c == '}') {
                        state = 1;
                    } else if (c == ',' && state == 1) {
                        state = 2;
                    } else if (c == '{' && state == 2 && at + i >= from) {
                        return at + i;
                    } else if (c > ' ') {
                        state = 0;
                    }
                }
                at += count;
            }
            return -1;
        }
    }

    /** The first bytes of another source, so that a wrong guess cannot run through the whole file. */
    private record Prefix(ByteSource source, long length) implements ByteSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public long size() {
            return Math.min(source.size(), length);
        }

        @Override
        public int read(long position, byte[] target, int offset, int wanted) {
            return source.read(position, target, offset, (int) Math.max(0, Math.min(wanted, size() - position)));
        }
    }
}

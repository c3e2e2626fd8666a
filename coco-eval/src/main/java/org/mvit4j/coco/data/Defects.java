package org.mvit4j.coco.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Oddities met while reading that are no error by themselves in the compatible mode; the first of each kind is kept, by
 * field and fact.
 */
final class Defects {
    private static final int MOST = 64;

    record Defect(long row, String field, String fact, String fix) {}

    private final List<Defect> list = new ArrayList<>();

    void add(long row, String field, String fact, String fix) {
        for (Defect known : list) {
            if (known.field.equals(field) && known.fact.equals(fact)) {
                return;
            }
        }
        if (list.size() < MOST) {
            list.add(new Defect(row, field, fact, fix));
        }
    }

    /** Adds those of the rows that follow {@code base} earlier ones. */
    void addAll(Defects others, long base) {
        for (Defect d : others.list) {
            add(base + d.row, d.field, d.fact, d.fix);
        }
    }

    boolean isEmpty() {
        return list.isEmpty();
    }

    /** The earliest, or null. */
    @Nullable
    Defect first() {
        Defect first = null;
        for (Defect d : list) {
            if (first == null || d.row < first.row) {
                first = d;
            }
        }
        return first;
    }

    /** The one recorded for this row and field, or null. */
    @Nullable
    Defect of(long row, String field) {
        for (Defect d : list) {
            if (d.row == row && d.field.equals(field)) {
                return d;
            }
        }
        return null;
    }
}

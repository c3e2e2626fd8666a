package org.mvit4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A table for people: the first and last column to the left, numbers between them to the right. */
final class Table {

    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    Table(String... header) {
        widths = new int[header.length];
        row(header);
    }

    Table row(String... cells) {
        if (cells.length != widths.length) {
            throw new IllegalArgumentException("a row of " + cells.length + " cells in a table of " + widths.length);
        }
        rows.add(cells);
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
        return this;
    }

    static String decimal(@Nullable Double value) {
        return value == null ? "" : String.format(Locale.ROOT, "%.1f", value);
    }

    static String millions(long value) {
        return String.format(Locale.ROOT, "%.1fM", value / 1e6);
    }

    static String giga(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.1fG" : "%.0fG", value);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                if (widths[i] == 0) {
                    continue; // a column without content
                }
                boolean left = i == 0 || i == row.length - 1;
                String cell = String.format("%" + (left ? "-" : "") + widths[i] + "s", row[i]);
                line.append(i == 0 ? "" : "  ").append(cell);
            }
            text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        }
        return text.toString();
    }
}

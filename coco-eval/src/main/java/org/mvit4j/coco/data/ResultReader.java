package org.mvit4j.coco.data;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.CocoFormatException;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.json.ByteSource;
import org.mvit4j.coco.json.ChunkedArray;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.JsonFault;

/**
 * Reads a result file. {@link #read} needs no data set, so that both files can be read at once; {@link #results} then
 * joins the two and checks what the kind of result needs.
 */
final class ResultReader {
    private static final int BYTES_PER_ROW = 128;
    private static final int LEAST_ROWS = 64;

    private final ByteSource source;
    private final IdSpace space;
    private final Workers workers;
    private List<ResultRows> parts = List.of();

    ResultReader(ByteSource source, IdSpace space, Workers workers) {
        this.source = source;
        this.space = space;
        this.workers = workers;
    }

    void read() {
        JsonCursor cursor = new JsonCursor(source, 1 << 12);
        try {
            if (cursor.peek() != '[') {
                throw new JsonFault(
                        "", "results must be a JSON array but this is " + cursor.found(), "write a list of results");
            }
            cursor.advance();
            int capacity = (int) Math.max(LEAST_ROWS, Math.min(source.size(), 4 << 20) / BYTES_PER_ROW);
            ChunkedArray<ResultRows> array = new ChunkedArray<>(workers, source, "", new Supplier<ResultRows>() {
                @Override
                public ResultRows get() {
                    return new ResultRows(space, capacity);
                }
            });
            array.read(cursor.offset());
            cursor.seek(array.end());
            if (cursor.peek() != JsonCursor.END) {
                throw cursor.syntax("more text follows the outer array");
            }
            parts = array.parts();
        } catch (JsonFault e) {
            throw e.at(source.name(), "", -1);
        } catch (OutOfMemoryError e) {
            throw new CocoFormatException(source.name(), -1, "", "the results do not fit into the heap", "raise -Xmx");
        }
    }

    CocoResults results(CocoDataset dataset, Strictness strictness) {
        if (parts.isEmpty() || parts.get(0).rows() == 0) {
            throw new CocoFormatException(
                    source.name(), -1, "", "there are no results", "a result file needs at least one");
        }
        ResultKind kind = kind(parts.get(0).flags[0]);
        long base = 0;
        Defects defects = new Defects();
        for (ResultRows part : parts) {
            defects.addAll(part.defects, base);
            base += part.rows();
        }
        base = 0;
        for (ResultRows part : parts) {
            requireFields(part, base, kind, defects);
            base += part.rows();
        }
        if (strictness == Strictness.STRICT) {
            raise(defects.first());
        }
        CocoResults results = new CocoResults(dataset, source, kind, strictness, parts);
        parts = List.of();
        if (strictness == Strictness.STRICT) {
            requireCategories(results);
        }
        return results;
    }

    private ResultKind kind(short first) {
        if ((first & ResultRows.CAPTION) != 0) {
            return ResultKind.CAPTIONS;
        }
        if ((first & ResultRows.BOX_PRESENT) != 0 && (first & ResultRows.EMPTY_BOX) == 0) {
            return ResultKind.BOXES;
        }
        if ((first & ResultRows.MASK_PRESENT) != 0) {
            return ResultKind.MASKS;
        }
        if ((first & ResultRows.KEYPOINTS_PRESENT) != 0) {
            return ResultKind.KEYPOINTS;
        }
        throw new CocoFormatException(
                source.name(),
                0,
                "/0",
                "the first result has neither bbox nor segmentation nor keypoints",
                "the first result decides what all are");
    }

    private void requireFields(ResultRows part, long base, ResultKind kind, Defects defects) {
        int needed = ResultRows.HAS_SCORE;
        String field = "";
        switch (kind) {
            case BOXES:
                needed |= ResultRows.HAS_BOX;
                field = "bbox";
                break;
            case MASKS:
                needed |= ResultRows.MASK_PRESENT;
                field = "segmentation";
                break;
            case KEYPOINTS:
                needed |= ResultRows.HAS_KEYPOINTS;
                field = "keypoints";
                break;
            default:
                return;
        }
        for (int i = 0; i < part.rows(); i++) {
            int flags = part.flags[i];
            if ((flags & needed) != needed) {
                String wrong = (flags & ResultRows.HAS_SCORE) == 0 ? "score" : field;
                Defects.Defect known = defects.of(base + i, wrong);
                throw fault(
                        base + i,
                        wrong,
                        known == null ? wrong + " is missing" : known.fact(),
                        known == null ? missing(wrong) : known.fix());
            }
            if (kind == ResultKind.MASKS
                    && ((flags & ResultRows.BAD_MASK) != 0 || part.kind[i] != SegmentationKind.COMPRESSED.code())) {
                Defects.Defect known = defects.of(base + i, field);
                throw fault(
                        base + i,
                        field,
                        known == null ? "the mask is not a usable compressed RLE object" : known.fact(),
                        known == null ? "write {\"size\": [h, w], \"counts\": \"…\"}" : known.fix());
            }
            if (kind == ResultKind.KEYPOINTS && part.keypointsEnd(i) == (i == 0 ? 0 : part.keypointsEnd(i - 1))) {
                throw fault(base + i, field, "keypoints is empty", "write [x1, y1, v1, …]");
            }
        }
    }

    private static String missing(String field) {
        return field.equals("score")
                ? "give every result its confidence: \"score\": 0.87"
                : "the first result has " + field + ", so every result of the file needs it";
    }

    private void raise(Defects.@Nullable Defect defect) {
        if (defect != null) {
            throw fault(defect.row(), defect.field(), defect.fact(), defect.fix());
        }
    }

    private void requireCategories(CocoResults results) {
        for (int row = 0; row < results.size(); row++) {
            if (results.category(row) < 0) {
                throw fault(
                        row,
                        "category_id",
                        "the data set has no such category",
                        "write category ids as the data set does");
            }
        }
    }

    private CocoFormatException fault(long row, String field, String fact, String fix) {
        return new CocoFormatException(source.name(), row, "/" + row + "/" + field, fact, fix);
    }
}

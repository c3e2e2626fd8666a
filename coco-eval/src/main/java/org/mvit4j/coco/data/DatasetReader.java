package org.mvit4j.coco.data;

import java.nio.charset.StandardCharsets;
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
import org.mvit4j.coco.json.KeyTable;
import org.mvit4j.coco.json.RecordReader;

/** Reads an annotation file: the members of the outer object in turn, its arrays by {@link ChunkedArray}. */
final class DatasetReader {
    private static final KeyTable KEYS = new KeyTable("images", "annotations", "categories", "info", "licenses");
    private static final int LARGEST_TEXT = 1 << 22;

    private final ByteSource source;
    private final Strictness strictness;
    private final Workers workers;
    private final IdSpace space;

    private @Nullable List<Images.Rows> imageParts;
    private @Nullable List<AnnotationRows> annotationParts;
    private @Nullable List<Categories.Rows> categoryParts;
    private String info = "{}";
    private String licenses = "[]";

    DatasetReader(ByteSource source, Strictness strictness, Workers workers) {
        this(source, strictness, workers, new IdSpace());
    }

    DatasetReader(ByteSource source, Strictness strictness, Workers workers, IdSpace space) {
        this.source = source;
        this.strictness = strictness;
        this.workers = workers;
        this.space = space;
    }

    CocoDataset read() {
        try {
            members(new JsonCursor(source));
            return assemble();
        } catch (JsonFault e) {
            throw e.at(source.name(), "", -1);
        } catch (OutOfMemoryError e) {
            throw new CocoFormatException(
                    source.name(), -1, "", "the annotations do not fit into the heap", "raise -Xmx");
        }
    }

    private void members(JsonCursor cursor) {
        if (cursor.peek() != '{') {
            throw new JsonFault(
                    "",
                    "an annotation file must be a JSON object but this is " + cursor.found(),
                    "pass the ground truth, with images, annotations and categories; results go elsewhere");
        }
        for (int key = cursor.firstKey(KEYS); key >= 0; key = cursor.nextKey(KEYS)) {
            switch (key) {
                case 0:
                    imageParts = array(cursor, "/images", new Supplier<Images.Rows>() {
                        @Override
                        public Images.Rows get() {
                            return new Images.Rows(space);
                        }
                    });
                    break;
                case 1:
                    annotationParts = array(cursor, "/annotations", new Supplier<AnnotationRows>() {
                        @Override
                        public AnnotationRows get() {
                            return new AnnotationRows(space);
                        }
                    });
                    break;
                case 2:
                    categoryParts = array(cursor, "/categories", new Supplier<Categories.Rows>() {
                        @Override
                        public Categories.Rows get() {
                            return new Categories.Rows(space);
                        }
                    });
                    break;
                case 3:
                    info = text(cursor);
                    break;
                case 4:
                    licenses = text(cursor);
                    break;
                default:
                    cursor.skip();
            }
        }
        if (cursor.peek() != JsonCursor.END) {
            throw cursor.syntax("more text follows the outer object");
        }
    }

    private <R extends RecordReader> List<R> array(JsonCursor cursor, String pointer, Supplier<R> factory) {
        if (cursor.peek() != '[') {
            throw new JsonFault(pointer.substring(1), "expected an array but found " + cursor.found(), null);
        }
        cursor.advance();
        ChunkedArray<R> array = new ChunkedArray<>(workers, source, pointer, factory);
        array.read(cursor.offset());
        cursor.seek(array.end());
        return array.parts();
    }

    /** A value as it stands in the file. */
    private String text(JsonCursor cursor) {
        cursor.peek();
        long start = cursor.offset();
        cursor.skip();
        long length = cursor.offset() - start;
        if (length > LARGEST_TEXT) {
            return "null";
        }
        byte[] bytes = new byte[(int) length];
        source.read(start, bytes, 0, bytes.length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private CocoDataset assemble() {
        List<Images.Rows> imageRows = require(imageParts, "images");
        List<Categories.Rows> categoryRows = require(categoryParts, "categories");
        List<AnnotationRows> annotationRows = annotationParts == null ? List.of() : annotationParts;
        Defects imageDefects = new Defects();
        Images images = images(imageRows, imageDefects);
        Categories categories = categoryRows.isEmpty() ? new Categories() : categoryRows.get(0).categories;
        Defects categoryDefects = new Defects();
        long row = 0;
        for (Categories.Rows part : categoryRows) {
            if (part.categories != categories) {
                for (Categories.Category category : part.categories.list()) {
                    if (!categories.add(category)) {
                        categoryDefects.add(
                                row, "id", "category id " + category.id() + " is used twice", "make ids unique");
                    }
                }
            }
            categoryDefects.addAll(part.defects, row);
            row += part.rows();
        }
        Annotations annotations = new Annotations(space, images, source, annotationRows);
        CocoDataset dataset = new CocoDataset(source.name(), space, images, categories, annotations, info, licenses);
        if (strictness == Strictness.STRICT) {
            Defects defects = new Defects();
            long base = 0;
            for (AnnotationRows part : annotationRows) {
                defects.addAll(part.defects, base);
                base += part.rows();
            }
            new DatasetCheck(dataset).check(imageDefects, categoryDefects, defects);
        }
        return dataset;
    }

    private Images images(List<Images.Rows> parts, Defects defects) {
        if (parts.size() == 1) {
            defects.addAll(parts.get(0).defects, 0);
            return parts.get(0).images;
        }
        Images all = new Images(space);
        long base = 0;
        for (Images.Rows part : parts) {
            Images some = part.images;
            defects.addAll(part.defects, base);
            for (int i = 0; i < some.size(); i++) {
                boolean fresh = all.add(
                        some.id(i),
                        some.height(i),
                        some.width(i),
                        some.fileName(i),
                        some.negativeCategories(i),
                        some.notExhaustiveCategories(i));
                if (!fresh) {
                    defects.add(base + i, "id", "image id " + some.originalId(i) + " is used twice", "make ids unique");
                }
            }
            base += part.rows();
        }
        return all;
    }

    private <T> T require(@Nullable T parts, String key) {
        if (parts == null) {
            throw new CocoFormatException(
                    source.name(), -1, "/" + key, "the array is missing", "an annotation file needs " + key);
        }
        return parts;
    }
}

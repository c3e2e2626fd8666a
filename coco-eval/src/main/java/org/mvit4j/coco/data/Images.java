package org.mvit4j.coco.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.JsonFault;
import org.mvit4j.coco.json.KeyTable;
import org.mvit4j.coco.json.RecordReader;

/** The images of a data set, in file order; of several with one id the last counts, in the place of the first. */
public final class Images {
    private static final long[] NONE = {};

    private final IdSpace space;
    private final LongIntMap index = new LongIntMap();
    private int size;
    private long[] id = new long[16];
    private int[] height = new int[16];
    private int[] width = new int[16];
    private @Nullable String[] file = new String[16];
    private long[] @Nullable [] negative = new long[0][];
    private long[] @Nullable [] notExhaustive = new long[0][];

    Images(IdSpace space) {
        this.space = space;
    }

    /** Number of images. */
    public int size() {
        return size;
    }

    /** Id of image {@code index}; see {@link #originalId} for data sets whose ids are strings. */
    public long id(int index) {
        return id[index];
    }

    /** The id as the file has it: a Long, or a String or Double where the file uses those. */
    public Object originalId(int index) {
        return space.original(id[index]);
    }

    /** Height in pixels, or -1 if the file does not say. */
    public int height(int index) {
        return height[index];
    }

    /** Width in pixels, or -1 if the file does not say. */
    public int width(int index) {
        return width[index];
    }

    /** The file's name, or null. */
    public @Nullable String fileName(int index) {
        return file[index];
    }

    /** Row of the image with this id, or -1. */
    public int indexOf(long imageId) {
        return index.get(imageId);
    }

    /** All ids, in file order. */
    public long[] ids() {
        return Arrays.copyOf(id, size);
    }

    /** LVIS: categories verified to be absent from image {@code index}; null if the file does not say. */
    public long @Nullable [] negativeCategories(int index) {
        return index < negative.length ? negative[index] : null;
    }

    /** LVIS: categories not labelled exhaustively in image {@code index}; null if the file does not say. */
    public long @Nullable [] notExhaustiveCategories(int index) {
        return index < notExhaustive.length ? notExhaustive[index] : null;
    }

    /** Adds a row; false if the id was known, whose row is then replaced. */
    boolean add(long imageId, int h, int w, @Nullable String name, long @Nullable [] neg, long @Nullable [] open) {
        int row = index.get(imageId);
        boolean fresh = row < 0;
        if (fresh) {
            row = size++;
            index.put(imageId, row);
            if (row == id.length) {
                id = Arrays.copyOf(id, 2 * row);
                height = Arrays.copyOf(height, 2 * row);
                width = Arrays.copyOf(width, 2 * row);
                file = Arrays.copyOf(file, 2 * row);
            }
        }
        id[row] = imageId;
        height[row] = h;
        width[row] = w;
        file[row] = name;
        negative = place(negative, row, neg);
        notExhaustive = place(notExhaustive, row, open);
        return fresh;
    }

    private static long[] @Nullable [] place(long[] @Nullable [] lists, int row, long @Nullable [] list) {
        if (row >= lists.length && list == null) {
            return lists;
        }
        long[] @Nullable [] wide = row < lists.length ? lists : Arrays.copyOf(lists, Math.max(16, 2 * row));
        wide[row] = list;
        return wide;
    }

    /** Reads image records. */
    static final class Rows extends RecordReader {
        private static final KeyTable KEYS =
                new KeyTable("id", "height", "width", "file_name", "neg_category_ids", "not_exhaustive_category_ids");

        private final IdSpace space;
        private final IdSpace.Reader ids;
        final Defects defects = new Defects();
        final Images images;
        private int rows;

        Rows(IdSpace space) {
            this.space = space;
            ids = new IdSpace.Reader(space);
            images = new Images(space);
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public void record(JsonCursor cursor) {
            boolean named = false;
            long imageId = 0;
            int h = -1;
            int w = -1;
            String name = null;
            long[] neg = null;
            long[] open = null;
            for (int key = cursor.firstKey(KEYS); key >= 0; key = cursor.nextKey(KEYS)) {
                try {
                    switch (key) {
                        case 0:
                            imageId = ids.read(cursor);
                            named = true;
                            if (ids.form() != IdSpace.Form.INTEGER) {
                                defects.add(rows, "id", "id is not written as an integer", "write ids as integers");
                            }
                            break;
                        case 1:
                            h = extent(cursor);
                            break;
                        case 2:
                            w = extent(cursor);
                            break;
                        case 3:
                            name = text(cursor);
                            break;
                        case 4:
                            neg = idList(cursor);
                            break;
                        case 5:
                            open = idList(cursor);
                            break;
                        default:
                            cursor.skip();
                    }
                } catch (JsonFault e) {
                    throw key < 6 ? e.within(KEYS.name(key)) : e;
                }
            }
            if (!named) {
                throw new JsonFault("id", "the field is missing", "every image needs it");
            }
            if (!images.add(imageId, h, w, name, neg, open)) {
                defects.add(rows, "id", "image id " + space.original(imageId) + " is used twice", "make ids unique");
            }
            rows++;
        }

        private int extent(JsonCursor cursor) {
            if (cursor.atNumber()) {
                double value = cursor.number();
                if (value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value)) {
                    return (int) value;
                }
            } else {
                cursor.skip();
            }
            defects.add(rows, "height", "the image's size is not a pair of whole numbers", "write pixels");
            return -1;
        }

        private long[] idList(JsonCursor cursor) {
            if (cursor.peek() != '[') {
                throw new JsonFault("", "expected a list of category ids but found " + cursor.found(), null);
            }
            long[] list = NONE;
            int count = 0;
            for (boolean more = cursor.enterArray(); more; more = cursor.moreElements()) {
                if (count == list.length) {
                    list = Arrays.copyOf(list, Math.max(8, 2 * count));
                }
                list[count++] = ids.read(cursor);
            }
            return Arrays.copyOf(list, count);
        }
    }

    static @Nullable String text(JsonCursor cursor) {
        if (cursor.peek() == '"') {
            return cursor.string();
        }
        cursor.skip();
        return null;
    }
}

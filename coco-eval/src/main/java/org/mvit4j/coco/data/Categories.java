package org.mvit4j.coco.data;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.json.JsonCursor;
import org.mvit4j.coco.json.JsonFault;
import org.mvit4j.coco.json.KeyTable;
import org.mvit4j.coco.json.RecordReader;

/** The categories of a data set, in file order. */
public final class Categories {
    /**
     * One category.
     *
     * @param id its id; gaps are normal
     * @param name its name, or null
     * @param supercategory the name of its group, or null
     * @param frequency LVIS: {@code r}, {@code c} or {@code f} for rare, common, frequent; null elsewhere
     * @param keypoints names of its keypoints; empty for most
     * @param skeleton pairs of keypoint numbers, counted from 1, that are joined by a limb
     */
    public record Category(
            long id,
            @Nullable String name,
            @Nullable String supercategory,
            @Nullable String frequency,
            List<String> keypoints,
            List<List<Integer>> skeleton) {
        /** A category without keypoints. */
        public static Category of(long id, String name, @Nullable String supercategory) {
            return new Category(id, name, supercategory, null, List.of(), List.of());
        }
    }

    private final List<Category> list = new ArrayList<>();
    private final LongIntMap index = new LongIntMap();

    /** Number of categories. */
    public int size() {
        return list.size();
    }

    /** Category {@code index}. */
    public Category get(int index) {
        return list.get(index);
    }

    /** Id of category {@code index}. */
    public long id(int index) {
        return list.get(index).id();
    }

    /** Row of the category with this id, or -1. */
    public int indexOf(long categoryId) {
        return index.get(categoryId);
    }

    /** All categories, in file order. */
    public List<Category> list() {
        return List.copyOf(list);
    }

    /** Adds a row; false if the id was known, whose row is then replaced. */
    boolean add(Category category) {
        int row = index.get(category.id());
        if (row >= 0) {
            list.set(row, category);
            return false;
        }
        index.put(category.id(), list.size());
        list.add(category);
        return true;
    }

    /** Reads category records. */
    static final class Rows extends RecordReader {
        private static final KeyTable KEYS =
                new KeyTable("id", "name", "supercategory", "frequency", "keypoints", "skeleton");

        final Categories categories = new Categories();
        final Defects defects = new Defects();
        private final IdSpace.Reader ids;
        private int rows;

        Rows(IdSpace space) {
            ids = new IdSpace.Reader(space);
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public void record(JsonCursor cursor) {
            boolean named = false;
            long id = 0;
            String name = null;
            String group = null;
            String frequency = null;
            List<String> keypoints = List.of();
            List<List<Integer>> skeleton = List.of();
            for (int key = cursor.firstKey(KEYS); key >= 0; key = cursor.nextKey(KEYS)) {
                try {
                    switch (key) {
                        case 0:
                            id = ids.read(cursor);
                            named = true;
                            if (ids.form() != IdSpace.Form.INTEGER) {
                                defects.add(rows, "id", "id is not written as an integer", "write ids as integers");
                            }
                            break;
                        case 1:
                            name = Images.text(cursor);
                            break;
                        case 2:
                            group = Images.text(cursor);
                            break;
                        case 3:
                            frequency = Images.text(cursor);
                            break;
                        case 4:
                            keypoints = names(cursor);
                            break;
                        case 5:
                            skeleton = limbs(cursor);
                            break;
                        default:
                            cursor.skip();
                    }
                } catch (JsonFault e) {
                    throw key < 6 ? e.within(KEYS.name(key)) : e;
                }
            }
            if (!named) {
                throw new JsonFault("id", "the field is missing", "every category needs it");
            }
            if (!categories.add(new Category(id, name, group, frequency, keypoints, skeleton))) {
                defects.add(rows, "id", "category id " + id + " is used twice", "make ids unique");
            }
            rows++;
        }

        private static List<String> names(JsonCursor cursor) {
            List<String> names = new ArrayList<>();
            if (cursor.peek() != '[') {
                cursor.skip();
                return names;
            }
            for (boolean more = cursor.enterArray(); more; more = cursor.moreElements()) {
                String name = Images.text(cursor);
                names.add(name == null ? "" : name);
            }
            return names;
        }

        private static List<List<Integer>> limbs(JsonCursor cursor) {
            List<List<Integer>> limbs = new ArrayList<>();
            if (cursor.peek() != '[') {
                cursor.skip();
                return limbs;
            }
            FieldReader fields = new FieldReader(cursor);
            for (boolean more = cursor.enterArray(); more; more = cursor.moreElements()) {
                int count = fields.numbers();
                if (count == 2) {
                    limbs.add(List.of((int) fields.values()[0], (int) fields.values()[1]));
                }
            }
            return limbs;
        }
    }
}

package org.mvit4j.coco.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The reference's {@code getAnnIds}, {@code getCatIds} and {@code getImgIds}: filters that are not set do not filter.
 *
 * <pre>{@code int[] rows = dataset.query().images(42).categories(1).crowd(false).annotations();}</pre>
 */
public final class DatasetQuery {
    private final CocoDataset dataset;
    private long[] images = {};
    private long[] categories = {};
    private String[] names = {};
    private String[] groups = {};
    private double @Nullable [] area;
    private @Nullable Boolean crowd;

    DatasetQuery(CocoDataset dataset) {
        this.dataset = dataset;
    }

    /** Only these images. */
    public DatasetQuery images(long... ids) {
        images = ids.clone();
        return this;
    }

    /** Only these categories. */
    public DatasetQuery categories(long... ids) {
        categories = ids.clone();
        return this;
    }

    /** Only categories of these names. */
    public DatasetQuery names(String... wanted) {
        names = wanted.clone();
        return this;
    }

    /** Only categories of these supercategories. */
    public DatasetQuery supercategories(String... wanted) {
        groups = wanted.clone();
        return this;
    }

    /** Only annotations whose area lies strictly between the bounds. */
    public DatasetQuery areaBetween(double low, double high) {
        area = new double[] {low, high};
        return this;
    }

    /** Only crowd regions, or only others. */
    public DatasetQuery crowd(boolean only) {
        crowd = only;
        return this;
    }

    /** Rows of the annotations: image by image in the order given, else in file order. */
    public int[] annotations() {
        Annotations all = dataset.annotations();
        int[] rows = new int[images.length == 0 ? all.size() : 16];
        int count = 0;
        if (images.length == 0) {
            for (int row = 0; row < all.size(); row++) {
                if (keeps(all, row)) {
                    rows[count++] = row;
                }
            }
            return Arrays.copyOf(rows, count);
        }
        AnnotationIndex index = dataset.byImage();
        for (long id : images) {
            int image = dataset.images().indexOf(id);
            int candidates = image < 0 ? 0 : index.count(image);
            if (count + candidates > rows.length) {
                rows = Arrays.copyOf(rows, 2 * (count + candidates));
            }
            for (int k = 0; k < candidates; k++) {
                int row = index.row(image, k);
                if (keeps(all, row)) {
                    rows[count++] = row;
                }
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private boolean keeps(Annotations all, int row) {
        if (categories.length > 0 && !contains(categories, all.categoryId(row))) {
            return false;
        }
        double[] range = area;
        if (range != null && !(all.area(row) > range[0] && all.area(row) < range[1])) {
            return false;
        }
        return crowd == null || crowd == all.isCrowd(row);
    }

    /** Ids of the annotations, in the order of {@link #annotations()}. */
    public long[] annotationIds() {
        int[] rows = annotations();
        long[] ids = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            ids[i] = dataset.annotations().id(rows[i]);
        }
        return ids;
    }

    /** Ids of the categories that pass the name, supercategory and id filters, in file order. */
    public long[] categoryIds() {
        return dataset.categories().list().stream()
                .filter(c -> names.length == 0 || Arrays.asList(names).contains(c.name()))
                .filter(c -> groups.length == 0 || Arrays.asList(groups).contains(c.supercategory()))
                .filter(c -> categories.length == 0 || contains(categories, c.id()))
                .mapToLong(Categories.Category::id)
                .toArray();
    }

    /** Ids of the images, among those given, that hold annotations of every category given; ascending. */
    public long[] imageIds() {
        if (images.length == 0 && categories.length == 0) {
            return dataset.images().ids();
        }
        long[] ids = images.length == 0 ? imagesWith(categories[0]) : images.clone();
        for (long category : categories) {
            long[] with = imagesWith(category);
            ids = Arrays.stream(ids).filter(i -> contains(with, i)).toArray();
        }
        return Arrays.stream(ids).distinct().sorted().toArray();
    }

    private long[] imagesWith(long category) {
        Annotations all = dataset.annotations();
        long[] ids = new long[all.size()];
        int count = 0;
        for (int row = 0; row < all.size(); row++) {
            if (all.categoryId(row) == category) {
                ids[count++] = all.imageId(row);
            }
        }
        return Arrays.stream(ids, 0, count).distinct().toArray();
    }

    private static boolean contains(long[] ids, long id) {
        for (long candidate : ids) {
            if (candidate == id) {
                return true;
            }
        }
        return false;
    }
}

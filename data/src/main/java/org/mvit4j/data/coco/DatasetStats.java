package org.mvit4j.data.coco;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.Categories;
import org.mvit4j.coco.data.CocoDataset;

/**
 * How a data set is distributed.
 *
 * @param images number of images
 * @param emptyImages images without an object, crowds not counted
 * @param total number of objects
 * @param crowds number of crowd regions
 * @param objects number per class, by name in the order of ids
 * @param sides number by the root of the box's area, in powers of two
 */
public record DatasetStats(
        int images, int emptyImages, int total, int crowds, Map<String, Integer> objects, Map<String, Integer> sides) {

    private static final int[] EDGES = {0, 8, 16, 32, 64, 96, 128, 256, 512};

    /** Counts everything once. */
    public static DatasetStats of(CocoDataset dataset) {
        Annotations all = dataset.annotations();
        Categories categories = dataset.categories();
        Map<String, Integer> objects = new LinkedHashMap<>();
        IntStream.range(0, categories.size())
                .boxed()
                .sorted(java.util.Comparator.comparingLong(categories::id))
                .forEach(i -> objects.put(String.valueOf(categories.get(i).name()), 0));
        Map<String, Integer> sides = new LinkedHashMap<>();
        for (int edge : EDGES) {
            sides.put(edge + "+", 0);
        }
        boolean[] used = new boolean[dataset.images().size()];
        int crowds = 0;
        int total = 0;
        for (int row = 0; row < all.size(); row++) {
            if (all.isCrowd(row)) {
                crowds++;
                continue;
            }
            total++;
            int image = dataset.images().indexOf(all.imageId(row));
            if (image >= 0) {
                used[image] = true;
            }
            int category = categories.indexOf(all.categoryId(row));
            if (category >= 0) {
                objects.merge(String.valueOf(categories.get(category).name()), 1, Integer::sum);
            }
            if (all.hasBox(row)) {
                double side = Math.sqrt(Math.max(0, all.box(row, 2) * all.box(row, 3)));
                int bin = EDGES.length - 1;
                while (bin > 0 && side < EDGES[bin]) {
                    bin--;
                }
                sides.merge(EDGES[bin] + "+", 1, Integer::sum);
            }
        }
        int empty = (int) IntStream.range(0, used.length).filter(i -> !used[i]).count();
        return new DatasetStats(dataset.images().size(), empty, total, crowds, objects, sides);
    }
}

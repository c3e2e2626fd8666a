package org.mvit4j.data.coco;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.Categories;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.Images;
import org.mvit4j.coco.data.SegmentationKind;
import org.mvit4j.coco.data.SegmentationReader;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.augment.BitMask;
import org.mvit4j.data.augment.Coordinates;
import org.mvit4j.data.augment.InstanceAnnotation;
import org.mvit4j.data.augment.InstanceShape;

/**
 * The images and annotations of a data set that training or evaluation uses, by detectron2's rules: images in the order
 * of their ids, category ids replaced by their rank, polygons of fewer than three points discarded, annotations without
 * a valid polygon dropped. Immutable and safe for use by many threads; masks are decoded when asked for.
 */
public final class CocoInstances {

    private static final int POINTS = 6;

    private final CocoDataset dataset;
    private final CocoFolder folder;
    private final int[] images;
    private final long[] categoryIds;
    private final List<String> classNames;

    private CocoInstances(CocoDataset dataset, CocoFolder folder, boolean annotatedOnly) {
        this.dataset = dataset;
        this.folder = folder;
        Categories categories = dataset.categories();
        categoryIds = IntStream.range(0, categories.size())
                .mapToLong(categories::id)
                .sorted()
                .toArray();
        classNames = Arrays.stream(categoryIds)
                .mapToObj(id -> {
                    String name = categories.get(categories.indexOf(id)).name();
                    return name == null ? "category " + id : name;
                })
                .toList();
        images = IntStream.range(0, dataset.images().size())
                .boxed()
                .sorted(Comparator.comparingLong(dataset.images()::id))
                .mapToInt(Integer::intValue)
                .filter(image -> !annotatedOnly || hasObject(image))
                .toArray();
    }

    /**
     * The images to train on: those with at least one object that is no crowd.
     *
     * @throws DatasetException if the data set is empty or an annotation cannot be trained on
     */
    public static CocoInstances forTraining(CocoDataset dataset, CocoFolder folder) {
        CocoInstances instances = new CocoInstances(dataset, folder, true);
        instances.refuseBroken();
        if (instances.size() == 0) {
            throw new DatasetException(
                    folder.annotations(),
                    "the data set is empty: none of its " + dataset.images().size()
                            + " images has an object to learn from",
                    "add annotations, or run mvit data check");
        }
        return instances;
    }

    /** All images. */
    public static CocoInstances forEvaluation(CocoDataset dataset, CocoFolder folder) {
        return new CocoInstances(dataset, folder, false);
    }

    private CocoInstances(CocoInstances all, int count) {
        dataset = all.dataset;
        folder = all.folder;
        images = Arrays.copyOf(all.images, Math.min(count, all.images.length));
        categoryIds = all.categoryIds;
        classNames = all.classNames;
    }

    /** Number of objects without an area, by their box or their polygons; training learns nothing from them. */
    public int flatObjects() {
        Annotations all = dataset.annotations();
        int flat = 0;
        for (int image : images) {
            for (int k = 0; k < dataset.byImage().count(image); k++) {
                int row = dataset.byImage().row(image, k);
                if (!all.isCrowd(row) && all.hasBox(row) && flat(all, row)) {
                    flat++;
                }
            }
        }
        return flat;
    }

    private static boolean flat(Annotations all, int row) {
        return all.box(row, 2) <= 0
                || all.box(row, 3) <= 0
                || all.segmentationKind(row) == SegmentationKind.POLYGONS
                        && all.polygons(row).stream()
                                .allMatch(ring -> Math.abs(PolygonArea.of(ring)) < PolygonArea.NONE);
    }

    /** The pictures that are not there, in order. */
    public List<Path> missingFiles() {
        return IntStream.range(0, size())
                .mapToObj(this::file)
                .filter(file -> !Files.isRegularFile(file))
                .toList();
    }

    /** The same data set with its first images alone. */
    public CocoInstances first(int count) {
        return new CocoInstances(this, count);
    }

    private void refuseBroken() {
        Annotations all = dataset.annotations();
        for (int row = 0; row < all.size(); row++) {
            if (dataset.images().indexOf(all.imageId(row)) < 0) {
                throw broken(row, "it names image " + all.imageId(row) + ", which is not in images", "add the image");
            }
            if (dataset.categories().indexOf(all.categoryId(row)) < 0) {
                throw broken(row, "there is no category " + all.categoryId(row), "add it to categories");
            }
            if (!all.isCrowd(row) && !all.hasBox(row)) {
                throw broken(row, "it has no box", "write bbox as [x, y, width, height]");
            }
            for (int k = 0; k < 4 && all.hasBox(row); k++) {
                if (!Double.isFinite(all.box(row, k))) {
                    throw broken(row, "its box holds " + all.box(row, k), "write bbox as four finite numbers");
                }
            }
            if (all.ignore(row)) {
                throw broken(row, "it is marked ignore, which training does not know", "remove it or mark it iscrowd");
            }
        }
    }

    private DatasetException broken(int row, String fact, String fix) {
        return new DatasetException(
                folder.annotations(), "annotation " + dataset.annotations().originalId(row) + ": " + fact, fix);
    }

    private boolean hasObject(int image) {
        SegmentationReader reader = null;
        Annotations all = dataset.annotations();
        for (int k = 0; k < dataset.byImage().count(image); k++) {
            int row = dataset.byImage().row(image, k);
            if (all.isCrowd(row)) {
                continue;
            }
            if (all.segmentationKind(row) != SegmentationKind.POLYGONS) {
                return true;
            }
            reader = reader == null ? all.segmentations() : reader;
            if (shape(row, image, reader) != null) {
                return true;
            }
        }
        return false;
    }

    /** Number of images. */
    public int size() {
        return images.length;
    }

    /** Id of an image. */
    public long imageId(int index) {
        return dataset.images().id(images[index]);
    }

    /** Width as the annotation file says, or -1. */
    public int width(int index) {
        return dataset.images().width(images[index]);
    }

    /** Height as the annotation file says, or -1. */
    public int height(int index) {
        return dataset.images().height(images[index]);
    }

    /** The picture. */
    public Path file(int index) {
        Images all = dataset.images();
        String name = all.fileName(images[index]);
        if (name == null) {
            throw new DatasetException(
                    folder.annotations(), "image " + all.originalId(images[index]) + " has no file_name", "add it");
        }
        return folder.image(name);
    }

    /**
     * The annotations of an image, crowds included and marked.
     *
     * @throws DatasetException if a mask cannot be decoded or does not have the image's size
     */
    public List<InstanceAnnotation> annotations(int index) {
        int image = images[index];
        Annotations all = dataset.annotations();
        SegmentationReader reader = all.segmentations();
        List<InstanceAnnotation> list = new ArrayList<>();
        for (int k = 0; k < dataset.byImage().count(image); k++) {
            int row = dataset.byImage().row(image, k);
            boolean crowd = all.isCrowd(row);
            InstanceShape shape = crowd ? InstanceShape.NONE : shape(row, image, reader);
            if (shape != null && all.hasBox(row)) {
                list.add(InstanceAnnotation.ofCoco(
                        Arrays.binarySearch(categoryIds, all.categoryId(row)),
                        all.box(row, 0),
                        all.box(row, 1),
                        all.box(row, 2),
                        all.box(row, 3),
                        all.hasIntegerBox(row),
                        shape,
                        crowd));
            }
        }
        return list;
    }

    /** Null for an annotation that polygons without area make worthless. */
    private @Nullable InstanceShape shape(int row, int image, SegmentationReader reader) {
        Annotations all = dataset.annotations();
        SegmentationKind kind = all.segmentationKind(row);
        try {
            if (kind == SegmentationKind.NONE) {
                return InstanceShape.NONE;
            }
            if (kind == SegmentationKind.POLYGONS) {
                List<SegmentationReader.Ring> rings = all.rings(row, reader);
                if (rings.isEmpty()) {
                    return InstanceShape.NONE;
                }
                List<Coordinates> valid = rings.stream()
                        .filter(ring -> ring.xy().length >= POINTS && ring.xy().length % 2 == 0)
                        .map(ring -> new Coordinates(ring.xy(), ring.integers()))
                        .toList();
                if (valid.stream().anyMatch(ring -> Arrays.stream(ring.xy()).anyMatch(v -> !Double.isFinite(v)))) {
                    throw new IllegalArgumentException("a polygon holds a number that is not finite");
                }
                return valid.isEmpty() ? null : InstanceShape.polygons(valid);
            }
            Rle mask = all.mask(row, reader);
            int width = dataset.images().width(image);
            int height = dataset.images().height(image);
            if (mask.width() != width || mask.height() != height) {
                throw new IllegalArgumentException("its mask is " + mask.width() + " x " + mask.height()
                        + ", the image " + width + " x " + height);
            }
            return new BitMask(width, height, mask.decode(Rle.Layout.ROW_MAJOR));
        } catch (IllegalArgumentException e) {
            throw broken(
                    row, Objects.requireNonNullElse(e.getMessage(), "its mask is broken"), "correct the segmentation");
        }
    }

    /** The classes of an image's objects, crowds left out, with repeats; without decoding a mask. */
    public int[] classes(int index) {
        Annotations all = dataset.annotations();
        int image = images[index];
        return IntStream.range(0, dataset.byImage().count(image))
                .map(k -> dataset.byImage().row(image, k))
                .filter(row -> !all.isCrowd(row))
                .map(row -> Arrays.binarySearch(categoryIds, all.categoryId(row)))
                .toArray();
    }

    /** Classes of the objects of an image that have a box and no segmentation. */
    public int[] withoutOutline(int index) {
        Annotations all = dataset.annotations();
        int image = images[index];
        return IntStream.range(0, dataset.byImage().count(image))
                .map(k -> dataset.byImage().row(image, k))
                .filter(row -> !all.isCrowd(row)
                        && (all.segmentationKind(row) == SegmentationKind.NONE
                                || all.segmentationKind(row) == SegmentationKind.POLYGONS
                                        && all.polygons(row).isEmpty()))
                .map(row -> Arrays.binarySearch(categoryIds, all.categoryId(row)))
                .toArray();
    }

    /** Class names in the order of the class index. */
    public List<String> classNames() {
        return classNames;
    }

    /** The data set's id of a class. */
    public long categoryId(int classIndex) {
        return categoryIds[classIndex];
    }

    /** The class index of the data set's id, negative if there is none. */
    public int classOf(long categoryId) {
        return Arrays.binarySearch(categoryIds, categoryId);
    }

    /** The whole data set. */
    public CocoDataset dataset() {
        return dataset;
    }

    /** Where its files are. */
    public CocoFolder folder() {
        return folder;
    }
}

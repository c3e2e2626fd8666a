package org.mvit4j.data.coco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.Images;
import org.mvit4j.coco.data.SegmentationKind;
import org.mvit4j.coco.data.SegmentationReader;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;

/** Examines a data set, pictures included, and says everything that training would stumble over or silently drop. */
public final class DatasetDoctor {

    private static final double OUTSIDE = 1;

    private final CocoDataset dataset;
    private final CocoFolder folder;
    private final List<Finding> findings = new ArrayList<>();

    private DatasetDoctor(CocoDataset dataset, CocoFolder folder) {
        this.dataset = dataset;
        this.folder = folder;
    }

    /**
     * Something wrong.
     *
     * @param kind short name of the defect
     * @param text where it is and what it is
     */
    public record Finding(String kind, String text) {}

    /**
     * Looks at every annotation and decodes every picture.
     *
     * @param progress told of each image
     */
    public static List<Finding> examine(CocoDataset dataset, CocoFolder folder, LongConsumer progress)
            throws IOException {
        DatasetDoctor doctor = new DatasetDoctor(dataset, folder);
        RepeatedIds.of(folder.annotations())
                .forEach((array, ids) -> ids.forEach(
                        id -> doctor.add("duplicate id", "two " + array + " have id " + id + "; the last one counts")));
        doctor.annotations();
        doctor.images(progress);
        return List.copyOf(doctor.findings);
    }

    private void add(String kind, String text) {
        findings.add(new Finding(kind, text));
    }

    private void annotations() {
        Annotations all = dataset.annotations();
        SegmentationReader reader = all.segmentations();
        Map<Long, Integer> seen = new HashMap<>();
        for (int row = 0; row < all.size(); row++) {
            String name = "annotation " + all.originalId(row);
            Integer before = seen.putIfAbsent(all.id(row), row);
            if (before != null) {
                add("duplicate id", name + " is there twice, at rows " + before + " and " + row);
            }
            int image = dataset.images().indexOf(all.imageId(row));
            if (image < 0) {
                add("unknown image", name + " names image " + all.imageId(row));
            }
            if (dataset.categories().indexOf(all.categoryId(row)) < 0) {
                add("unknown category", name + " names category " + all.categoryId(row));
            }
            box(name, row, image);
            outline(name, row, image, reader);
        }
        if (all.size() == 0) {
            add("empty", folder.annotations() + " has no annotations");
        }
    }

    private void box(String name, int row, int image) {
        Annotations all = dataset.annotations();
        if (!all.hasBox(row)) {
            add("no box", name + " has no bbox of four numbers");
            return;
        }
        double[] b = all.box(row);
        if (!Arrays.stream(b).allMatch(Double::isFinite)) {
            add("broken box", name + " has " + Arrays.toString(b));
        } else if (b[2] <= 0 || b[3] <= 0) {
            add("empty box", name + " is " + b[2] + " wide and " + b[3] + " high; training drops it");
        } else if (image >= 0 && dataset.images().width(image) > 0) {
            double right = b[0] + b[2] - dataset.images().width(image);
            double bottom = b[1] + b[3] - dataset.images().height(image);
            double beyond = Math.max(Math.max(-b[0], -b[1]), Math.max(right, bottom));
            if (beyond > OUTSIDE) {
                add(
                        "box outside",
                        name + " reaches " + Math.round(beyond) + " pixels out of image " + all.imageId(row));
            }
        }
    }

    private void outline(String name, int row, int image, SegmentationReader reader) {
        Annotations all = dataset.annotations();
        try {
            switch (all.segmentationKind(row)) {
                case NONE -> add("no outline", name + " has no segmentation; a mask head cannot learn from it");
                case POLYGONS -> {
                    List<SegmentationReader.Ring> rings = all.rings(row, reader);
                    for (SegmentationReader.Ring ring : rings) {
                        if (ring.xy().length < 6 || ring.xy().length % 2 != 0) {
                            add("degenerate polygon", name + " has a ring of " + ring.xy().length + " numbers");
                        } else if (Math.abs(PolygonArea.of(ring.xy())) < PolygonArea.NONE) {
                            add("degenerate polygon", name + " has a ring without area");
                        }
                    }
                    if (rings.isEmpty()) {
                        add("no outline", name + " has an empty segmentation");
                    }
                }
                default -> {
                    Rle mask = all.mask(row, reader);
                    Images images = dataset.images();
                    if (image >= 0 && (mask.width() != images.width(image) || mask.height() != images.height(image))) {
                        add(
                                "mask size",
                                name + " has a mask of " + mask.width() + " x " + mask.height() + ", its image is "
                                        + images.width(image) + " x " + images.height(image));
                    } else if (mask.area() == 0) {
                        add("empty mask", name + " has a mask without pixels");
                    }
                }
            }
        } catch (IllegalArgumentException e) {
            add("broken outline", name + ": " + e.getMessage());
        }
        if (all.segmentationKind(row) == SegmentationKind.POLYGONS && all.isCrowd(row)) {
            add("crowd as polygon", name + " is a crowd with polygons; COCO writes crowds as run lengths");
        }
    }

    private void images(LongConsumer progress) {
        Images images = dataset.images();
        for (int i = 0; i < images.size(); i++) {
            picture(images, i);
            progress.accept(1);
        }
    }

    private void picture(Images images, int i) {
        String name = images.fileName(i);
        if (name == null) {
            add("no file name", "image " + images.originalId(i) + " has no file_name");
            return;
        }
        try {
            Path file = folder.image(name);
            if (!Files.isRegularFile(file)) {
                add("missing file", file.toString());
                return;
            }
            RgbImage picture = ImageReader.standard().read(file);
            if (picture.width() != images.width(i) || picture.height() != images.height(i)) {
                add(
                        "image size",
                        file + " is " + picture.size() + ", the annotation file says " + images.width(i) + " x "
                                + images.height(i));
            }
        } catch (IOException | DatasetException e) {
            add("unreadable picture", String.valueOf(e.getMessage()));
        }
    }
}

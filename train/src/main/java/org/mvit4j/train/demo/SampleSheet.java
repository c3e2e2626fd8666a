package org.mvit4j.train.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.SegmentationKind;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.coco.DatasetException;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.draw.DrawOptions;
import org.mvit4j.detect.draw.Overlay;
import org.mvit4j.detect.draw.PictureWriter;
import org.mvit4j.detect.draw.Visualizer;

/** Pictures of a data set with their annotations drawn in, spread evenly over it. */
public final class SampleSheet {

    private SampleSheet() {}

    /** Draws up to {@code count} pictures; such as cannot be read are left out, broken masks too. */
    public static void draw(CocoDataset dataset, CocoFolder folder, Path out, int count) throws IOException {
        Files.createDirectories(out);
        Visualizer visualizer = new Visualizer(DrawOptions.DEFAULT.withColourBy(DrawOptions.ColourBy.CLASS));
        int size = dataset.images().size();
        int step = Math.max(1, size / Math.max(1, count));
        for (int image = 0; image < size && image / step < count; image += step) {
            String name = dataset.images().fileName(image);
            RgbImage picture = name == null ? null : read(folder, name);
            if (picture != null) {
                PictureWriter.write(
                        visualizer.draw(picture, overlays(dataset, image, picture)),
                        out.resolve(dataset.images().id(image) + ".png"));
            }
        }
    }

    private static @Nullable RgbImage read(CocoFolder folder, String name) {
        try {
            return ImageReader.standard().read(folder.image(name));
        } catch (IOException | DatasetException e) {
            return null; // the check says so
        }
    }

    private static @Nullable Rle mask(Annotations all, int row, RgbImage picture) {
        try {
            Rle mask = all.segmentationKind(row) == SegmentationKind.NONE ? null : all.mask(row);
            boolean fits = mask != null && mask.width() == picture.width() && mask.height() == picture.height();
            return fits ? mask : null;
        } catch (IllegalArgumentException e) {
            return null; // the check says so
        }
    }

    static List<Overlay> overlays(CocoDataset dataset, int image, RgbImage picture) {
        Annotations all = dataset.annotations();
        List<Overlay> overlays = new ArrayList<>();
        for (int k = 0; k < dataset.byImage().count(image); k++) {
            int row = dataset.byImage().row(image, k);
            int category = dataset.categories().indexOf(all.categoryId(row));
            if (category < 0 || !all.hasBox(row)) {
                continue;
            }
            Rle mask = mask(all, row, picture);
            String label = String.valueOf(dataset.categories().get(category).name());
            overlays.add(overlay(all, row, all.isCrowd(row) ? label + " crowd" : label, category, mask));
        }
        return overlays;
    }

    /** An annotation with a box, to be drawn. */
    static Overlay overlay(Annotations all, int row, String label, int category, @Nullable Rle mask) {
        return new Overlay(
                label,
                Double.NaN,
                category,
                (float) all.box(row, 0),
                (float) all.box(row, 1),
                (float) (all.box(row, 0) + all.box(row, 2)),
                (float) (all.box(row, 1) + all.box(row, 3)),
                mask);
    }
}

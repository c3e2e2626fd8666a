package org.mvit4j.train.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.mvit4j.coco.data.Annotations;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.SegmentationKind;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.detect.draw.DrawOptions;
import org.mvit4j.detect.draw.Overlay;
import org.mvit4j.detect.draw.PictureWriter;
import org.mvit4j.detect.draw.Visualizer;

/** Pictures of a data set with their annotations drawn in, spread evenly over it. */
public final class SampleSheet {

    private SampleSheet() {}

    /** Draws up to {@code count} pictures; such as cannot be read or whose masks are broken are left out. */
    public static void draw(CocoDataset dataset, CocoFolder folder, Path out, int count) throws IOException {
        Files.createDirectories(out);
        Visualizer visualizer = new Visualizer(DrawOptions.DEFAULT.withColourBy(DrawOptions.ColourBy.CLASS));
        int size = dataset.images().size();
        int step = Math.max(1, size / Math.max(1, count));
        for (int image = 0; image < size && image / step < count; image += step) {
            String name = dataset.images().fileName(image);
            if (name == null || !Files.isRegularFile(folder.image(name))) {
                continue;
            }
            try {
                PictureWriter.write(
                        visualizer.draw(ImageReader.standard().read(folder.image(name)), overlays(dataset, image)),
                        out.resolve(dataset.images().id(image) + ".png"));
            } catch (IOException | IllegalArgumentException e) {
                continue; // the check has said so already
            }
        }
    }

    static List<Overlay> overlays(CocoDataset dataset, int image) {
        Annotations all = dataset.annotations();
        List<Overlay> overlays = new ArrayList<>();
        for (int k = 0; k < dataset.byImage().count(image); k++) {
            int row = dataset.byImage().row(image, k);
            int category = dataset.categories().indexOf(all.categoryId(row));
            if (category < 0 || !all.hasBox(row)) {
                continue;
            }
            Rle mask = all.segmentationKind(row) == SegmentationKind.NONE ? null : all.mask(row);
            String label = String.valueOf(dataset.categories().get(category).name());
            overlays.add(new Overlay(
                    all.isCrowd(row) ? label + " crowd" : label,
                    Double.NaN,
                    category,
                    (float) all.box(row, 0),
                    (float) all.box(row, 1),
                    (float) (all.box(row, 0) + all.box(row, 2)),
                    (float) (all.box(row, 1) + all.box(row, 3)),
                    mask));
        }
        return overlays;
    }
}

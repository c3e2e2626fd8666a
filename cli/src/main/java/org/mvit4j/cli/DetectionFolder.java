package org.mvit4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.CocoCategories;
import org.mvit4j.detect.Detection;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.draw.Overlay;
import org.mvit4j.detect.draw.PictureWriter;
import org.mvit4j.detect.draw.Visualizer;
import org.mvit4j.nn.io.Draft;

/**
 * The folder that {@code mvit detect --out} fills: pictures as they come, {@code detections.json} and
 * {@code images.json} at the end. Image ids are the numbers of the file names where all are numbers, as COCO names its
 * files, and otherwise count from 1.
 */
final class DetectionFolder {

    private final Path folder;
    private final Map<Path, Long> ids;
    private final boolean pictures;
    private final Visualizer visualizer = new Visualizer();
    private final Set<String> names = new HashSet<>();
    private final List<Map<String, Object>> results = new ArrayList<>();
    private final List<Map<String, Object>> images = new ArrayList<>();

    private DetectionFolder(Path folder, Map<Path, Long> ids, boolean pictures) {
        this.folder = folder;
        this.ids = ids;
        this.pictures = pictures;
    }

    /** Makes the folder, and finds out before any work whether it can be written. */
    static DetectionFolder create(Path folder, List<Path> files, boolean pictures) throws IOException {
        Files.createDirectories(folder);
        Files.delete(Draft.file(folder.resolve("detections.json")));
        return new DetectionFolder(folder, ids(files), pictures);
    }

    private static Map<Path, Long> ids(List<Path> files) {
        Map<Path, Long> numbers = new LinkedHashMap<>();
        Map<Path, Long> counts = new LinkedHashMap<>();
        for (Path file : files) {
            counts.put(file, counts.size() + 1L);
            String stem = stem(file);
            if (stem.matches("\\d{1,18}")) {
                numbers.put(file, Long.parseLong(stem));
            }
        }
        boolean numbered =
                numbers.size() == files.size() && Set.copyOf(numbers.values()).size() == files.size();
        return numbered ? numbers : counts;
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    void add(Path file, RgbImage picture, Detections found, List<String> classNames) throws IOException {
        long id = java.util.Objects.requireNonNull(ids.get(file));
        results.addAll(found.toCoco(id, index -> CocoCategories.idFor(classNames, index)));
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("id", id);
        image.put("file_name", file.toString());
        image.put("width", found.width());
        image.put("height", found.height());
        images.add(image);
        if (pictures) {
            List<Overlay> overlays = new ArrayList<>();
            for (Detection d : found) {
                float[] b = d.box();
                overlays.add(new Overlay(d.className(), d.score(), d.classIndex(), b[0], b[1], b[2], b[3], d.mask()));
            }
            PictureWriter.write(visualizer.draw(picture, overlays), folder.resolve(pictureName(file)));
        }
    }

    /** A photo stays a JPEG; files of one name from different folders get a number. */
    private String pictureName(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(java.util.Locale.ROOT);
        String suffix = name.endsWith(".jpg") || name.endsWith(".jpeg") ? ".jpg" : ".png";
        String stem = stem(file);
        String free = stem + suffix;
        for (int i = 2; !names.add(free); i++) {
            free = stem + "-" + i + suffix;
        }
        return free;
    }

    void finish(List<String> classNames) throws IOException {
        List<Map<String, Object>> categories = new ArrayList<>();
        for (int i = 0; i < classNames.size(); i++) {
            Map<String, Object> category = new LinkedHashMap<>();
            category.put("id", CocoCategories.idFor(classNames, i));
            category.put("name", classNames.get(i));
            categories.add(category);
        }
        write("detections.json", results);
        write("images.json", Map.of("images", images, "categories", categories));
    }

    private void write(String name, Object value) throws IOException {
        Path draft = Draft.file(folder.resolve(name));
        try {
            new ObjectMapper().writeValue(draft.toFile(), value);
            Files.move(draft, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}

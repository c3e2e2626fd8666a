package org.mvit4j.data.coco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a data set's annotation file and pictures are.
 *
 * <p>For a folder and a split such as {@code train} these are looked for, in this order: the layout of COCO ({@code
 * annotations/instances_train2017.json} with {@code train2017/} or {@code images/train2017/}), a folder per split with
 * its own file, and one file for all ({@code instances.json} or {@code annotations.json} with {@code images/}).
 *
 * @param annotations the annotation file
 * @param images the folder that file names are relative to
 * @param split whether the annotation file belongs to the split that was asked for, and not to the whole folder
 */
public record CocoFolder(Path annotations, Path images, boolean split) {

    private static final List<String> WHOLE =
            List.of("annotations/instances.json", "instances.json", "annotations.json", "_annotations.coco.json");

    /**
     * Finds the files of a split.
     *
     * @param data a folder, or an annotation file whose pictures lie in {@code images/} beside it or beside itself
     * @throws DatasetException if there is no annotation file
     */
    public static CocoFolder locate(Path data, String split) {
        if (Files.isRegularFile(data)) {
            Path folder = Objects.requireNonNull(data.toAbsolutePath().getParent());
            return new CocoFolder(data, images(folder, null), false);
        }
        if (!Files.isDirectory(data)) {
            throw new DatasetException(data, "there is no such data set", "name a folder or an annotation file");
        }
        Path own = firstStartingWith(data.resolve("annotations"), "instances_" + split, ".json");
        if (own == null) {
            own = firstStartingWith(data, "instances_" + split, ".json");
        }
        if (own != null) {
            String name = own.getFileName().toString();
            String exact = name.substring("instances_".length(), name.length() - ".json".length());
            return new CocoFolder(own, images(data, exact), true);
        }
        Path inner = data.resolve(split);
        Path file = whole(inner);
        if (file != null) {
            return new CocoFolder(file, images(inner, null), true);
        }
        file = whole(data);
        if (file != null) {
            return new CocoFolder(file, images(data, null), false);
        }
        throw new DatasetException(
                data,
                "there is no annotation file",
                "put one at annotations/instances_" + split + ".json or instances.json, with the pictures in images/");
    }

    private static @Nullable Path whole(Path folder) {
        return WHOLE.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    private static Path images(Path folder, @Nullable String split) {
        List<Path> candidates = new ArrayList<>();
        if (split != null) {
            candidates.add(folder.resolve("images").resolve(split));
            candidates.add(folder.resolve(split));
        }
        candidates.add(folder.resolve("images"));
        return candidates.stream().filter(Files::isDirectory).findFirst().orElse(folder);
    }

    private static @Nullable Path firstStartingWith(Path folder, String prefix, String suffix) {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix)
                            && file.getFileName().toString().endsWith(suffix))
                    .sorted()
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The path of a picture.
     *
     * @throws DatasetException if the name leads out of the folder of pictures
     */
    public Path image(String fileName) {
        Path path;
        try {
            path = images.resolve(fileName).normalize();
        } catch (InvalidPathException e) {
            throw new DatasetException(
                    annotations, "\"" + fileName + "\" is no file name", "name files inside " + images);
        }
        if (!path.startsWith(images.normalize())) {
            throw new DatasetException(
                    annotations,
                    "\"" + fileName + "\" leads out of the folder of pictures",
                    "name files inside " + images);
        }
        return path;
    }
}

package org.mvit4j.video.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.mvit4j.video.clip.FrameFolder;
import org.mvit4j.video.clip.VideoException;

/**
 * A folder per class, in the order of their names. In it are videos, folders of frames, or pictures, which count as
 * videos of one frame; hidden files and other kinds of files are passed over.
 */
public final class ClipFolder extends ListedClips {

    private static final Set<String> VIDEOS =
            Set.of("mp4", "m4v", "mov", "webm", "mkv", "avi", "mpg", "mpeg", "ts", "ogv", "flv", "wmv", "3gp", "gif");

    private ClipFolder(List<String> classNames, List<Path> paths, List<Integer> labels) {
        super(classNames, paths, labels);
    }

    /**
     * Lists a folder whose classes are the folders in it.
     *
     * @throws VideoException if it has no classes, or one of them is empty
     */
    public static ClipFolder open(Path folder) throws IOException {
        List<String> names = entries(folder).stream()
                .filter(Files::isDirectory)
                .map(path -> path.getFileName().toString())
                .toList();
        if (names.isEmpty()) {
            throw new VideoException(
                    folder.toString(), "has no folders, and each class is one", "make a folder per class in it");
        }
        return open(folder, names);
    }

    /**
     * Lists a folder whose classes are known, as for a validation split that must agree with the training split.
     *
     * @param classNames in order; a class may have no folder, but no folder may lack a class
     * @throws VideoException if the folder holds no video, or a folder that is none of the classes
     */
    public static ClipFolder open(Path folder, List<String> classNames) throws IOException {
        List<Path> paths = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (Path inner : entries(folder)) {
            if (!Files.isDirectory(inner)) {
                continue;
            }
            int label = classNames.indexOf(inner.getFileName().toString());
            if (label < 0) {
                throw new VideoException(
                        inner.toString(),
                        "is none of the " + classNames.size() + " classes",
                        "name the folder as a class, or move it away");
            }
            List<Path> clips =
                    entries(inner).stream().filter(ClipFolder::isClip).toList();
            if (clips.isEmpty()) {
                throw new VideoException(
                        inner.toString(),
                        "the class has no videos, folders of frames or pictures",
                        "put some in it, or remove the folder");
            }
            paths.addAll(clips);
            clips.forEach(clip -> labels.add(label));
        }
        if (paths.isEmpty()) {
            throw new VideoException(folder.toString(), "has no videos", "put a folder per class with videos in it");
        }
        return new ClipFolder(classNames, paths, labels);
    }

    private static List<Path> entries(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder; check the path");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isClip(Path file) {
        if (Files.isDirectory(file) || FrameFolder.isPicture(file)) {
            return true;
        }
        String name = file.getFileName().toString();
        return VIDEOS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }
}

package org.mvit4j.video.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.mvit4j.video.clip.FrameSource;

/** Videos that are a file or a folder each. */
abstract class ListedClips implements ClipDataset {

    private final List<String> classNames;
    private final List<Path> paths;
    private final int[] labels;

    /** @param labels number of the class of each path */
    ListedClips(List<String> classNames, List<Path> paths, List<Integer> labels) {
        this.classNames = List.copyOf(classNames);
        this.paths = List.copyOf(paths);
        this.labels = labels.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public final int size() {
        return labels.length;
    }

    @Override
    public final List<String> classNames() {
        return classNames;
    }

    @Override
    public final int label(int index) {
        return labels[index];
    }

    @Override
    public final String name(int index) {
        return paths.get(index).toString();
    }

    @Override
    public final Optional<Path> path(int index) {
        return Optional.of(paths.get(index));
    }

    @Override
    public final FrameSource open(int index) throws IOException {
        return FrameSource.open(paths.get(index));
    }
}

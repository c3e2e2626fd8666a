package org.mvit4j.video.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be said of a data set without decoding it.
 *
 * @param perClass videos of each class
 * @param missing files that do not exist or cannot be read, in the data set's order
 */
@SuppressWarnings("ArrayRecordComponent")
public record DatasetSurvey(int[] perClass, List<String> missing) {

    /** Looks for every file. */
    public static DatasetSurvey of(ClipDataset dataset) {
        int[] perClass = new int[dataset.classNames().size()];
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < dataset.size(); i++) {
            perClass[dataset.label(i)]++;
            if (dataset.path(i).map(DatasetSurvey::unreadable).orElse(false)) {
                missing.add(dataset.name(i));
            }
        }
        return new DatasetSurvey(perClass, List.copyOf(missing));
    }

    private static boolean unreadable(Path path) {
        return !Files.isReadable(path);
    }

    /** Numbers of the classes that have no videos. */
    public List<Integer> emptyClasses() {
        List<Integer> empty = new ArrayList<>();
        for (int i = 0; i < perClass.length; i++) {
            if (perClass[i] == 0) {
                empty.add(i);
            }
        }
        return List.copyOf(empty);
    }
}

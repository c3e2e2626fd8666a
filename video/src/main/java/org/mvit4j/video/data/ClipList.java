package org.mvit4j.video.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.clip.VideoException;

/**
 * A list of videos with the numbers of their classes, one per line and without a header, as Kinetics is listed.
 *
 * <pre>{@code
 * ClipList train = ClipList.reader(Path.of("kinetics/train.csv")).optClassNames(names).read();
 * }</pre>
 */
public final class ClipList extends ListedClips {

    /** How a line is taken apart. */
    public enum Format {
        /**
         * SlowFast and TimeSformer: fields between separators; a path alone (label 0), path and label, or path, a number
         * that is ignored, and label.
         */
        SLOWFAST,
        /** pytorchvideo and mmaction2: the label follows the last white space, so that paths may have spaces. */
        LAST_SPACE
    }

    private static final int MOST_CLASSES = 1_000_000;

    private ClipList(List<String> classNames, List<Path> paths, List<Integer> labels) {
        super(classNames, paths, labels);
    }

    /** Starts from a list as SlowFast reads it, with a space between fields and paths relative to its folder. */
    public static Reader reader(Path list) {
        return new Reader(list);
    }

    /** Collects how a list is to be read. */
    public static final class Reader {
        private final Path list;
        private Path prefix;
        private Format format = Format.SLOWFAST;
        private String separator = " ";
        private @Nullable List<String> classNames;

        private Reader(Path list) {
            this.list = list;
            Path parent = list.toAbsolutePath().getParent();
            prefix = parent == null ? list : parent;
        }

        /** The folder that paths are relative to. */
        public Reader optPrefix(Path value) {
            prefix = value;
            return this;
        }

        /** How lines are taken apart. */
        public Reader optFormat(Format value) {
            format = value;
            return this;
        }

        /** What stands between the fields of {@link Format#SLOWFAST}. */
        public Reader optSeparator(String value) {
            if (value.isEmpty()) {
                throw new IllegalArgumentException("the separator of a list is empty; give a space, a comma or a tab");
            }
            separator = value;
            return this;
        }

        /** Names of the classes in order; otherwise they are called by their numbers. */
        public Reader optClassNames(List<String> value) {
            classNames = List.copyOf(value);
            return this;
        }

        /**
         * Reads the list. Files are not looked for; see {@link DatasetSurvey}.
         *
         * @throws VideoException if a line cannot be understood or has a label without a class
         */
        public ClipList read() throws IOException {
            List<Path> paths = new ArrayList<>();
            List<Integer> labels = new ArrayList<>();
            ListFile file = new ListFile(list);
            file.forEach((line, number) -> {
                Field field = format == Format.SLOWFAST ? fields(file, line, number) : lastSpace(file, line, number);
                paths.add(file.path(prefix, field.path, number));
                labels.add(label(file, field.label, number));
            });
            if (paths.isEmpty()) {
                throw new VideoException(list.toString(), "lists no videos", "give lines of a path and a label");
            }
            List<String> names = classNames == null
                    ? IntStream.rangeClosed(0, Collections.max(labels))
                            .mapToObj(i -> "class " + i)
                            .toList()
                    : classNames;
            return new ClipList(names, paths, labels);
        }

        private record Field(String path, String label) {}

        private Field fields(ListFile file, String line, int number) throws VideoException {
            String[] fields = line.split(java.util.regex.Pattern.quote(separator), -1);
            return switch (fields.length) {
                case 1 -> new Field(fields[0], "0");
                case 2 -> new Field(fields[0], fields[1]);
                case 3 -> new Field(fields[0], fields[2]);
                default ->
                    throw file.wrong(
                            number,
                            fields.length + " fields, where a path and a label are expected",
                            "check the separator, or read the list by its last space if paths have spaces");
            };
        }

        private static Field lastSpace(ListFile file, String line, int number) throws VideoException {
            int at = Math.max(line.lastIndexOf(' '), line.lastIndexOf('\t'));
            if (at < 0) {
                throw file.wrong(number, ListFile.shown(line) + " has no label", "write a label after every path");
            }
            return new Field(line.substring(0, at).strip(), line.substring(at + 1));
        }

        private int label(ListFile file, String text, int number) throws VideoException {
            int classes = classNames == null ? MOST_CLASSES : classNames.size();
            int label;
            try {
                label = Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                throw file.wrong(
                        number, ListFile.shown(text) + " is no label", "labels are whole numbers that count from 0");
            }
            if (label < 0 || label >= classes) {
                throw file.wrong(
                        number,
                        "label " + label + " is none of the " + classes + " classes",
                        "labels count from 0; check the class list");
            }
            return label;
        }
    }
}

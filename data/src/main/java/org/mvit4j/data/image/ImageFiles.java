package org.mvit4j.data.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files, folders and glob patterns, as given on a command line, to a list of pictures. */
public final class ImageFiles {

    private static final Set<String> EXTENSIONS =
            Set.of("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "dib", "tif", "tiff", "webp");
    private static final Pattern GLOB = Pattern.compile("[*?\\[{]");

    private ImageFiles() {}

    /**
     * Expands each argument in turn; a file named twice is listed once.
     *
     * <ul>
     *   <li>A file stands for itself, whatever it holds.
     *   <li>A folder stands for the pictures directly in it, by name: files with a picture's extension (broken ones
     *       included, so that they get reported) and files without one whose first bytes are a picture's.
     *   <li>Anything else is a glob pattern ({@code *}, {@code ?}, {@code [ab]}, {@code {a,b}}, {@code **} across
     *       folders), which matches pictures by the same rule.
     * </ul>
     *
     * @throws NoSuchFileException if an argument stands for no picture at all
     */
    public static List<Path> expand(FileSystem files, Collection<String> arguments) throws IOException {
        Set<Path> found = new LinkedHashSet<>();
        for (String argument : arguments) {
            found.addAll(expand(files, argument));
        }
        return List.copyOf(found);
    }

    private static List<Path> expand(FileSystem files, String argument) throws IOException {
        Path path = literal(files, argument);
        if (path != null && Files.isRegularFile(path)) {
            return List.of(path);
        }
        List<Path> found;
        if (path != null && Files.isDirectory(path)) {
            found = pictures(path, 1, file -> true);
        } else if (GLOB.matcher(argument).find()) {
            found = glob(files, argument);
        } else {
            throw new NoSuchFileException(argument, null, "there is no such file or folder; check the path");
        }
        if (found.isEmpty()) {
            throw new NoSuchFileException(
                    argument, null, "no picture found here; name a JPEG, PNG, GIF, BMP, TIFF or WebP");
        }
        return found;
    }

    /** Some systems refuse a path that holds a wildcard. */
    private static @Nullable Path literal(FileSystem files, String argument) {
        try {
            return files.getPath(argument);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static List<Path> glob(FileSystem files, String pattern) throws IOException {
        int wildcard = GLOB.matcher(pattern).results().findFirst().orElseThrow().start();
        int slash = Math.max(pattern.lastIndexOf('/', wildcard), pattern.lastIndexOf(files.getSeparator(), wildcard));
        Path base = files.getPath(slash < 0 ? "." : pattern.substring(0, slash + 1));
        String rest = pattern.substring(slash + 1);
        if (!Files.isDirectory(base)) {
            throw new NoSuchFileException(pattern, null, "there is no folder " + base + "; check the path");
        }
        PathMatcher matcher;
        try {
            matcher = files.getPathMatcher("glob:" + rest);
        } catch (IllegalArgumentException e) {
            throw new NoSuchFileException(pattern, null, "this is no file and no valid pattern; check its brackets");
        }
        int depth = rest.contains("**")
                ? 64
                : 1 + (int) rest.chars().filter(c -> c == '/').count();
        List<Path> found = pictures(base, depth, file -> matcher.matches(base.relativize(file)));
        return slash < 0 ? found.stream().map(base::relativize).toList() : found;
    }

    private static List<Path> pictures(Path folder, int depth, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, depth)) {
            return walk.filter(file -> wanted.test(file) && isPicture(file))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isPicture(Path file) {
        String name = file.getFileName().toString();
        if (name.startsWith(".") || !Files.isRegularFile(file)) {
            return false;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
        return EXTENSIONS.contains(extension) || dot < 0 && startsLikeAPicture(file);
    }

    private static boolean startsLikeAPicture(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ImageFormat.sniff(in.readNBytes(ImageFormat.MAGIC)) != null;
        } catch (IOException e) {
            return false;
        }
    }
}

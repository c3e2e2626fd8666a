package org.mvit4j.video.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.mvit4j.video.clip.VideoException;

/** A text file of one entry per line. */
final class ListFile {

    private static final int SHOWN = 60;

    private final Path file;

    ListFile(Path file) {
        this.file = file;
    }

    /** Takes one line. */
    @FunctionalInterface
    interface Line {
        void take(String line, int number) throws IOException;
    }

    /** Reads all lines that are not blank, without white space at their ends. */
    void forEach(Line each) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such list; check the path");
        }
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String text = number++ == 0 && line.startsWith("\ufeff") ? line.substring(1) : line;
                if (!text.isBlank()) {
                    each.take(text.strip(), number);
                }
            }
        } catch (MalformedInputException e) {
            throw new VideoException(file.toString(), "is no text in UTF-8", "save the list as UTF-8");
        }
    }

    /** The first line that is not blank. */
    Optional<String> first() throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.isBlank()).findFirst();
        } catch (UncheckedIOException e) {
            return Optional.empty(); // reading it whole will say what is wrong
        }
    }

    /** Names the line, the fact and the fix. */
    VideoException wrong(int line, String fact, String fix) {
        return new VideoException(file.toString(), "line " + line + ": " + fact, fix);
    }

    /** What messages show of a text of unknown length. */
    static String shown(String text) {
        return "'" + (text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text) + "'";
    }

    /** A path as lists write it, beneath a folder unless it is absolute. */
    Path path(Path prefix, String text, int line) throws VideoException {
        try {
            return prefix.resolve(text);
        } catch (InvalidPathException e) {
            throw wrong(line, shown(text) + " is no path", "check the list");
        }
    }
}

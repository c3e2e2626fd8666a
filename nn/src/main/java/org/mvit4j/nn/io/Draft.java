package org.mvit4j.nn.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/**
 * Names for files and folders in the making: hidden, beside their target so that a move is atomic, and with the
 * permissions a finished file gets, which the JDK's temporary files do not have.
 */
public final class Draft {

    private Draft() {}

    /** Creates an empty file beside the target, to be written and then moved onto it. */
    public static Path file(Path target) throws IOException {
        return Files.createFile(name(target));
    }

    /** Creates an empty folder beside the target, to be filled and then moved onto it. */
    public static Path folder(Path target) throws IOException {
        return Files.createDirectory(name(target));
    }

    private static Path name(Path target) {
        Path absolute = target.toAbsolutePath();
        Path folder = Objects.requireNonNull(absolute.getParent(), "the root folder cannot be a target");
        return folder.resolve("." + absolute.getFileName() + "." + UUID.randomUUID() + ".draft");
    }
}

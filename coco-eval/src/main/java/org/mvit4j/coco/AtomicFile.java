package org.mvit4j.coco;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Files that appear whole or not at all: written beside their place and moved onto it, with the permissions that any new
 * file gets, which the JDK's temporary files do not have.
 */
public final class AtomicFile {
    private AtomicFile() {}

    /** Something that writes a document. */
    @FunctionalInterface
    public interface Body {
        /** Writes all of it. */
        void write(OutputStream out) throws IOException;
    }

    /** Writes {@code file}, in place of one that is there. */
    public static void write(Path file, Body body) throws IOException {
        Path target = file.toAbsolutePath();
        Path draft = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".draft");
        try {
            try (OutputStream out = Files.newOutputStream(Files.createFile(draft))) {
                body.write(out);
            }
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}

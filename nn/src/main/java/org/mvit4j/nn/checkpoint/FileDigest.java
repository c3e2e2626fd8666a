package org.mvit4j.nn.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/**
 * Fingerprints of a file: SHA-256, and MD5 because the model zoos put its first digits in their file names.
 *
 * @param sha256 64 hex digits
 * @param md5 32 hex digits
 */
public record FileDigest(String sha256, String md5) {
    private static final int BUFFER = 1 << 18;

    /** @param progress is told how many more bytes are done */
    public static FileDigest of(Path file, LongConsumer progress) {
        try (InputStream bytes = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            byte[] buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                sha256.update(buffer, 0, read);
                md5.update(buffer, 0, read);
                progress.accept(read);
            }
            HexFormat hex = HexFormat.of();
            return new FileDigest(hex.formatHex(sha256.digest()), hex.formatHex(md5.digest()));
        } catch (IOException e) {
            throw CheckpointException.unreadable(file, e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256 and MD5", e);
        }
    }
}

package org.mvit4j.detect.draw;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes pictures as PNG or JPEG, whole or not at all. */
public final class PictureWriter {

    private static final float JPEG_QUALITY = 0.92f;

    /** On the JDK's scale, where 0 is the smallest file and 1 none of deflate's effort. */
    private static final float PNG_EFFORT = 0.7f;

    private PictureWriter() {}

    /**
     * Writes beside the file first and moves the result over it; the extension, .png, .jpg or .jpeg, tells the format.
     *
     * @throws IllegalArgumentException for another extension
     * @throws IOException if the folder cannot be written to
     */
    public static void write(BufferedImage picture, Path file) throws IOException {
        byte[] bytes = encode(picture, format(file));
        Path part = file.resolveSibling("." + file.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".part");
        try {
            Files.write(part, bytes, StandardOpenOption.CREATE_NEW);
            move(part, file);
        } catch (NoSuchFileException | AccessDeniedException | NotDirectoryException e) {
            throw refused(file, "its folder is missing or not writable", e);
        } catch (FileSystemException e) {
            String reason = e.getReason();
            throw refused(file, reason == null ? "the file system refuses it" : reason, e);
        } finally {
            part.toFile().delete();
        }
    }

    private static IOException refused(Path file, String fact, IOException cause) {
        return new IOException("cannot write " + file + ": " + fact + "; create the folder or choose another", cause);
    }

    /** The picture as the bytes of a PNG file. */
    public static byte[] png(BufferedImage picture) throws IOException {
        return encode(picture, "png");
    }

    /** The picture as the bytes of a JPEG file; transparency is not kept. */
    public static byte[] jpeg(BufferedImage picture) throws IOException {
        return encode(picture, "jpeg");
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String format(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".png")) {
            return "png";
        }
        if (name.endsWith(".jpg") || name.endsWith(".jpeg")) {
            return "jpeg";
        }
        throw new IllegalArgumentException("cannot write " + file + ": pictures end in .png, .jpg or .jpeg");
    }

    private static byte[] encode(BufferedImage picture, String format) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            BufferedImage opaque = picture;
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(format.equals("jpeg") ? JPEG_QUALITY : PNG_EFFORT);
            if (format.equals("jpeg")) {
                opaque = opaque(picture);
            }
            writer.setOutput(out);
            writer.write(null, new IIOImage(opaque, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static BufferedImage opaque(BufferedImage picture) {
        if (!picture.getColorModel().hasAlpha()) {
            return picture;
        }
        BufferedImage rgb = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = rgb.createGraphics();
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        return rgb;
    }
}

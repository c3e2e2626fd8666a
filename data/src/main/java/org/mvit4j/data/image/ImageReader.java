package org.mvit4j.data.image;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Reads JPEG, PNG, GIF (first frame), BMP, TIFF (first page) and, with a plug-in, WebP into {@link RgbImage}, upright by
 * the EXIF orientation, with the pixels that {@code detectron2.data.detection_utils.read_image(file, "RGB")} gives.
 *
 * <p>Untrusted bytes are welcome: the size in the header is checked first, metadata never reaches a codec, nothing is
 * cached on disk, and whatever is wrong comes out as an {@link ImageFormatException} of one line. Instances are immutable
 * and may be shared between threads.
 */
public final class ImageReader {

    private static final ImageReader STANDARD = new ImageReader(DecodeLimits.DEFAULT);

    static {
        ImageIO.setUseCache(false);
    }

    private final DecodeLimits limits;

    private ImageReader(DecodeLimits limits) {
        this.limits = limits;
    }

    /** A reader with {@link DecodeLimits#DEFAULT}. */
    public static ImageReader standard() {
        return STANDARD;
    }

    public static ImageReader withLimits(DecodeLimits limits) {
        return new ImageReader(limits);
    }

    /**
     * @throws NoSuchFileException if there is no such file
     * @throws ImageFormatException if it is not a picture that can be read within the limits
     */
    public RgbImage read(Path file) throws IOException {
        String name = file.toString();
        if (Files.isDirectory(file)) {
            throw new ImageFormatException(name, "this is a folder", "name a picture in it");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(name, null, "there is no such picture; check the path");
        }
        checkLength(name, Files.size(file));
        return read(Files.readAllBytes(file), name);
    }

    public RgbImage read(byte[] bytes) throws IOException {
        return read(bytes, "image bytes");
    }

    /** Reads to the end of the stream, or to the limit of bytes, and leaves it open. */
    public RgbImage read(InputStream in, String name) throws IOException {
        int most = (int) Math.min(Integer.MAX_VALUE - 16, limits.maxBytes() + 1);
        return read(in.readNBytes(most), name);
    }

    /** @param name what messages call the picture */
    public RgbImage read(byte[] bytes, String name) throws IOException {
        checkLength(name, bytes.length);
        ImageFormat format = ImageFormat.sniff(bytes);
        if (format == null) {
            throw new ImageFormatException(name, ImageFormat.describe(bytes), "convert it to JPEG or PNG");
        }
        try {
            EncodedImage encoded = format.open(bytes);
            checkSize(name, encoded.size());
            RgbImage stored = encoded.decode();
            return encoded.orientation().apply(stored);
        } catch (ImageFormatException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            throw new ImageFormatException(
                    name,
                    "decoding this " + format.label() + " needs more memory than the JVM has",
                    "raise -Xmx or shrink the picture",
                    e);
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw new ImageFormatException(
                    name, fact(format, e), "check that the file is whole, or save it again as JPEG or PNG", e);
        }
    }

    /**
     * The pixels of an image that an application holds. Alpha is dropped; grey is taken as stored, without the gamma
     * that {@link BufferedImage#getRGB} would apply.
     */
    public static RgbImage of(BufferedImage image) {
        return RasterToRgb.ofApplication(image);
    }

    private void checkLength(String name, long bytes) throws ImageFormatException {
        if (bytes > limits.maxBytes()) {
            throw new ImageFormatException(
                    name,
                    "the file is larger than the limit of " + limits.maxBytes() + " bytes",
                    "raise the limit on bytes, or save the picture smaller");
        }
    }

    private void checkSize(String name, ImageSize size) throws ImageFormatException {
        long most = Math.min(limits.maxPixels(), DecodeLimits.ARRAY_PIXELS);
        if (size.pixels() > most) {
            throw new ImageFormatException(
                    name,
                    "the header says " + size + " pixels, the limit is " + most,
                    "raise the limit on pixels if you trust the file, or shrink it");
        }
    }

    private static String fact(ImageFormat format, Throwable e) {
        String message = e instanceof IOException ? e.getMessage() : null;
        if (message != null && (message.startsWith("the ") || message.startsWith("this "))) {
            return message;
        }
        return "the " + format.label() + " is corrupt" + (message == null ? "" : " (" + message + ")");
    }
}

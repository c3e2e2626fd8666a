package org.mvit4j.data.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes are, the outcome is a picture within the limits or one line that says what is wrong. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class HostileFilesTest {

    private static final ImageReader READER = ImageReader.withLimits(new DecodeLimits(4_000_000, 1 << 20));

    @Test
    void damagedFilesOfEveryFormatGiveOneLine() throws IOException {
        int refused = 0;
        long seed = 4711;
        for (FormatMatrix.Sample sample : FormatMatrix.samples()) {
            Mutations mutations = new Mutations(seed++);
            byte[] original = sample.bytes();
            for (int n = 0; n < 60; n++) {
                try {
                    RgbImage image = READER.read(mutations.of(original), sample.file());
                    assertThat(image.size().pixels()).isLessThanOrEqualTo(4_000_000);
                } catch (ImageFormatException e) {
                    refused++;
                    assertThat(e.getMessage())
                            .as("seed %d, mutation %d", seed - 1, n)
                            .startsWith(sample.file() + ": ")
                            .contains("; ")
                            .doesNotContain("\n")
                            .hasSizeLessThan(400);
                    assertThat(e.getCause() instanceof OutOfMemoryError).isFalse();
                }
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg_ycc_420.jpg",
                "jpeg_progressive.jpg",
                "png_rgb.png",
                "gif_palette.gif",
                "bmp_rgb.bmp",
                "tiff_rgb_raw.tif",
                "webp_lossless.webp"
            })
    void aFileCutInTheMiddleIsNotAPicture(String file) {
        byte[] whole = FormatMatrix.resource("formats/" + file);
        byte[] half = java.util.Arrays.copyOf(whole, whole.length * 6 / 10);

        assertThatThrownBy(() -> READER.read(half, file))
                .isInstanceOf(ImageFormatException.class)
                .hasMessageStartingWith(file + ": the ");
    }

    @Test
    void sizesAreCheckedBeforeDecoding() {
        assertThatThrownBy(() -> READER.read(png(100_000, 100_000, new byte[10], new byte[0]), "bomb.png"))
                .isInstanceOf(ImageFormatException.class)
                .hasMessage("bomb.png: the header says 100000 x 100000 pixels, the limit is 4000000; raise the limit on"
                        + " pixels if you trust the file, or shrink it");
        assertThatThrownBy(() -> READER.read(png(0x7fff_ffff, 0x7fff_ffff, new byte[10], new byte[0]), "bomb.png"))
                .hasMessageContaining("2147483647 x 2147483647");
        assertThatThrownBy(() -> READER.read(png(2000, 2000, new byte[10], new byte[0]), "hollow.png"))
                .hasMessageContaining("too little data for 2000 x 2000 pixels");
        assertThatThrownBy(() -> READER.read(new byte[2 << 20], "long.jpg"))
                .hasMessageContaining("larger than the limit of 1048576 bytes");
        assertThatThrownBy(() -> READER.read(new ByteArrayInputStream(new byte[2 << 20]), "upload"))
                .hasMessageContaining("upload: the file is larger");
    }

    @Test
    void jpegHeadersThatLieAboutTheSizeAreRefused() {
        byte[] jpeg = FormatMatrix.resource("formats/jpeg_ycc_420.jpg");
        for (int i = 0; i + 8 < jpeg.length; i++) {
            if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
                ByteBuffer.wrap(jpeg).putShort(i + 5, (short) 1900).putShort(i + 7, (short) 1900);
            }
        }

        assertThatThrownBy(() -> READER.read(jpeg, "lie.jpg")).hasMessageContaining("too little data");
    }

    @Test
    void endlessScansAreRefused() {
        byte[] jpeg = FormatMatrix.resource("formats/jpeg_progressive.jpg");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, jpeg.length - 2);
        for (int i = 0; i < 1000; i++) {
            out.writeBytes(new byte[] {(byte) 0xff, (byte) 0xda, 0, 8, 1, 1, 0, 0, 0, 0});
        }

        assertThatThrownBy(() -> READER.read(out.toByteArray(), "scans.jpg"))
                .hasMessageContaining("more than 200 scans");
    }

    @ParameterizedTest
    @CsvSource({"zTXt", "iTXt", "iCCP"})
    void compressedMetadataDoesNotInflate(String type) throws IOException {
        Deflater deflater = new Deflater(9);
        byte[] zeros = new byte[1 << 20];
        byte[] deflated = new byte[1 << 20];
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        String keyword =
                type.equals("iCCP") ? "profile\0\0" : "XML:com.adobe.xmp\0" + (type.equals("iTXt") ? "\1\0\0\0" : "\0");
        bomb.writeBytes(keyword.getBytes(StandardCharsets.ISO_8859_1));
        for (int i = 0; i < 64; i++) {
            deflater.setInput(zeros);
            while (!deflater.needsInput()) {
                bomb.write(deflated, 0, deflater.deflate(deflated));
            }
        }
        deflater.finish();
        while (!deflater.finished()) {
            bomb.write(deflated, 0, deflater.deflate(deflated));
        }
        deflater.end();

        RgbImage image =
                READER.read(png(1, 1, deflate(new byte[] {0, 1, 2, 3}), chunk(type, bomb.toByteArray())), "x.png");

        assertThat(image.rgb(0, 0)).isEqualTo(0x010203);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<html><body>404</body></html> | text with markup",
                "%PDF-1.7 | this is a PDF",
                "    ftypheic        | HEIC",
                "    ftypisom        | video",
                "hello world, again | no known picture format"
            },
            ignoreLeadingAndTrailingWhitespace = false)
    void otherFilesAreNamed(String content, String fact) {
        assertThatThrownBy(() -> READER.read(content.getBytes(StandardCharsets.ISO_8859_1), "x.jpg"))
                .isInstanceOf(ImageFormatException.class)
                .hasMessageContaining(fact.strip())
                .hasMessageEndingWith("; convert it to JPEG or PNG");
        assertThatThrownBy(() -> READER.read(new byte[0], "x.jpg")).hasMessageContaining("the file is empty");
    }

    @Test
    void missingFilesAndFoldersAreNamed(@TempDir Path folder) {
        assertThatThrownBy(() -> READER.read(folder)).hasMessageContaining("this is a folder");
        assertThatThrownBy(() -> READER.read(folder.resolve("no.jpg")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("no.jpg")
                .hasMessageContaining("there is no such picture");
    }

    @Test
    void filesAreReadLikeBytes(@TempDir Path folder) throws IOException {
        byte[] bytes = FormatMatrix.resource("formats/jpeg_exif_6.jpg");
        Path file = Files.write(folder.resolve("a.jpg"), bytes);

        assertThat(READER.read(file)).isEqualTo(READER.read(bytes));
        assertThat(READER.read(new ByteArrayInputStream(bytes), "stream")).isEqualTo(READER.read(bytes));
    }

    private static byte[] png(int width, int height, byte[] data, byte[] extra) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        out.writeBytes(chunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array()));
        out.writeBytes(extra);
        out.writeBytes(chunk("IDAT", data));
        out.writeBytes(chunk("IEND", new byte[0]));
        byte[] png = out.toByteArray();
        Mutations.repairChecksums(png);
        return png;
    }

    private static byte[] chunk(String type, byte[] body) {
        return ByteBuffer.allocate(12 + body.length)
                .putInt(body.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(body)
                .array();
    }

    private static byte[] deflate(byte[] raw) {
        Deflater deflater = new Deflater();
        deflater.setInput(raw);
        deflater.finish();
        byte[] out = new byte[100];
        int length = deflater.deflate(out);
        deflater.end();
        return java.util.Arrays.copyOf(out, length);
    }
}

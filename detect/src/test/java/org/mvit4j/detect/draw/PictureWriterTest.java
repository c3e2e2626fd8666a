package org.mvit4j.detect.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;

class PictureWriterTest {

    private static BufferedImage picture(int type) {
        BufferedImage picture = new BufferedImage(32, 16, type);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(new Color(200, 40, 90));
        graphics.fillRect(0, 0, 32, 16);
        graphics.dispose();
        return picture;
    }

    @Test
    void pngKeepsEveryPixel(@TempDir Path folder) throws IOException {
        BufferedImage picture = picture(BufferedImage.TYPE_INT_RGB);
        Path file = folder.resolve("out.PNG");
        Files.writeString(file, "old");

        PictureWriter.write(picture, file);

        assertThat(ImageReader.standard().read(file)).isEqualTo(ImageReader.of(picture));
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void jpegKeepsColoursAndDropsTransparency(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("out.jpeg");

        PictureWriter.write(picture(BufferedImage.TYPE_INT_ARGB), file);

        RgbImage read = ImageReader.standard().read(file);
        assertThat(read.pixels()[0] & 0xff).isBetween(195, 205);
        assertThat(read.pixels()[1] & 0xff).isBetween(35, 45);
        assertThat(read.pixels()[2] & 0xff).isBetween(85, 95);
    }

    @Test
    void whatCannotBeWrittenIsNamed(@TempDir Path folder) throws IOException {
        BufferedImage picture = picture(BufferedImage.TYPE_INT_RGB);
        Path noFolder = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> PictureWriter.write(picture, folder.resolve("gone/out.png")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("out.png")
                .hasMessageContaining("its folder is missing or not writable; create the folder or choose another");
        assertThatThrownBy(() -> PictureWriter.write(picture, noFolder.resolve("out.png")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + noFolder.resolve("out.png") + ": ");
        assertThatThrownBy(() -> PictureWriter.write(picture, folder.resolve("out.webp")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("out.webp: pictures end in .png, .jpg or .jpeg");
    }
}

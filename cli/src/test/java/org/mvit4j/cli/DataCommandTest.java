package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCommandTest {

    @TempDir
    Path dir;

    /** A picture with a sound object and one whose mask has another size, and a picture outside of the folder. */
    @Test
    void whatIsBrokenIsToldAndTheRestDrawn() throws IOException {
        Path pictures = Files.createDirectories(dir.resolve("images"));
        ImageIO.write(
                new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB),
                "png",
                pictures.resolve("1.png").toFile());
        String object = "{\"id\": %d, \"image_id\": 1, \"category_id\": 1, \"area\": 8, \"iscrowd\": 0,"
                + " \"bbox\": [4, 4, 20, 20], \"segmentation\": %s}";
        Files.writeString(
                dir.resolve("instances.json"),
                "{\"images\": [{\"id\": 1, \"file_name\": \"1.png\", \"width\": 64, \"height\": 48}, {\"id\": 2,"
                        + " \"file_name\": \"../../x.png\", \"width\": 9, \"height\": 9}], \"categories\": [{\"id\": 1,"
                        + " \"name\": \"thing\"}], \"annotations\": ["
                        + object.formatted(1, "[[4, 4, 24, 4, 24, 24]]") + ","
                        + object.formatted(2, "{\"size\": [3, 3], \"counts\": [4, 5]}") + "]}");
        Path samples = dir.resolve("samples");
        CliRun run = CliRun.of("data", "check", dir.toString(), "--samples", samples.toString());
        assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.FAILURES);
        assertThat(run.out()).contains("mask size: annotation 2", "unreadable picture", "2 findings");
        BufferedImage drawn = ImageIO.read(samples.resolve("1.png").toFile());
        assertThat(drawn.getRGB(22, 6) & 0xffffff).as("inside the triangle").isNotZero();
        assertThat(drawn.getRGB(60, 44) & 0xffffff).isZero();
    }
}

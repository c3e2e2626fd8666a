package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;
import org.mvit4j.video.model.TimeSformer;
import org.mvit4j.video.model.TimeSformerConfig;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.ViViTConfig;

class VideoCommandTest {

    @TempDir
    static Path folder;

    static Path weights;
    static Path clips;

    @BeforeAll
    static void make() throws IOException {
        weights = folder.resolve("model.safetensors");
        clips = Files.createDirectory(folder.resolve("clips"));
        Path frames = Files.createDirectory(clips.resolve("moving"));
        for (int i = 0; i < 12; i++) {
            BufferedImage image = new BufferedImage(80, 60, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            g.setColor(Color.ORANGE);
            g.fillRect(5 * i, 20, 16, 16);
            g.dispose();
            ImageIO.write(image, "png", frames.resolve("frame" + i + ".png").toFile());
        }
        try (NDManager manager = Torch.newManager()) {
            TimeSformer model = new TimeSformer(TimeSformerConfig.base()
                    .frames(4)
                    .cropSize(48)
                    .width(64)
                    .depth(1)
                    .heads(1)
                    .mlpWidth(64)
                    .classes(3)
                    .build());
            Weights.fillByRecipe(model, manager, "");
            Weights.addTo(new SafetensorsWriter(), model).write(weights);
        }
    }

    @Test
    void framesAreClassified() throws IOException {
        Path names = Files.write(folder.resolve("names.txt"), List.of("left", "right", "up"));
        Path sheets = folder.resolve("sheets");
        CliRun run = CliRun.of(
                "video",
                "classify",
                clips.resolve("moving").toString(),
                "--weights",
                weights.toString(),
                "--classes",
                names.toString(),
                "--views",
                "2x1",
                "--top",
                "2",
                "--json",
                "--sheet",
                sheets.toString(),
                "--rollout",
                sheets.toString());
        assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.OK);
        JsonNode result = new ObjectMapper().readTree(run.out()).get(0);
        assertThat(result.get("top").size()).isEqualTo(2);
        assertThat(result.get("top").get(0).get("name").asText()).isIn("left", "right", "up");
        assertThat(result.get("protocol").asText()).contains("2 clips x 1 crops");
        assertThat(sheets.resolve("moving.png")).exists();
        assertThat(ImageIO.read(sheets.resolve("moving.rollout.png").toFile()).getWidth())
                .isGreaterThan(400);
    }

    @Test
    void aBadClipDoesNotEndTheRun() throws IOException {
        Path bad = Files.writeString(clips.resolve("bad.mp4"), "no video");
        CliRun run = CliRun.of("video", "classify", clips.toString(), "--weights", weights.toString());
        assertThat(run.status()).isEqualTo(ExitStatus.FAILURES);
        assertThat(run.err()).contains("bad.mp4: is no video that can be read");
        assertThat(run.out()).contains("moving", "class ");
        CliRun strict = CliRun.of("video", "classify", clips.toString(), "--weights", weights.toString(), "--strict");
        assertThat(strict.status()).isEqualTo(ExitStatus.BAD_INPUT);
        Files.delete(bad);
    }

    @Test
    void wrongUsageIsOneLine() {
        CliRun run = CliRun.of(
                "video", "classify", clips.toString(), "--weights", weights.toString(), "--model", "mvitv2_s_16x4");
        assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run.err()).contains("is TimeSformer").contains("not mvitv2_s_16x4");
        CliRun views =
                CliRun.of("video", "classify", clips.toString(), "--weights", weights.toString(), "--views", "5x2");
        assertThat(views.err()).contains("--views 5x2: give clips x crops");
    }

    @Test
    void anImageModelBecomesAVideoModel() {
        Path image = folder.resolve("vit.safetensors");
        try (NDManager manager = Torch.newManager()) {
            ViViT vit = new ViViT(ViViTConfig.base().frames(1).sampledFrames(1).build()); // a plain ViT-B/16
            Weights.fill(vit, manager, (name, shape) -> new float[(int) shape.size()]);
            Weights.addTo(new SafetensorsWriter(), vit).write(image);
        }
        Path out = folder.resolve("start.safetensors");
        CliRun run = CliRun.of(
                "video", "inflate", image.toString(), out.toString(), "--model", "timesformer", "--num-classes", "7");
        assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.OK);
        assertThat(run.out()).contains("copied (").contains("zeroed (").contains("fresh (2): head.bias, head.weight");
        try (Checkpoint checkpoint = Checkpoint.open(out)) {
            assertThat(checkpoint.stateDict().tensor("head.weight").shape()).containsExactly(7, 768);
            assertThat(checkpoint.metadata()).containsEntry("video_model", "timesformer");
        }
    }
}

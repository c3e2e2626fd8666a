package org.mvit4j.train.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.synthetic.ShapeDataset;
import org.mvit4j.detect.Detector;
import org.mvit4j.train.run.RunException;

/** The demonstration from end to end, with a model too small to learn much. */
class DemoTest {

    private static final List<String> TINY = List.of(
            "model.backbone.embed_dim=8",
            "model.neck.out_channels=16",
            "model.roi_heads.box_head.fc_dims=[16]",
            "model.roi_heads.mask_head.conv_dims=[8]",
            "model.roi_heads.mask_head.deconv_dim=8",
            "model.roi_heads.batch_size_per_image=16",
            "solver.batch_size=2",
            "solver.schedule.max_iter=4",
            "solver.schedule.decay=cosine",
            "solver.eval_period=4",
            "solver.log_period=1");

    @TempDir
    Path out;

    @Test
    void leavesAReportAModelAndTheEvaluatorsPages() throws Exception {
        new ShapeDataset(6, 3, 64, 3, 5).write(out.resolve("data"), n -> {});
        List<String> log = new ArrayList<>();
        Demo.Result result = new Demo(out, null, 8, 5, TINY, log::add).run(training -> {});
        String page = Files.readString(result.report());
        assertThat(page).contains("Drawn shapes, learned", "mvit detect -m", "ground truth", "detected", "<svg");
        assertThat(page).as("nothing from elsewhere").doesNotContain("src=\"http", "href=\"http");
        assertThat(out.resolve("evaluation/boxes/index.html")).isNotEmptyFile();
        assertThat(result.seconds()).isPositive();
        try (Detector detector = Detector.open(result.model())) {
            detector.detect(ImageReader.standard().read(out.resolve("data/val/000001.png")));
        }
        assertThatThrownBy(() -> new Demo(out, null, 8, 5, TINY, log::add).run(training -> {}))
                .as("a finished demonstration is not overwritten")
                .isInstanceOf(RunException.class)
                .hasMessageContaining("demonstration already");
    }

    @Test
    void learnsAHandfulOfOnesOwnPictures() throws Exception {
        Path data = out.resolve("own");
        new ShapeDataset(6, 2, 64, 3, 7).write(data, n -> {});
        Demo.Result result = new Demo(out.resolve("check"), data, 2, 1, TINY, line -> {}).run(training -> {});
        assertThat(Files.readString(result.report())).contains("Learned by heart");
    }
}

package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Summary;

class CocoCommandTest {
    @TempDir
    Path folder;

    private String gt = "";
    private String dt = "";
    private String other = "";

    @BeforeEach
    void files() throws IOException {
        StringBuilder images = new StringBuilder();
        StringBuilder truth = new StringBuilder();
        StringBuilder first = new StringBuilder();
        StringBuilder second = new StringBuilder();
        for (int i = 1; i <= 15; i++) {
            String comma = i == 1 ? "" : ", ";
            images.append(comma).append("{\"id\": " + i + ", \"width\": 200, \"height\": 100}");
            truth.append(comma)
                    .append("{\"id\": " + i + ", \"image_id\": " + i
                            + ", \"category_id\": 1, \"area\": 1600, \"iscrowd\": 0, \"bbox\": [10, 10, 40, 40],"
                            + " \"segmentation\": [[10, 10, 50, 10, 50, 50, 10, 50]]}");
            String head = comma + "{\"image_id\": " + i + ", \"category_id\": 1, \"score\": 0." + (10 + i);
            first.append(head).append(", \"bbox\": [" + (10 + i % 7) + ", 10, 40, 40]}");
            second.append(head).append(", \"bbox\": [" + (10 + 2 * (i % 7)) + ", 10, 40, 40]}");
        }
        gt = write(
                "gt.json",
                "{\"images\": [" + images + "], \"categories\": [{\"id\": 1, \"name\": \"a\"}], \"annotations\": ["
                        + truth + "]}");
        dt = write("dt.json", "[" + first + "]");
        other = write("other.json", "[" + second + "]");
    }

    private String write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private String table(EvalParams params) {
        CocoDataset truth = CocoDataset.read(Path.of(gt));
        CocoResults results = CocoResults.read(Path.of(dt), truth, Strictness.COMPATIBLE);
        return Summary.of(CocoEvaluator.evaluate(truth, results, params).accumulate())
                .table();
    }

    @Test
    void theTableAndNothingElse() {
        CliRun run = CliRun.of("coco", "eval", "--gt", gt, "--dt", dt);
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out()).isEqualTo(table(EvalParams.bbox()));
        assertThat(run.err()).isEmpty();
        assertThat(CliRun.of("coco", "eval", "--gt", gt, "--dt", dt, "--iou", "bbox,segm")
                        .out())
                .isEqualTo("Evaluate annotation type *bbox*" + System.lineSeparator() + table(EvalParams.bbox())
                        + "Evaluate annotation type *segm*" + System.lineSeparator() + table(EvalParams.segm()));
    }

    @Test
    void intervalsAndComparison() {
        CliRun run = CliRun.of(
                "coco", "eval", "--gt", gt, "--dt", dt, "--compare", other, "--bootstrap", "100", "--seed", "7", "-q");
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out()).startsWith(table(EvalParams.bbox())).contains("95 % from", "difference", "AR@100");
        assertThat(CliRun.of(
                                "coco",
                                "eval",
                                "--gt",
                                gt,
                                "--dt",
                                dt,
                                "--compare",
                                other,
                                "--bootstrap",
                                "100",
                                "--seed",
                                "7",
                                "-q")
                        .out())
                .isEqualTo(run.out());
    }

    @Test
    void reportAndJson() throws IOException {
        Path report = folder.resolve("report");
        CliRun run = CliRun.of(
                "coco", "eval", "--gt", gt, "--dt", dt, "--report", report.toString(), "--bootstrap", "50", "--json");
        assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.OK);
        assertThat(run.err()).contains("index.html");
        assertThat(report.resolve("index.html")).isNotEmptyFile();
        JsonNode tree = new ObjectMapper().readTree(run.out());
        assertThat(tree)
                .isEqualTo(new ObjectMapper()
                        .readTree(report.resolve("report.json").toFile()));
        JsonNode figures = new ObjectMapper()
                .readTree(CliRun.of("coco", "eval", "--gt", gt, "--dt", dt, "--json")
                        .out());
        assertThat(figures.at("/evaluations/0/figures/0/value")).isEqualTo(tree.at("/evaluations/0/figures/0/value"));
    }

    @Test
    void subsetsLimitsAndWrongUsage() {
        assertThat(CliRun.of("coco", "eval", "--gt", gt, "--dt", dt, "--max-dets", "1,5", "--img-ids", "1,2")
                        .out())
                .contains("maxDets=  5");
        assertThat(CliRun.of("coco", "eval", "--gt", gt, "--dt", dt, "--iou", "boxes")
                        .err())
                .contains("unknown IoU type", "bbox, segm");
        assertThat(CliRun.of("coco", "eval", "--gt", gt, "--dt", dt, "--bootstrap", "5")
                        .status())
                .isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(CliRun.of("coco", "eval", "--gt", gt, "--dt", gt).status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(CliRun.of("coco", "eval", "--gt", gt, "--dt", dt, "--lvis").err())
                .contains("neg_category_ids");
        assertThat(CliRun.of("coco").status()).isEqualTo(ExitStatus.BAD_INPUT);
    }

    @Test
    void checkSaysWhatIsWrong() throws IOException {
        CliRun fine = CliRun.of("coco", "check", "--gt", gt, "--dt", dt);
        assertThat(fine.status()).isEqualTo(ExitStatus.OK);
        assertThat(fine.out()).contains("nothing wrong found");
        String bad =
                write("bad.json", "[{\"image_id\": \"1\", \"category_id\": 1, \"score\": 0.5, \"bbox\": [0,0,1,1]}]");
        CliRun run = CliRun.of("coco", "check", "--gt", gt, "--dt", bad);
        assertThat(run.status()).isEqualTo(ExitStatus.FAILURES);
        assertThat(run.out()).contains("UNKNOWN_IMAGE", "1 of 1", "as numbers");
        JsonNode tree = new ObjectMapper()
                .readTree(CliRun.of("coco", "check", "--gt", gt, "--dt", bad, "--json")
                        .out());
        assertThat(tree.at("/findings/0/code").asText()).isEqualTo("UNKNOWN_IMAGE");
    }
}

package org.mvit4j.coco.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.BootstrapSettings;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.DatasetBuilder;
import org.mvit4j.coco.data.ResultBuilder;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static Report report() {
        DatasetBuilder builder =
                CocoDataset.builder().category(1, "<script>alert(1)</script>").category(2, "b&b");
        for (int i = 1; i <= 12; i++) {
            builder.image(i, 200, 100, "\"><img onerror=alert(2)>" + i + ".jpg");
            builder.annotation(2 * i, i, 1).box(10, 10, 40, 40).add();
            builder.annotation(2 * i + 1, i, 2).box(100, 10, 20, 20).add();
        }
        CocoDataset truth = builder.build();
        ResultBuilder results = CocoResults.builder(truth);
        ResultBuilder others = CocoResults.builder(truth);
        for (int i = 1; i <= 12; i++) {
            results.box(i, 1, 0.5 + i / 40.0, 10 + i % 4, 10, 40, 40).box(i, i % 3 == 0 ? 1 : 2, 0.4, 100, 10, 20, 21);
            others.box(i, 1, 0.6, 10 + i % 9, 10, 40, 40);
        }
        CocoResults first = results.build();
        try (Workers workers = new Workers(2)) {
            Matches matches = CocoEvaluator.evaluate(truth, first, EvalParams.bbox(), workers);
            EvalArrays arrays = matches.accumulate(workers);
            return new ReportBuilder(
                            truth,
                            first,
                            others.build(),
                            BootstrapSettings.DEFAULT.withDraws(50),
                            workers,
                            Tasks.SILENT)
                    .add(matches, arrays, Summary.of(arrays))
                    .build();
        }
    }

    @Test
    void pageNeedsNothingFromOutsideAndTrustsNoName(@TempDir Path folder) throws Exception {
        Report report = report();
        HtmlReport.write(report, folder.resolve("deep/er"));
        String page = Files.readString(folder.resolve("deep/er/index.html"));
        assertThat(page)
                .contains("What goes wrong", "What is taken for what", "Where to cut", "Images that cost most")
                .contains(
                        "Against",
                        "b&amp;b",
                        report.evaluations().get(0).table().strip())
                .doesNotContain("<script>alert", "<img", "http:", "https:", "src=", "url(", "@import", "NaN");
        Matcher drawings = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL).matcher(page);
        int n = 0;
        while (drawings.find()) {
            DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(drawings.group())));
            n++;
        }
        assertThat(n).isGreaterThan(20);
        assertThat(folder.resolve("deep/er")).isDirectoryContaining(p -> p.endsWith("report.json"));
    }

    @Test
    void jsonHoldsTheFigures() throws IOException {
        Report report = report();
        JsonNode tree = new ObjectMapper().readTree(ReportJson.indented(report));
        JsonNode evaluation = tree.get("evaluations").get(0);
        assertThat(evaluation.get("figures").get(0).get("name").asText()).isEqualTo("AP");
        assertThat(evaluation.get("figures").get(0).get("value").asDouble())
                .isEqualTo(report.evaluations().get(0).figures().get(0).value());
        assertThat(evaluation.at("/figures/0/interval/low").asDouble()).isBetween(0.0, 1.0);
        assertThat(evaluation.at("/figures/0/comparison/p_value").isNumber()).isTrue();
        assertThat(evaluation.at("/categories/1/name").asText()).isEqualTo("b&b");
        assertThat(evaluation.get("confusion").get("counts")).hasSize(3);
        assertThat(evaluation.at("/errors/errors/0/type").asText()).isEqualTo("CLASSIFICATION");
    }
}

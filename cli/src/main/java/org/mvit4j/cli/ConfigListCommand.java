package org.mvit4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.config.ClassifierConfig;
import org.mvit4j.backbone.cost.MViTCost;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.config.PublishedConfig;
import org.mvit4j.maskrcnn.cost.DetectorCost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mvit config list}. */
@Command(
        name = "list",
        description = "List the configurations that come with the program.",
        footer = "  mvit config list --json")
final class ConfigListCommand extends MvitCommand {

    @Mixin
    JsonOption output = new JsonOption();

    /**
     * One line.
     *
     * @param top1 percent, where published
     * @param parameters counted
     * @param gigaFlops counted multiply-adds: detectors at 800×1280, classifiers at their crop
     */
    private record Row(
            String name,
            String task,
            @Nullable Double boxAp,
            @Nullable Double maskAp,
            @Nullable Double top1,
            long parameters,
            double gigaFlops,
            @Nullable String weights) {

        static Row of(String name, DetectorConfig config) {
            PublishedConfig published = config.published();
            PartCost cost = PartCost.total(DetectorCost.count(config.model(), DetectorCost.HEIGHT, DetectorCost.WIDTH));
            return new Row(
                    name,
                    "detection",
                    published == null ? null : published.boxAp(),
                    published == null ? null : published.maskAp(),
                    null,
                    cost.parameters(),
                    cost.flops() / 1e9,
                    published == null ? null : published.file());
        }

        static Row of(String name, ClassifierConfig config) {
            ClassifierConfig.PublishedConfig published = config.published();
            PartCost cost = PartCost.total(MViTCost.classifier(config.settings()));
            return new Row(
                    name,
                    "classification",
                    null,
                    null,
                    published == null ? null : published.top1(),
                    cost.parameters(),
                    cost.flops() / 1e9,
                    published == null ? null : published.file());
        }
    }

    @Override
    int run(Console console) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String name : DetectorConfig.CATALOG.names()) {
            rows.add(Row.of(name, DetectorConfig.load(name, List.of())));
        }
        for (String name : ClassifierConfig.CATALOG.names()) {
            rows.add(Row.of(name, ClassifierConfig.load(name, List.of())));
        }
        if (output.json) {
            console.json(rows);
            return ExitStatus.OK;
        }
        Table detectors = new Table("DETECTION", "box AP", "mask AP", "params", "FLOPs", "weights");
        Table classifiers = new Table("CLASSIFICATION", "top-1", "", "params", "FLOPs", "weights");
        for (Row row : rows) {
            boolean detection = row.task.equals("detection");
            (detection ? detectors : classifiers)
                    .row(
                            row.name,
                            Table.decimal(detection ? row.boxAp : row.top1),
                            Table.decimal(row.maskAp),
                            Table.millions(row.parameters),
                            Table.giga(row.gigaFlops),
                            row.weights == null ? "" : row.weights);
        }
        console.printRaw(detectors.toString());
        console.print("");
        console.printRaw(classifiers.toString());
        console.print("");
        console.print("AP on COCO val2017 and top-1 on ImageNet-1K as published, not run here; parameters and FLOPs");
        console.print("(multiply-adds) counted from the configuration, for an image of 800x1280 or the crop.");
        return ExitStatus.OK;
    }
}

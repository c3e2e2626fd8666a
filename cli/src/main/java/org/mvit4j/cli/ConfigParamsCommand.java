package org.mvit4j.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mvit4j.backbone.config.ClassifierConfig;
import org.mvit4j.backbone.cost.MViTCost;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.cost.DetectorCost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvit config params}. */
@Command(
        name = "params",
        description = {
            "Count parameters and FLOPs (multiply-adds) of every part of a model, from its configuration alone.",
            "",
            "The rule is fvcore's, for 1000 proposals and 100 detections."
        },
        footer = "  mvit config params cascade_mask_rcnn_mvitv2_b_3x --size 800x1280")
final class ConfigParamsCommand extends MvitCommand {

    @Mixin
    ModelArgument model = new ModelArgument();

    @Mixin
    JsonOption output = new JsonOption();

    @Option(
            names = "--size",
            paramLabel = "HxW",
            description = "Image size of a detector (default: 800x1280, which published figures are for).")
    @Nullable
    String size;

    /** The table as a value. */
    private record Result(int height, int width, List<PartCost> parts, PartCost total) {}

    @Override
    int run(Console console) throws IOException {
        Result result = count(model.load());
        if (output.json) {
            console.json(result);
            return ExitStatus.OK;
        }
        Table table = new Table("part", "parameters", "FLOPs", "");
        List<PartCost> rows = new ArrayList<>(result.parts);
        rows.add(result.total);
        for (PartCost part : rows) {
            table.row(
                    part.part(),
                    String.format(Locale.ROOT, "%,d", part.parameters()),
                    String.format(Locale.ROOT, "%.2fG", part.flops() / 1e9),
                    "");
        }
        console.print(model.config + " at " + result.height + "x" + result.width);
        console.printRaw(table.toString());
        return ExitStatus.OK;
    }

    private Result count(Record config) {
        int[] sides = size == null ? new int[] {DetectorCost.HEIGHT, DetectorCost.WIDTH} : parse(size);
        List<PartCost> parts;
        if (config instanceof ClassifierConfig classifier) {
            if (size != null) {
                throw wrong("--size is for detectors; use the override input.crop_size=" + sides[0]);
            }
            int crop = classifier.input().cropSize();
            sides = new int[] {crop, crop};
            parts = MViTCost.classifier(classifier.settings());
        } else {
            parts = DetectorCost.count(((DetectorConfig) config).model(), sides[0], sides[1]);
        }
        return new Result(sides[0], sides[1], parts, PartCost.total(parts));
    }

    private int[] parse(String text) {
        if (!text.matches("[1-9][0-9]{0,4}x[1-9][0-9]{0,4}")) {
            throw wrong("--size " + text + ": not of the form HEIGHTxWIDTH, such as 800x1280");
        }
        int at = text.indexOf('x');
        return new int[] {Integer.parseInt(text.substring(0, at)), Integer.parseInt(text.substring(at + 1))};
    }
}

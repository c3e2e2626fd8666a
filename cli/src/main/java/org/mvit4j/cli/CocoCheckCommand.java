package org.mvit4j.cli;

import java.nio.file.Path;
import org.mvit4j.coco.check.Finding;
import org.mvit4j.coco.check.InputCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvit coco check}: why an average precision is 0. */
@Command(
        name = "check",
        description = {
            "Find what makes an average precision 0 or bends it: ids that do not meet, boxes in another form, swapped"
                    + " sizes, ids of 0, scores that say nothing.",
            "Exit status 1 if there is anything to say."
        },
        footer = "  mvit coco check --gt instances_val2017.json --dt results.json")
final class CocoCheckCommand extends MvitCommand {

    @Option(names = "--gt", required = true, paramLabel = "FILE", description = "Annotations (COCO or LVIS).")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path truth;

    @Option(names = "--dt", required = true, paramLabel = "FILE", description = "Results, a list of detections.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path results;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        InputCheck.Result result = InputCheck.check(truth, results);
        if (jsonOption.json) {
            console.json(result);
        } else {
            console.print(result.images() + " images, " + result.annotations() + " annotations, "
                    + result.detections() + " detections: "
                    + (result.findings().isEmpty()
                            ? "nothing wrong found"
                            : result.findings().size() + " findings"));
            for (Finding finding : result.findings()) {
                console.print("");
                console.print(finding.code() + ": " + finding.fact());
                if (finding.total() > 0) {
                    console.print("  records  " + finding.count() + " of " + finding.total());
                }
                if (finding.example() != null) {
                    console.print("  such as  " + finding.example());
                }
                console.print("  fix      " + finding.fix());
            }
        }
        return result.findings().isEmpty() ? ExitStatus.OK : ExitStatus.FAILURES;
    }
}

package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit demo}: everything once, in minutes and without a download. */
@Command(
        name = "demo",
        description = {
            "Draw a data set of shapes, train a small detector on it, evaluate it on held-out pictures, and write a "
                    + "report. With --data, learn a handful of your own pictures by heart instead.",
            ""
        },
        footer = {"  mvit demo", "  mvit demo --data photos --images 8 --out check"})
final class DemoCommand extends MvitCommand {

    @Option(
            names = {"-o", "--out"},
            defaultValue = "mvit-demo",
            paramLabel = "DIR",
            description = "Folder for everything (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("mvit-demo");

    @Option(
            names = {"-d", "--data"},
            paramLabel = "DIR",
            description = "COCO-format data set to overfit, instead of drawing one.")
    @Nullable
    Path data;

    @Option(names = "--images", defaultValue = "8", description = "With --data, how many (default: ${DEFAULT-VALUE}).")
    int images = 8;

    @Option(names = "--seed", defaultValue = "1", description = "Of everything random (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Overrides of the configuration.")
    List<String> overrides = new ArrayList<>();

    @Override
    int run(Console console) throws Exception {
        Demo demo = new Demo(out, data, images, seed, overrides, console::note);
        AtomicReference<@Nullable Interruption> interruption = new AtomicReference<>();
        try {
            Demo.Result result = demo.run(training -> interruption.set(new Interruption(training::requestStop)));
            if (jsonOption.json) {
                console.json(result);
            } else {
                console.print(String.format(
                        Locale.ROOT,
                        "box AP %.1f, mask AP %.1f after %.0f s of training",
                        result.boxAp(),
                        result.maskAp(),
                        result.seconds()));
                console.print("report: " + result.report());
                console.print("model:  mvit detect -m " + result.model() + " PICTURE");
                console.print("all of it is in " + out);
            }
        } finally {
            Interruption opened = interruption.get();
            if (opened != null) {
                opened.close();
            }
        }
        return ExitStatus.OK;
    }
}

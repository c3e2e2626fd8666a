package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.motion.MotionDemo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit video demo}: every family on drawn motions, in minutes and without a download. */
@Command(
        name = "demo",
        description = {
            "Draw a data set of eight motions that no single frame tells apart, train a small model of each family on it, "
                    + "test with frames in order, shuffled and standing still, and write a report; about twelve minutes "
                    + "of CPU time and 0.5 GB. Started again in the same folder, it goes on where it stopped.",
            ""
        },
        footer = {"  mvit video demo", "  mvit video demo --models motion_vivit3,motion_vivit4 --no-inflated --out more"
        })
final class VideoDemoCommand extends MvitCommand {

    @Option(
            names = {"-o", "--out"},
            defaultValue = "mvit-video-demo",
            paramLabel = "DIR",
            description = "Folder for everything (default: ${DEFAULT-VALUE}).")
    Path out = Path.of("mvit-video-demo");

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "NAME",
            description = "Which models to train (default: one or two of each family).")
    List<String> models = MotionDemo.MODELS;

    @Option(
            names = "--no-inflated",
            description = "Leave out the second MViTv2, which starts from an image model trained here.")
    boolean notInflated;

    @Option(
            names = "--clips",
            defaultValue = "1920",
            paramLabel = "N",
            description = "Clips to learn from (default: ${DEFAULT-VALUE}).")
    int clips = 1920;

    @Option(names = "--seed", defaultValue = "1", description = "Of everything random (default: ${DEFAULT-VALUE}).")
    long seed = 1;

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Parameters(paramLabel = "KEY=VALUE", arity = "0..*", description = "Overrides of every configuration.")
    List<String> overrides = new ArrayList<>();

    @Override
    int run(Console console) throws Exception {
        MotionDemo demo = new MotionDemo(out, models, !notInflated, clips, seed, overrides, console::note);
        AtomicReference<@Nullable Interruption> interruption = new AtomicReference<>();
        try {
            MotionDemo.Result result = demo.run(training -> {
                close(interruption.get());
                interruption.set(new Interruption(training::requestStop));
            });
            if (jsonOption.json) {
                console.json(result);
            } else {
                Table table = new Table("model", "frames in order", "shuffled", "");
                result.accuracies()
                        .forEach((title, accuracy) -> table.row(
                                title,
                                String.format(Locale.ROOT, "%.1f %%", 100 * accuracy),
                                String.format(
                                        Locale.ROOT,
                                        "%.1f %%",
                                        100 * result.shuffled().getOrDefault(title, Double.NaN)),
                                "#".repeat((int) Math.round(40 * accuracy))));
                console.printRaw(table.toString());
                console.print("report: " + result.report());
            }
            if (!result.complete()) {
                console.note("stopped; the same command goes on");
                return ExitStatus.INTERRUPTED;
            }
        } finally {
            close(interruption.get());
        }
        return ExitStatus.OK;
    }

    private static void close(@Nullable Interruption interruption) {
        if (interruption != null) {
            interruption.close();
        }
    }
}

package org.mvit4j.cli;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.Torch;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.eval.ConfusionMatrix;
import org.mvit4j.video.eval.EvaluationOptions;
import org.mvit4j.video.eval.FrameOrder;
import org.mvit4j.video.eval.MultiViewTest;
import org.mvit4j.video.eval.ShuffleStudy;
import org.mvit4j.video.zoo.VideoModels;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mvit video eval}: a classifier on labelled videos, by the published protocol of its family. */
@Command(
        name = "eval",
        description = {
            "Test a classifier on labelled videos: every temporal and spatial view, summed up as its family does. Prints "
                    + "top-1, top-5, the accuracy per class and what is confused most. --shuffle-frames shows the same "
                    + "videos again with their sampled frames in random order: what a model loses, it had from motion.",
            ""
        },
        footer = {
            "  mvit video eval --weights k400.pyth --model mvitv2_s_16x4 --data kinetics --classes kinetics400.txt",
            "  mvit video eval --weights run/checkpoints/step-00000800/model.safetensors --data motions "
                    + "--shuffle-frames"
        })
final class VideoEvalCommand extends MvitCommand {

    private static final int LISTED = 40;

    /** How the frames of clips are ordered. */
    private enum Order {
        IDENTITY,
        REVERSE,
        RANDOM
    }

    @Option(
            names = {"-w", "--weights"},
            required = true,
            paramLabel = "FILE",
            description = "The checkpoint.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path weights;

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = VideoData.LAYOUTS)
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path data;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "NAME",
            description = "A published model, see mvit video models; by default its architecture's usual protocol.")
    @Nullable
    String model;

    @Option(names = "--split", defaultValue = "val", description = "Part of the data set (default: ${DEFAULT-VALUE}).")
    String split = "val";

    @Option(names = "--classes", paramLabel = "FILE", description = "Names of the model's classes, one per line.")
    @Nullable
    Path classes;

    @Option(
            names = "--aggregate",
            paramLabel = "HOW",
            description = "How views become one, instead of the published way: ${COMPLETION-CANDIDATES}.")
    ClipProtocol.@Nullable Aggregation aggregation;

    @Option(
            names = "--order",
            defaultValue = "identity",
            paramLabel = "ORDER",
            description = "Order of the frames of clips: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    Order order = Order.IDENTITY;

    @Option(
            names = "--shuffle-frames",
            arity = "0..1",
            fallbackValue = "3",
            paramLabel = "SEEDS",
            description = "Test again with shuffled frames, with so many seeds (3 where none is said).")
    int shuffles;

    @Option(names = "--seed", defaultValue = "0", description = "Of the shuffling (default: ${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--videos", paramLabel = "N", description = "The first N videos alone.")
    int videos = Integer.MAX_VALUE;

    @Option(names = "--batch", defaultValue = "8", description = "Clips per forward pass (default: ${DEFAULT-VALUE}).")
    int batch = 8;

    @Option(names = "--threads", defaultValue = "2", description = "Threads that decode (default: ${DEFAULT-VALUE}).")
    int threads = 2;

    @Option(names = "--strict", description = "Stop at the first video that cannot be read instead of leaving it out.")
    boolean strict;

    @Mixin
    final ViewsOption viewsOption = new ViewsOption();

    @Mixin
    final DeviceOption device = new DeviceOption();

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        if (shuffles < 0 || videos < 1 || batch < 1 || threads < 1) {
            throw wrong("--shuffle-frames, --videos, --batch and --threads take numbers above 0");
        }
        try (NDManager manager = Torch.newManager(device.device())) {
            VideoModels.Loaded loaded = VideoModels.load(
                    weights,
                    model == null ? null : VideoModelsCommand.entry(model, this).name(),
                    manager);
            ClipDataset dataset = VideoData.split(data, split, classNames(loaded));
            EvaluationOptions options = EvaluationOptions.of(protocol(loaded.protocol()))
                    .withOrder(
                            switch (order) {
                                case IDENTITY -> FrameOrder.IDENTITY;
                                case REVERSE -> FrameOrder.REVERSE;
                                case RANDOM -> FrameOrder.random(seed);
                            })
                    .withVideos(videos)
                    .withBatchClips(batch)
                    .withThreads(threads)
                    .withBroken(strict, console::warn);
            ClassificationEvaluation evaluation = test(console, loaded, manager, dataset, options, "testing");
            List<ClassificationEvaluation> shuffled = new ArrayList<>();
            for (int i = 0; i < shuffles; i++) {
                EvaluationOptions again =
                        options.withOrder(FrameOrder.random(seed + i)).withBroken(strict, line -> {});
                shuffled.add(test(console, loaded, manager, dataset, again, "shuffled " + (i + 1)));
            }
            ShuffleStudy study = shuffled.isEmpty() ? null : new ShuffleStudy(evaluation, shuffled);
            if (jsonOption.json) {
                Map<String, Object> json = new LinkedHashMap<>(evaluation.toJson());
                if (study != null) {
                    json.put("shuffle_frames", study.toJson());
                }
                console.json(json);
            } else {
                print(console, evaluation);
                if (study != null) {
                    console.print(String.format(
                            Locale.ROOT,
                            "frames shuffled: top-1 %.2f %% (standard deviation %.2f over %d seeds), %.2f points below; "
                                    + "mean divergence %.3f nats",
                            100 * study.mean(),
                            100 * study.deviation(),
                            shuffled.size(),
                            100 * (evaluation.top(1) - study.mean()),
                            study.divergence()));
                }
            }
            return evaluation.broken().isEmpty() ? ExitStatus.OK : ExitStatus.FAILURES;
        }
    }

    private static ClassificationEvaluation test(
            Console console,
            VideoModels.Loaded loaded,
            NDManager manager,
            ClipDataset dataset,
            EvaluationOptions options,
            String title)
            throws Exception {
        try (Progress progress = console.progress(title, Math.min(options.videos(), dataset.size()))) {
            return MultiViewTest.run(loaded.model(), manager, dataset, options.withProgress(progress::step));
        }
    }

    private ClipProtocol protocol(ClipProtocol published) {
        ClipProtocol protocol = published;
        ViewsOption.Views views = viewsOption.views();
        if (views != null) {
            protocol = protocol.withViews(views.clips(), views.crops());
        }
        return aggregation == null ? protocol : protocol.withAggregation(aggregation);
    }

    private @Nullable List<String> classNames(VideoModels.Loaded loaded) throws Exception {
        if (classes == null) {
            return loaded.classNames();
        }
        List<String> names = Files.readAllLines(classes).stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        if (names.size() != loaded.model().classes()) {
            throw wrong("--classes " + classes + ": has " + names.size() + " names, the model "
                    + loaded.model().classes() + " classes; give one name per line, in the order of training");
        }
        return names;
    }

    /** The figures, the classes from worst to best, and what is confused most. */
    static void print(Console console, ClassificationEvaluation evaluation) {
        ConfusionMatrix confusion = evaluation.confusion();
        console.print(evaluation.protocol());
        console.print(String.format(
                Locale.ROOT,
                "%d videos: top-1 %.2f %% (standard error %.2f), top-5 %.2f %%, mean class accuracy %.2f %%",
                evaluation.size(),
                100 * evaluation.top(1),
                100 * evaluation.standardError(),
                100 * evaluation.top(5),
                100 * confusion.meanRecall(true)));
        if (!evaluation.broken().isEmpty()) {
            console.print(evaluation.broken().size() + " videos could not be read and are left out");
        }
        List<Integer> order = new ArrayList<>();
        for (int c = 0; c < confusion.counts().length; c++) {
            if (confusion.support(c) > 0) {
                order.add(c);
            }
        }
        order.sort(java.util.Comparator.comparingDouble(confusion::recall));
        Table table = new Table("class", "videos", "accuracy", "most often taken for");
        order.stream()
                .limit(LISTED)
                .forEach(c -> table.row(
                        evaluation.classNames().get(c),
                        Integer.toString(confusion.support(c)),
                        String.format(Locale.ROOT, "%.1f %%", 100 * confusion.recall(c)),
                        mistaken(evaluation, confusion, c)));
        console.printRaw(table.toString());
        if (order.size() > LISTED) {
            console.print("and " + (order.size() - LISTED) + " classes of higher accuracy; --json lists all");
        }
    }

    private static String mistaken(ClassificationEvaluation evaluation, ConfusionMatrix confusion, int label) {
        int[] row = confusion.counts()[label];
        int worst = -1;
        for (int c = 0; c < row.length; c++) {
            if (c != label && row[c] > 0 && (worst < 0 || row[c] > row[worst])) {
                worst = c;
            }
        }
        return worst < 0 ? "" : evaluation.classNames().get(worst) + " (" + row[worst] + ")";
    }
}

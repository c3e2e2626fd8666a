package org.mvit4j.train.motion;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.mvit4j.train.demo.LineChart;
import org.mvit4j.train.demo.Page;
import org.mvit4j.train.run.AtomicFile;
import org.mvit4j.train.run.Metrics;
import org.mvit4j.video.data.ClipFolder;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.synthetic.Motion;
import org.mvit4j.video.synthetic.MotionClip;
import org.mvit4j.video.synthetic.MotionDataset;

/** The page of the demonstration: clips that play, accuracies beside chance, curves, confusions, mistakes. */
final class MotionReport {

    private static final int MISTAKES = 8;
    private static final int SHOWN_FRAMES = 8;
    private static final int SHOWN_SIDE = 120;
    private static final double PERCENT = 100;
    private static final double CHANCE = PERCENT / Motion.values().length;
    private static final String STYLE = Film.STYLE + ConfusionTable.STYLE + """
            p { max-width: 76ch } .wide { overflow-x: auto; margin: 1em 0 } .wide th, .wide td { white-space: nowrap }
            .wide th { white-space: normal; font-size: .9em; vertical-align: bottom } small { color: var(--soft) }
            .dot { display: inline-block; width: .75em; height: .75em; border-radius: 3px; margin-right: .5em }
            .wide .bar { width: 22%; min-width: 120px } .bars { position: relative } .bars i { height: 6px }
            .bars::after { content: ""; position: absolute; left: 12.5%; top: -2px; bottom: -2px; width: 1px;
              background: var(--ink); opacity: .5 }
            """;

    private final MotionDataset motions;
    private final MotionDataset shown;
    private final ClipFolder val;
    private final List<MotionRun> runs;
    private final Path data;
    private final Page page = new Page().style(STYLE);

    MotionReport(MotionDataset motions, ClipFolder val, List<MotionRun> runs, Path data) {
        this.motions = motions;
        this.val = val;
        this.runs = runs;
        this.data = data;
        shown = motions.withSide(SHOWN_SIDE);
    }

    /** Writes the page; it appears whole or not at all. */
    void write(Path file, double seconds) throws IOException {
        page.raw("<h1>Eight motions, and nothing else to tell them by</h1>");
        page.raw("<p class=\"lead\">" + motions.trainClips() + " drawn clips to learn from, " + val.size()
                + " held out · " + clock(seconds) + " on "
                + Runtime.getRuntime().availableProcessors() + " processors · seed " + motions.seed() + "</p>");
        numbers();
        clips();
        results();
        learning();
        confusions();
        mistakes();
        commands();
        AtomicFile.write(file, page.html("Eight motions").getBytes(StandardCharsets.UTF_8));
    }

    private void numbers() {
        MotionRun best = best();
        page.raw("<div class=\"numbers\">" + big(percent(best.accuracy()), "% of held-out clips right: " + best.title())
                + big(percent(best.study().mean()), "% with its frames shuffled")
                + big(percent(best.still().top(1)), "% with one frame of each clip")
                + big(percent(CHANCE / PERCENT), "% by guessing")
                + big(Integer.toString(runs.size()), runs.size() == 1 ? "small model trained" : "small models trained")
                + "</div>");
    }

    private static String big(String value, String label) {
        return "<div class=\"card big\">" + value + "<small>" + Page.escape(label) + "</small></div>";
    }

    private MotionRun best() {
        return runs.stream()
                .max(Comparator.comparingDouble(MotionRun::accuracy))
                .orElseThrow();
    }

    private void clips() throws IOException {
        page.heading("The clips");
        page.raw(
                "<p>Each clip is one flower whose place, pattern and angle start anywhere, all equally likely; then one of "
                        + "the four moves. What leaves on one side comes back on the other. Any single frame looks the same in all "
                        + "eight classes, and a clip played backwards is a clip of the opposite class. To be right, a model has "
                        + "to see time.</p>");
        page.raw("<div class=\"films\">");
        for (Motion motion : Motion.values()) {
            page.raw(Film.playing(frames(motion.ordinal()), motion.label(), ""));
        }
        page.raw("</div>");
        MotionClip clip = shown.clip(MotionDataset.Split.VAL, Motion.RIGHT.ordinal());
        page.raw("<figure>"
                + Film.strip(
                        frames(Motion.RIGHT.ordinal()).subList(0, Math.min(SHOWN_FRAMES, clip.frames())),
                        "eight frames of a clip")
                + "<figcaption>Frames of <b>" + clip.motion().label()
                + "</b>. Read from the end to the beginning, it is <b>"
                + clip.motion().reversed().label() + "</b>. Models see these pictures at " + motions.side()
                + " pixels.</figcaption></figure>");
    }

    /** The frames of a held-out clip, larger than models see them. */
    private List<BufferedImage> frames(int number) {
        MotionClip clip = shown.clip(MotionDataset.Split.VAL, number);
        return IntStream.range(0, clip.frames())
                .mapToObj(i -> clip.frame(i).toBufferedImage())
                .toList();
    }

    private void results() {
        page.heading("What they learned");
        page.raw(String.format(
                Locale.ROOT,
                "<p>Guessing gives %.1f %%. One frame repeated shows everything but motion and should give no more than "
                        + "that. Shuffled frames still show which of the four phases moves, never which way: at best 50 %%. "
                        + "The last columns ask for the way alone, true class against its reverse, where a coin gives 50 %%.</p>",
                CHANCE));
        StringBuilder table = new StringBuilder(
                "<div class=\"card wide\"><table><tr><th>model</th><th>parameters</th><th>steps</th><th>training</th>"
                        + "<th>frames in order</th><th class=\"bar\"></th><th>shuffled</th><th>one frame</th>"
                        + "<th>which way</th><th>which way, shuffled</th></tr>");
        for (int i = 0; i < runs.size(); i++) {
            MotionRun run = runs.get(i);
            table.append(String.format(
                    Locale.ROOT,
                    "<tr><td><i class=\"dot\" style=\"background:%s\"></i>%s</td><td>%.2f M</td><td>%d</td><td>%s</td>"
                            + "<td><b>%.1f %%</b> <small>&plusmn; %.1f</small></td><td class=\"bar\">%s</td>"
                            + "<td>%.1f %% <small>&plusmn; %.1f</small></td><td>%.1f %%</td><td>%.1f %%</td>"
                            + "<td>%.1f %%</td></tr>",
                    Page.colour(i),
                    Page.escape(run.title()),
                    run.parameters() / 1e6,
                    run.steps(),
                    clock(run.seconds()),
                    PERCENT * run.accuracy(),
                    PERCENT * run.study().ordered().standardError(),
                    bars(run, Page.colour(i)),
                    PERCENT * run.study().mean(),
                    PERCENT * run.study().deviation(),
                    PERCENT * run.still().top(1),
                    PERCENT * MotionRun.direction(run.study().ordered()),
                    PERCENT * run.shuffledDirection()));
        }
        page.raw(table + "</table></div>");
        page.note("Bars: in order, shuffled, one frame; the line is chance. Behind ±: the standard error over clips in "
                + "order, the deviation over orders of shuffled ones.");
    }

    private static String bars(MotionRun run, String colour) {
        StringBuilder text = new StringBuilder();
        double[] values = {run.accuracy(), run.study().mean(), run.still().top(1)};
        String[] opacity = {"1", ".55", ".3"};
        for (int i = 0; i < values.length; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "<i style=\"width:%.1f%%;background:%s;opacity:%s\"></i>",
                    PERCENT * values[i],
                    colour,
                    opacity[i]));
        }
        return "<div class=\"bars\">" + text + "</div>";
    }

    private void learning() {
        page.heading("How they learned it").grid();
        page.card("Accuracy on held-out clips, %", accuracies(runs));
        page.card("Training loss", losses());
        List<MotionRun> starts = runs.stream()
                .filter(run -> run.config().equals(MotionDemo.INFLATES))
                .toList();
        if (starts.size() == 2) {
            page.card("An inflated image model beside a random start", accuracies(starts) + inflation(starts));
        }
        page.endGrid();
    }

    private static String inflation(List<MotionRun> starts) {
        double[] random = starts.get(0).tests().get(0);
        double[] inflated = starts.get(1).tests().get(0);
        return String.format(
                Locale.ROOT,
                "<p class=\"note\">The image model learned from single pictures how many petals a flower has and where it "
                        + "is. Its filters sit in the middle frame of the video model's, its terms for time start at zero. "
                        + "After %.0f steps: %.1f %% from random weights, %.1f %% inflated; at the end %.1f %% and %.1f %%.</p>",
                random[0],
                PERCENT * random[1],
                PERCENT * inflated[1],
                PERCENT * starts.get(0).accuracy(),
                PERCENT * starts.get(1).accuracy());
    }

    private String accuracies(List<MotionRun> of) {
        LineChart chart = new LineChart("step", lastStep(of), PERCENT);
        for (MotionRun run : of) {
            List<double[]> points = new ArrayList<>(List.of(new double[] {0, CHANCE}));
            run.tests().forEach(test -> points.add(new double[] {test[0], PERCENT * test[1]}));
            chart.add(run.title(), points, runs.indexOf(run));
        }
        return chart.html();
    }

    private String losses() {
        LineChart chart = new LineChart("step", lastStep(runs), Math.log(Motion.values().length) * 1.1);
        for (MotionRun run : runs) {
            List<double[]> points = new ArrayList<>();
            for (Metrics.Line line : run.metrics()) {
                Double value = line.values().get("loss");
                if (value != null) {
                    points.add(new double[] {line.iteration() + 1, value});
                }
            }
            chart.add(run.title(), points, runs.indexOf(run));
        }
        return chart.html();
    }

    private static double lastStep(List<MotionRun> of) {
        return of.stream().mapToDouble(MotionRun::steps).max().orElse(1);
    }

    private void confusions() {
        page.heading("What they take for what");
        page.note("Rows are true classes, columns the model's answers. Opposite motions stand side by side.");
        page.grid();
        for (int i = 0; i < runs.size(); i++) {
            page.card(
                    runs.get(i).title(), ConfusionTable.html(runs.get(i).study().ordered(), Page.colour(i)));
        }
        page.endGrid();
    }

    private void mistakes() throws IOException {
        MotionRun best = best();
        ClassificationEvaluation evaluation = best.study().ordered();
        int[] predicted = evaluation.predicted();
        List<Integer> wrong = IntStream.range(0, evaluation.size())
                .filter(i -> predicted[i] != evaluation.labels()[i])
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> -evaluation.probabilities().get(i)[predicted[i]]))
                .limit(MISTAKES)
                .toList();
        page.heading("Where " + best.title() + " errs");
        if (wrong.isEmpty()) {
            page.note("Nowhere among the held-out clips.");
            return;
        }
        page.note("The held-out clips that it got wrong with most confidence.");
        page.raw("<div class=\"films\">");
        for (int i : wrong) {
            String clip = String.valueOf(Path.of(evaluation.videos().get(i)).getFileName());
            page.raw(Film.playing(
                    frames(Integer.parseInt(clip)),
                    evaluation.classNames().get(evaluation.labels()[i]),
                    String.format(
                            Locale.ROOT,
                            "taken for %s, %.0f %%",
                            evaluation.classNames().get(predicted[i]),
                            PERCENT * evaluation.probabilities().get(i)[predicted[i]])));
        }
        page.raw("</div>");
    }

    private void commands() {
        MotionRun run = best();
        page.heading("Go on");
        page.raw("<pre>"
                + Page.escape(String.join(
                        "\n",
                        "mvit video eval --weights " + run.weights() + " --data " + data + " --shuffle-frames",
                        "mvit video classify " + val.name(0) + " --weights " + run.weights() + " --rollout seen",
                        "mvit video train --model " + run.config() + " --data " + data
                                + " --out longer solver.epochs=30.0",
                        "mvit video train --model mvitv2_s_16x4 --data YOUR_CLIPS --weights k400.pyth --out run"
                                + " solver.epochs=20.0 solver.batch_size=8 solver.optimizer.lr=1.0e-4"))
                + "</pre>");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", PERCENT * share);
    }

    private static String clock(double seconds) {
        Duration time = Duration.ofSeconds(Math.round(seconds));
        return time.toMinutes() + ":" + String.format(Locale.ROOT, "%02d", time.toSecondsPart()) + " min";
    }
}

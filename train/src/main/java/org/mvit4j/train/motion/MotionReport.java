package org.mvit4j.train.motion;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.mvit4j.nn.io.Draft;
import org.mvit4j.train.run.Metrics;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.data.ClipFolder;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.synthetic.Motion;
import org.mvit4j.video.synthetic.MotionClip;
import org.mvit4j.video.synthetic.MotionDataset;

/** The page of the demonstration: clips that play, accuracies beside chance, curves, confusions, mistakes. */
final class MotionReport {

    private static final int MISTAKES = 12;
    private static final int SHOWN_FRAMES = 8;
    private static final String[] COLORS = {"#1f6fb5", "#d9691e", "#2b8a57", "#b03a5b", "#6a51a3", "#8c6d31"};

    private final MotionDataset motions;
    private final ClipFolder val;
    private final List<MotionRun> runs;
    private final Path data;
    private final StringBuilder body = new StringBuilder();

    MotionReport(MotionDataset motions, ClipFolder val, List<MotionRun> runs, Path data) {
        this.motions = motions;
        this.val = val;
        this.runs = runs;
        this.data = data;
    }

    /** Writes the page; it appears whole or not at all. */
    void write(Path file, double seconds) throws IOException {
        body.append("<h1>Eight motions, and nothing else to tell them by</h1>");
        paragraph(
                "lead",
                motions.trainClips() + " drawn clips to learn from, " + val.size() + " held out · "
                        + runs.size() + " small models · " + clock(seconds) + " on "
                        + Runtime.getRuntime().availableProcessors() + " processors · seed " + motions.seed());
        clips();
        results();
        curves();
        confusions();
        mistakes();
        commands();
        Path draft = Draft.file(file);
        Files.writeString(draft, page(), StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void clips() throws IOException {
        heading("The clips");
        paragraph(
                "",
                "Each clip is one flower whose place, pattern and angle start anywhere, all equally likely; then "
                        + "one of the four moves. Any single frame looks the same in all eight classes, and a clip played "
                        + "backwards is a clip of the opposite class. To be right, a model has to see time.");
        body.append("<div class=\"clips\">");
        for (Motion motion : Motion.values()) {
            MotionClip clip = motions.clip(MotionDataset.Split.VAL, motion.ordinal());
            body.append(film(
                    IntStream.range(0, clip.frames())
                            .mapToObj(i -> clip.frame(i).toBufferedImage())
                            .toList(),
                    motion.label(),
                    ""));
        }
        body.append("</div>");
        MotionClip clip = motions.clip(MotionDataset.Split.VAL, Motion.RIGHT.ordinal());
        body.append("<figure>")
                .append(strip(clip, "eight frames of a clip"))
                .append("<figcaption>Frames of <b>")
                .append(clip.motion().label())
                .append("</b>. Read from the end to the beginning, it is <b>")
                .append(clip.motion().reversed().label())
                .append("</b>.</figcaption></figure>");
    }

    private static String strip(MotionClip clip, String alt) throws IOException {
        List<BufferedImage> frames = IntStream.range(0, SHOWN_FRAMES)
                .mapToObj(i -> clip.frame(i * clip.frames() / SHOWN_FRAMES).toBufferedImage())
                .toList();
        return "<img class=\"strip\" alt=\"" + escape(alt) + "\" src=\"" + uri(sideBySide(frames, 2)) + "\">";
    }

    private void results() {
        heading("What they learned");
        paragraph(
                "",
                String.format(
                        Locale.ROOT,
                        "Guessing gives %.1f %%. One frame repeated shows everything but motion "
                                + "and should give no more than that. Shuffled frames still show which of the four phases moves, never "
                                + "which way: at best 50 %%. The last columns ask for the way alone, true class against its reverse, "
                                + "where a coin gives 50 %%.",
                        100.0 / Motion.values().length));
        body.append(
                "<div class=\"card wide\"><table><tr><th>model</th><th>parameters</th><th>steps</th><th>training</th>"
                        + "<th>frames in order</th><th class=\"bar\"></th><th>shuffled</th><th>one frame</th>"
                        + "<th>the way: in order</th><th>shuffled</th></tr>");
        for (int i = 0; i < runs.size(); i++) {
            MotionRun run = runs.get(i);
            body.append(String.format(
                    Locale.ROOT,
                    "<tr><td><i class=\"dot\" style=\"background:%s\"></i>%s</td><td>%.2f M</td><td>%d</td><td>%s</td>"
                            + "<td><b>%.1f %%</b> <small>&plusmn; %.1f</small></td><td class=\"bar\">%s</td>"
                            + "<td>%.1f %% <small>&plusmn; %.1f</small></td><td>%.1f %%</td><td>%.1f %%</td>"
                            + "<td>%.1f %%</td></tr>",
                    color(i),
                    escape(run.title()),
                    run.parameters() / 1e6,
                    run.steps(),
                    clock(run.seconds()),
                    100 * run.accuracy(),
                    100 * run.study().ordered().standardError(),
                    bars(run, color(i)),
                    100 * run.study().mean(),
                    100 * run.study().deviation(),
                    100 * run.still().top(1),
                    100 * MotionRun.direction(run.study().ordered()),
                    100 * run.shuffledDirection()));
        }
        body.append("</table><p class=\"note\">Bars: in order, shuffled, one frame; the line is chance.</p></div>");
    }

    private static String bars(MotionRun run, String color) {
        StringBuilder text = new StringBuilder();
        double[] values = {run.accuracy(), run.study().mean(), run.still().top(1)};
        String[] opacity = {"1", ".55", ".3"};
        for (int i = 0; i < values.length; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "<i style=\"width:%.1f%%;background:%s;opacity:%s\"></i>",
                    100 * values[i],
                    color,
                    opacity[i]));
        }
        return "<div class=\"bars\">" + text + "</div>";
    }

    private void curves() {
        heading("How they learned it");
        body.append("<div class=\"grid\">");
        card("Accuracy on held-out clips, %", chart("top1", 100, runs));
        card("Training loss", chart("loss", 1, runs));
        List<MotionRun> starts = runs.stream()
                .filter(run -> run.config().equals(MotionDemo.INFLATES))
                .toList();
        if (starts.size() == 2) {
            card(
                    "An inflated image model beside a random start",
                    chart("top1", 100, starts)
                            + "<p class=\"note\">The image model learned how many petals a flower has and where it is, from "
                            + "single pictures. Its filters sit in the middle frame of the video model's, its terms for "
                            + "time start at zero.</p>");
        }
        body.append("</div>");
    }

    private String chart(String metric, double scale, List<MotionRun> shown) {
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        Map<String, String> colors = new LinkedHashMap<>();
        for (MotionRun run : shown) {
            List<double[]> points = new ArrayList<>();
            boolean test = run.metrics().stream().anyMatch(line -> line.values().containsKey("top5"));
            for (Metrics.Line line : run.metrics()) {
                Double value = line.values().get(metric);
                boolean tested = line.values().containsKey("top5");
                if (value != null && (!metric.equals("top1") || !test || tested)) {
                    points.add(new double[] {line.iteration() + 1, scale * value});
                }
            }
            if (!points.isEmpty()) {
                lines.put(run.title(), points);
                colors.put(run.title(), color(runs.indexOf(run)));
            }
        }
        return MotionChart.svg(lines, colors, metric.equals("top1") ? scale : Double.NaN);
    }

    private void confusions() {
        heading("What they take for what");
        paragraph("", "Rows are true classes, columns the model's answers. Opposite motions stand side by side.");
        body.append("<div class=\"grid narrow\">");
        for (int i = 0; i < runs.size(); i++) {
            card(runs.get(i).title(), confusion(runs.get(i).study().ordered(), color(i)));
        }
        body.append("</div>");
    }

    private static String confusion(ClassificationEvaluation evaluation, String color) {
        int[][] counts = evaluation.confusion().counts();
        List<String> names = evaluation.classNames();
        StringBuilder text = new StringBuilder("<table class=\"confusion\"><tr><th></th>");
        for (Motion motion : Motion.values()) {
            text.append("<th><span>").append(motion.label()).append("</span></th>");
        }
        text.append("</tr>");
        for (Motion row : Motion.values()) {
            int from = names.indexOf(row.label());
            int support = evaluation.confusion().support(from);
            text.append("<tr><th>").append(row.label()).append("</th>");
            for (Motion column : Motion.values()) {
                int count = counts[from][names.indexOf(column.label())];
                text.append(String.format(
                        Locale.ROOT,
                        "<td><i style=\"background:%s;opacity:%.2f\"></i><span>%s</span></td>",
                        color,
                        support == 0 ? 0 : 0.9 * count / support,
                        count == 0 ? "" : count));
            }
            text.append("</tr>");
        }
        return text.append("</table>").toString();
    }

    private void mistakes() throws IOException {
        MotionRun best = runs.stream()
                .max(java.util.Comparator.comparingDouble(MotionRun::accuracy))
                .orElseThrow();
        ClassificationEvaluation evaluation = best.study().ordered();
        int[] predicted = evaluation.predicted();
        List<Integer> wrong = IntStream.range(0, evaluation.size())
                .filter(i -> predicted[i] != evaluation.labels()[i])
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(
                        i -> -evaluation.probabilities().get(i)[predicted[i]]))
                .limit(MISTAKES)
                .toList();
        heading("Where " + best.title() + " errs");
        if (wrong.isEmpty()) {
            paragraph("", "Nowhere among the held-out clips.");
            return;
        }
        paragraph("", "The held-out clips that it got wrong with most confidence.");
        body.append("<div class=\"clips\">");
        for (int i : wrong) {
            int video = IntStream.range(0, val.size())
                    .filter(v -> val.name(v).equals(evaluation.videos().get(i)))
                    .findFirst()
                    .orElseThrow();
            try (FrameSource source = val.open(video)) {
                int[] all = IntStream.range(0, source.frameCount()).toArray();
                body.append(film(
                        source.read(all, frame -> frame.toBufferedImage()),
                        evaluation.classNames().get(evaluation.labels()[i]),
                        String.format(
                                Locale.ROOT,
                                "taken for %s, %.0f %%",
                                evaluation.classNames().get(predicted[i]),
                                100 * evaluation.probabilities().get(i)[predicted[i]])));
            }
        }
        body.append("</div>");
    }

    private void commands() {
        heading("Go on");
        MotionRun run = runs.get(runs.size() - 1);
        body.append("<pre>")
                .append(escape(String.join(
                        "\n",
                        "mvit video eval --weights " + run.weights() + " --data " + data + " --shuffle-frames",
                        "mvit video classify " + val.name(0) + " --weights " + run.weights(),
                        "mvit video train --model " + run.config() + " --data " + data
                                + " --out longer solver.epochs=60.0",
                        "mvit video train --model mvitv2_s_16x4 --data YOUR_CLIPS --weights k400.pyth --out run"
                                + " solver.epochs=20.0 solver.batch_size=8 solver.optimizer.lr=1.0e-4")))
                .append("</pre>");
    }

    /** A clip that plays: its frames side by side behind a window that steps along them. */
    private static String film(List<BufferedImage> frames, String title, String note) throws IOException {
        int n = frames.size();
        return String.format(
                Locale.ROOT,
                "<figure class=\"film\"><div style=\"background-image:url(%s);background-size:%d%% 100%%;"
                        + "animation:play %.2fs steps(%d) infinite\" role=\"img\" aria-label=\"%s\"></div>"
                        + "<figcaption><b>%s</b> <span class=\"miss\">%s</span></figcaption></figure>",
                uri(sideBySide(frames, 0)),
                100 * n,
                n / 9.0,
                n - 1,
                escape(title),
                escape(title),
                escape(note));
    }

    private static BufferedImage sideBySide(List<BufferedImage> frames, int gap) {
        int w = frames.get(0).getWidth();
        int h = frames.get(0).getHeight();
        BufferedImage all = new BufferedImage(frames.size() * (w + gap) - gap, h, BufferedImage.TYPE_INT_RGB);
        java.awt.Graphics2D g = all.createGraphics();
        g.setColor(java.awt.Color.WHITE);
        g.fillRect(0, 0, all.getWidth(), h);
        for (int i = 0; i < frames.size(); i++) {
            g.drawImage(frames.get(i), i * (w + gap), 0, null);
        }
        g.dispose();
        return all;
    }

    private static String uri(BufferedImage image) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private void heading(String text) {
        body.append("<h2>").append(escape(text)).append("</h2>\n");
    }

    private void paragraph(String kind, String text) {
        body.append("<p class=\"")
                .append(kind)
                .append("\">")
                .append(escape(text))
                .append("</p>\n");
    }

    private void card(String title, String html) {
        body.append("<div class=\"card\"><h3>")
                .append(escape(title))
                .append("</h3>")
                .append(html)
                .append("</div>\n");
    }

    private static String color(int i) {
        return COLORS[i % COLORS.length];
    }

    private static String clock(double seconds) {
        Duration duration = Duration.ofSeconds(Math.round(seconds));
        return "%d:%02d min".formatted(duration.toMinutes(), duration.toSecondsPart());
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private String page() {
        return "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                + "content=\"width=device-width, initial-scale=1\"><title>Eight motions</title><style>" + STYLE
                + "</style></head><body>\n" + body + "</body></html>\n";
    }

    private static final String STYLE = """
            :root { color-scheme: light dark; --ink: #1d2329; --soft: #667079; --line: #e3e6e9; --card: #fff; --page: #f6f7f8 }
            @media (prefers-color-scheme: dark) { :root { --ink: #e8ebee; --soft: #98a2ab; --line: #343b42; --card: #20262b;
              --page: #15191d } }
            * { box-sizing: border-box } body { font: 15px/1.55 system-ui, sans-serif; color: var(--ink);
              background: var(--page); max-width: 1160px; margin: 0 auto; padding: 2.5em 1.2em 4em }
            h1 { font-size: 1.9em; line-height: 1.2; margin: 0 0 .2em } h2 { margin: 2.2em 0 .6em; font-size: 1.3em }
            h3 { font-size: 1em; margin: 0 0 .6em } p { margin: .3em 0 .9em; max-width: 75ch }
            .lead, .note, figcaption, small { color: var(--soft) } figcaption b { color: var(--ink) }
            figure { margin: 0 } figcaption { font-size: .87em; margin-top: .35em } .miss { display: block; color: #c2475f }
            .clips { display: grid; grid-template-columns: repeat(8, 1fr); gap: 12px; margin: 1em 0 1.6em }
            @media (max-width: 800px) { .clips { grid-template-columns: repeat(4, 1fr) } }
            .film div { aspect-ratio: 1; border-radius: 8px; background-position: 0 0 }
            @keyframes play { to { background-position: 100% 0 } }
            @media (prefers-reduced-motion: reduce) { .film div { animation: none !important } }
            .strip { width: 100%; border-radius: 8px; display: block }
            .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1em 1.1em;
              min-width: 0; overflow-x: auto } .grid { display: grid; gap: 14px;
              grid-template-columns: repeat(auto-fit, minmax(min(100%, 460px), 1fr)) }
            .grid.narrow { grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)) }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; font-size: .93em }
            th, td { padding: .35em .5em; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap }
            th { font-weight: 600; font-size: .9em; white-space: normal } th:first-child, td:first-child { text-align: left }
            tr:last-child td, tr:last-child th { border-bottom: 0 } .bar { width: 20%; min-width: 110px }
            .dot { display: inline-block; width: .75em; height: .75em; border-radius: 3px; margin-right: .5em }
            .bars { position: relative } .bars i { display: block; height: 6px; border-radius: 3px; margin: 2px 0 }
            .bars::after { content: ""; position: absolute; left: 12.5%; top: -2px; bottom: -2px; width: 1px;
              background: var(--ink); opacity: .5 }
            .confusion { table-layout: fixed; font-size: .78em } .confusion td { position: relative; padding: 0; height: 2.2em;
              text-align: center; border: 1px solid var(--line) } .confusion td i { position: absolute; inset: 0 }
            .confusion td span { position: relative } .confusion th { border: 0; padding: .2em .5em .2em 0; width: 2.2em;
              font-weight: 400; white-space: nowrap } .confusion th:first-child { width: 9.5em }
            .confusion tr:first-child th { height: 9em; vertical-align: bottom; padding: 0 }
            .confusion tr:first-child span { display: inline-block; transform: rotate(-60deg); transform-origin: 0 100%;
              width: 1em; margin-left: 1.1em } svg { display: block; width: 100%; height: auto }
            svg text { fill: var(--soft); font: 11px system-ui, sans-serif } .grid-line { stroke: var(--line) }
            .legend { display: flex; flex-wrap: wrap; gap: .2em 1.1em; font-size: .87em; margin-top: .5em }
            pre { background: var(--card); border: 1px solid var(--line); padding: 1em 1.1em; border-radius: 10px;
              overflow-x: auto; font-size: .87em; line-height: 1.7 }
            """;
}

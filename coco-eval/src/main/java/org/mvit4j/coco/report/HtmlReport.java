package org.mvit4j.coco.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import org.mvit4j.coco.AtomicFile;

/** A {@link Report} as one page without anything from outside it, for wide and narrow, light and dark screens. */
public final class HtmlReport {
    private final Report report;
    private final StringBuilder page = new StringBuilder();

    private HtmlReport(Report report) {
        this.report = report;
    }

    /** The page. */
    public static String of(Report report) {
        return new HtmlReport(report).html();
    }

    /**
     * Writes {@code index.html} and {@code report.json} into {@code folder}, which is made if it is missing. Each file
     * appears whole or not at all.
     */
    public static void write(Report report, Path folder) throws IOException {
        Files.createDirectories(folder);
        place(folder.resolve("report.json"), ReportJson.indented(report) + "\n");
        place(folder.resolve("index.html"), of(report));
    }

    private static void place(Path file, String text) throws IOException {
        AtomicFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String html() {
        String title = report.results() + " on " + report.truth();
        add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        add("<meta name=\"color-scheme\" content=\"light dark\">");
        add("<title>" + Svg.escape(title) + "</title>\n<style>\n" + resource("report.css") + "</style></head><body>\n");
        add("<header><p class=\"kicker\">COCO evaluation</p><h1>" + Svg.escape(report.results()) + "</h1>");
        add("<p class=\"facts\">" + count(report.detections()) + " detections on <b>" + Svg.escape(report.truth())
                + "</b>: " + count(report.images()) + " images, " + count(report.objects()) + " annotations");
        String other = report.other();
        if (other != null) {
            add(" · compared with <b>" + Svg.escape(other) + "</b>");
        }
        add("</p>");
        if (report.evaluations().size() > 1) {
            add("<nav>");
            for (Report.Evaluation evaluation : report.evaluations()) {
                add("<a href=\"#" + evaluation.type() + "\">" + evaluation.type() + "</a>");
            }
            add("</nav>");
        }
        add("</header>\n<main>\n");
        for (Report.Evaluation evaluation : report.evaluations()) {
            page.append(new EvaluationSection(evaluation, report.evaluations().size() > 1, other).html());
        }
        add("</main>\n<footer>Made by MViT4J. The same figures for programs are in <code>report.json</code>.</footer>");
        add("<script>\n" + resource("report.js") + "</script></body></html>\n");
        return page.toString();
    }

    private void add(String html) {
        page.append(html);
    }

    static String count(int n) {
        return String.format(Locale.ROOT, "%,d", n).replace(',', '\u2009');
    }
}

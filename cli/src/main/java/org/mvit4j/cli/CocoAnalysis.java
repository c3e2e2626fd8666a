package org.mvit4j.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.BootstrapSettings;
import org.mvit4j.coco.analysis.Interval;
import org.mvit4j.coco.analysis.PairedTest;
import org.mvit4j.coco.data.CocoInputs;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.report.HtmlReport;
import org.mvit4j.coco.report.Report;
import org.mvit4j.coco.report.ReportBuilder;
import org.mvit4j.coco.report.ReportJson;
import org.mvit4j.coco.report.Tasks;

/** What {@code mvit coco eval} does beyond the table. */
final class CocoAnalysis {
    private final Console console;
    private final CocoInputs inputs;
    private final List<CocoEvalCommand.Evaluated> evaluated;
    private final Workers workers;

    CocoAnalysis(Console console, CocoInputs inputs, List<CocoEvalCommand.Evaluated> evaluated, Workers workers) {
        this.console = console;
        this.inputs = inputs;
        this.evaluated = evaluated;
        this.workers = workers;
    }

    /** The figures alone, for programs that asked for no analysis. */
    private record Figures(String gt, String dt, List<TypeFigures> evaluations) {}

    private record TypeFigures(String type, List<Figure> figures, List<CategoryFigure> categories) {}

    private record Figure(String name, double value) {}

    private record CategoryFigure(long id, double ap) {}

    void run(@Nullable Path otherFile, Strictness strictness, @Nullable Path folder, int draws, long seed, boolean json)
            throws IOException {
        if (folder == null && draws == 0 && otherFile == null) {
            console.printRaw(ReportJson.indented(figures()) + System.lineSeparator());
            return;
        }
        CocoResults other = otherFile == null ? null : CocoResults.read(otherFile, inputs.dataset(), strictness);
        BootstrapSettings settings =
                draws == 0 ? null : BootstrapSettings.DEFAULT.withDraws(draws).withSeed(seed);
        ReportBuilder builder =
                new ReportBuilder(inputs.dataset(), inputs.results(), other, settings, workers, tasks());
        if (folder == null) {
            builder.withoutScenes();
        }
        for (CocoEvalCommand.Evaluated one : evaluated) {
            builder.add(one.matches(), one.arrays(), one.summary());
        }
        Report report = builder.build();
        if (folder != null) {
            HtmlReport.write(report, folder);
            console.note("report: " + folder.resolve("index.html"));
        }
        if (json) {
            console.printRaw(ReportJson.indented(report) + System.lineSeparator());
        } else {
            report.evaluations().forEach(this::print);
        }
    }

    private Figures figures() {
        List<TypeFigures> types = new ArrayList<>();
        for (CocoEvalCommand.Evaluated one : evaluated) {
            List<CategoryFigure> categories = new ArrayList<>();
            long[] ids = one.arrays().categories();
            for (int k = 0; k < ids.length; k++) {
                categories.add(new CategoryFigure(ids[k], one.arrays().categoryAp(k)));
            }
            types.add(new TypeFigures(
                    one.matches().params().iouType().key(),
                    one.summary().stats().stream()
                            .map(s -> new Figure(s.name(), s.value()))
                            .toList(),
                    categories));
        }
        return new Figures(inputs.dataset().name(), inputs.results().name(), types);
    }

    private Tasks tasks() {
        return (name, total) -> {
            Progress progress = console.progress(name, total);
            return new Tasks.Task() {
                @Override
                public void accept(long steps) {
                    progress.step(steps);
                }

                @Override
                public void close() {
                    progress.close();
                }
            };
        };
    }

    private void print(Report.Evaluation evaluation) {
        boolean intervals = evaluation.figures().stream().anyMatch(f -> f.interval() != null);
        boolean compared = evaluation.figures().stream().anyMatch(f -> f.comparison() != null);
        if (intervals) {
            Table table = new Table(
                    evaluation.type(),
                    "value",
                    Math.round(100 * evaluation.confidence()) + " % from",
                    "to",
                    "std. error",
                    "");
            for (Report.FigureRow row : evaluation.figures()) {
                Interval i = row.interval();
                if (i != null && i.defined()) {
                    table.row(
                            row.name(),
                            decimal(row.value()),
                            decimal(i.low()),
                            decimal(i.high()),
                            decimal(i.standardError()),
                            "");
                }
            }
            console.printRaw(System.lineSeparator() + table);
        }
        if (compared) {
            Table table = new Table(evaluation.type(), "this", "other", "difference", "from", "to", "p", "");
            for (Report.FigureRow row : evaluation.figures()) {
                PairedTest.Outcome o = row.comparison();
                if (o != null && o.difference().defined()) {
                    table.row(
                            row.name(),
                            decimal(o.first()),
                            decimal(o.second()),
                            signed(o.difference().estimate()),
                            signed(o.difference().low()),
                            signed(o.difference().high()),
                            o.pValue() < 0.001 ? "<0.001" : decimal(o.pValue()),
                            "");
                }
            }
            console.printRaw(System.lineSeparator() + table);
        }
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.3f", value);
    }
}

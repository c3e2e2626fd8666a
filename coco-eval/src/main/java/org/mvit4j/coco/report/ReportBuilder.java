package org.mvit4j.coco.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.analysis.Bootstrap;
import org.mvit4j.coco.analysis.BootstrapSettings;
import org.mvit4j.coco.analysis.Calibration;
import org.mvit4j.coco.analysis.ConfusionMatrix;
import org.mvit4j.coco.analysis.ErrorAnalysis;
import org.mvit4j.coco.analysis.Figure;
import org.mvit4j.coco.analysis.ImageRanking;
import org.mvit4j.coco.analysis.Interval;
import org.mvit4j.coco.analysis.OperatingPoint;
import org.mvit4j.coco.analysis.PairedTest;
import org.mvit4j.coco.analysis.SceneBoxes;
import org.mvit4j.coco.analysis.ScoreCurve;
import org.mvit4j.coco.analysis.Tide;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.IouType;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;

/** Runs every analysis and gathers a {@link Report}. */
public final class ReportBuilder {
    private static final int BINS = 10;
    private static final int WORST = 12;
    private static final int CURVE_POINTS = 200;
    private static final int DETECTIONS = 100;

    private final CocoDataset dataset;
    private final CocoResults results;
    private final @Nullable CocoResults other;
    private final @Nullable BootstrapSettings settings;
    private final Workers workers;
    private final Tasks tasks;
    private final List<Report.Evaluation> evaluations = new ArrayList<>();
    private int images;
    private boolean scenes = true;

    /**
     * @param other results to compare with, or null
     * @param settings of the intervals and the comparison, or null for none
     */
    public ReportBuilder(
            CocoDataset dataset,
            CocoResults results,
            @Nullable CocoResults other,
            @Nullable BootstrapSettings settings,
            Workers workers,
            Tasks tasks) {
        this.dataset = dataset;
        this.results = results;
        this.other = other;
        this.settings = settings;
        this.workers = workers;
        this.tasks = tasks;
    }

    /** Leaves out the boxes of the worst images, which only a page shows. */
    public ReportBuilder withoutScenes() {
        scenes = false;
        return this;
    }

    /** Adds the evaluation whose matches and arrays are given. */
    public ReportBuilder add(Matches matches, EvalArrays arrays, Summary summary) {
        evaluations.add(new One(matches, arrays, summary).evaluation());
        images = matches.imageIds().length;
        return this;
    }

    /** The report. */
    public Report build() {
        return new Report(
                name(dataset.name()),
                name(results.name()),
                other == null ? null : name(other.name()),
                images,
                dataset.annotations().size(),
                results.size(),
                List.copyOf(evaluations));
    }

    private static String name(String file) {
        Path last = Path.of(file).getFileName();
        return last == null ? file : last.toString();
    }

    /** One evaluation. */
    private final class One {
        private final Matches matches;
        private final EvalParams params;
        private final EvalArrays arrays;
        private final Summary summary;
        private final boolean lvis;
        private final boolean shapes;
        private final List<Figure> figures;
        private final List<ScoreCurve> curves;
        private final @Nullable Bootstrap bootstrap;
        private final @Nullable PairedTest test;

        One(Matches matches, EvalArrays arrays, Summary summary) {
            this.matches = matches;
            this.arrays = arrays;
            this.summary = summary;
            params = matches.params();
            lvis = params.protocol() == EvalParams.Protocol.LVIS;
            shapes = params.iouType() != IouType.KEYPOINTS && params.useCategories();
            figures = lvis ? Figure.lvis(params, matches.categories(), dataset.categories()) : Figure.of(params);
            curves = ScoreCurve.perCategory(matches, 0, 1);
            bootstrap = bootstrap();
            test = test();
        }

        private @Nullable Bootstrap bootstrap() {
            if (settings == null) {
                return null;
            }
            try (Tasks.Task task = tasks.begin("resampling " + params.iouType().key(), settings.draws())) {
                return Bootstrap.run(matches, figures, settings, workers, task);
            }
        }

        private @Nullable PairedTest test() {
            if (other == null) {
                return null;
            }
            BootstrapSettings used = settings == null ? BootstrapSettings.DEFAULT : settings;
            try (Tasks.Task task = tasks.begin("comparing " + params.iouType().key(), used.draws())) {
                Matches second = CocoEvaluator.evaluate(dataset, other, params, workers);
                return PairedTest.run(matches, second, figures, used, workers, task);
            }
        }

        Report.Evaluation evaluation() {
            ScoreCurve overall = ScoreCurve.overall(matches, 0, 1);
            double[] working = working();
            return new Report.Evaluation(
                    (lvis ? "lvis-" : "") + params.iouType().key(),
                    summary.table(),
                    figureRows(),
                    settings == null ? 0 : settings.draws(),
                    settings == null ? BootstrapSettings.DEFAULT.confidence() : settings.confidence(),
                    categoryRows(),
                    meanCurves(),
                    overall.thinned(CURVE_POINTS),
                    overall.best().orElse(null),
                    Calibration.of(matches, 0, BINS),
                    errors(),
                    confusion(working),
                    worst(working));
        }

        /** Per category of the arrays the score of greatest F1; beyond all scores where nothing is ever right. */
        private double[] working() {
            return curves.stream()
                    .mapToDouble(c -> c.best()
                            .filter(p -> p.f() > 0)
                            .map(OperatingPoint::score)
                            .orElse(Double.POSITIVE_INFINITY))
                    .toArray();
        }

        private List<Report.FigureRow> figureRows() {
            List<Report.FigureRow> rows = new ArrayList<>();
            List<String> names = figures.stream().map(Figure::name).toList();
            for (Summary.Stat stat : summary.stats()) {
                int f = names.indexOf(stat.name());
                rows.add(new Report.FigureRow(
                        stat.name(),
                        stat.value(),
                        bootstrap == null || f < 0 ? null : bootstrap.interval(f),
                        test == null || f < 0 ? null : test.outcome(f)));
            }
            return rows;
        }

        private List<Report.CategoryRow> categoryRows() {
            long[] ids = matches.categories();
            int[] inImages = new int[ids.length];
            for (int c = 0; c < matches.cells(); c++) {
                inImages[matches.category(c)] += matches.objects(c, 0) > 0 ? 1 : 0;
            }
            int limit = arrays.shape()[4] - 1;
            List<Report.CategoryRow> rows = new ArrayList<>();
            for (int k = 0; k < ids.length; k++) {
                List<Report.AreaRow> areas = new ArrayList<>();
                for (int a = 0; a < params.areas().size(); a++) {
                    areas.add(new Report.AreaRow(
                            params.areas().get(a).label(), arrays.categoryAp(k, a, limit), areaInterval(a, k)));
                }
                rows.add(new Report.CategoryRow(
                        ids[k],
                        categoryName(ids[k]),
                        curves.get(k).objects(),
                        inImages[k],
                        areas.get(0).ap(),
                        areas,
                        curves.get(k).best().filter(p -> p.f() > 0).orElse(null),
                        test == null ? null : test.outcome(0, k),
                        curves.get(k).objects() == 0 ? null : curve(k, limit)));
            }
            return rows;
        }

        private @Nullable Interval areaInterval(int area, int category) {
            for (int f = 0; f < figures.size() && bootstrap != null; f++) {
                Figure figure = figures.get(f);
                if (!figure.recall()
                        && figure.threshold() < 0
                        && figure.area() == area
                        && figure.categories().isEmpty()) {
                    return bootstrap.interval(f, category);
                }
            }
            return null;
        }

        private String categoryName(long id) {
            int row = dataset.categories().indexOf(id);
            String name = row < 0 ? null : dataset.categories().get(row).name();
            return name == null ? id == -1 ? "all categories" : "category " + id : name;
        }

        private Report.Curve curve(int category, int limit) {
            double[] recall = params.recallThresholds();
            double[] precision = new double[recall.length];
            double[] score = new double[recall.length];
            for (int r = 0; r < recall.length; r++) {
                int at = arrays.index(0, r, category, 0, limit);
                precision[r] = arrays.precision()[at];
                score[r] = arrays.scores()[at];
            }
            return new Report.Curve(label(0), recall, precision, score);
        }

        private String label(int threshold) {
            return "IoU " + Summary.fixed(params.iouThresholds()[threshold], 2);
        }

        private List<Report.Curve> meanCurves() {
            int[] shape = arrays.shape();
            double[] recall = params.recallThresholds();
            List<Report.Curve> list = new ArrayList<>();
            for (int t = 0; t < shape[0]; t++) {
                double[] precision = new double[recall.length];
                for (int r = 0; r < recall.length; r++) {
                    double sum = 0;
                    int n = 0;
                    for (int k = 0; k < shape[2]; k++) {
                        double value = arrays.precision()[arrays.index(t, r, k, 0, shape[4] - 1)];
                        if (value > -1) {
                            sum += value;
                            n++;
                        }
                    }
                    precision[r] = n == 0 ? Double.NaN : sum / n;
                }
                list.add(new Report.Curve(label(t), recall, precision, new double[0]));
            }
            return list;
        }

        private @Nullable ErrorAnalysis errors() {
            if (!shapes) {
                return null;
            }
            try (Tasks.Task task = tasks.begin("classifying errors", matches.imageIds().length)) {
                return Tide.analyse(dataset, results, params, Tide.Settings.DEFAULT, workers, task);
            }
        }

        /** Working scores in the order of the data set's categories. */
        private double[] byDataset(double[] working) {
            double[] scores = new double[dataset.categories().size()];
            Arrays.fill(scores, Double.POSITIVE_INFINITY);
            long[] ids = matches.categories();
            for (int k = 0; k < ids.length; k++) {
                int row = dataset.categories().indexOf(ids[k]);
                if (row >= 0) {
                    scores[row] = working[k];
                }
            }
            return scores;
        }

        private @Nullable ConfusionMatrix confusion(double[] working) {
            if (!shapes) {
                return null;
            }
            try (Tasks.Task task = tasks.begin("confusing categories", matches.imageIds().length)) {
                return ConfusionMatrix.of(
                        dataset,
                        results,
                        params,
                        params.iouThresholds()[0],
                        byDataset(working),
                        DETECTIONS,
                        workers,
                        task);
            }
        }

        private List<Report.WorstImage> worst(double[] working) {
            List<ImageRanking.Cost> costs = ImageRanking.costs(matches, figures.get(0), 0, working, workers);
            SceneBoxes boxes = shapes && scenes
                    ? new SceneBoxes(dataset, results, params, params.iouThresholds()[0], byDataset(working))
                    : null;
            List<Report.WorstImage> list = new ArrayList<>();
            for (ImageRanking.Cost cost : ImageRanking.byLoss(costs, WORST)) {
                if (cost.mistakes() == 0 && cost.loss() <= 0) {
                    continue;
                }
                int row = dataset.images().indexOf(cost.imageId());
                list.add(new Report.WorstImage(
                        cost.imageId(),
                        dataset.images().fileName(row),
                        cost.loss(),
                        cost.wrong(),
                        cost.missed(),
                        dataset.images().width(row),
                        dataset.images().height(row),
                        boxes == null ? List.of() : drawn(boxes, row)));
            }
            return list;
        }

        private List<Report.Box> drawn(SceneBoxes boxes, int imageRow) {
            List<Report.Box> list = new ArrayList<>();
            for (SceneBoxes.Box box : boxes.of(imageRow)) {
                list.add(new Report.Box(
                        box.kind(),
                        categoryName(box.categoryId()),
                        box.score(),
                        box.x(),
                        box.y(),
                        box.width(),
                        box.height()));
            }
            return list;
        }
    }
}

package org.mvit4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoInputs;
import org.mvit4j.coco.eval.CocoEvaluator;
import org.mvit4j.coco.eval.EvalArrays;
import org.mvit4j.coco.eval.EvalParams;
import org.mvit4j.coco.eval.IouType;
import org.mvit4j.coco.eval.Matches;
import org.mvit4j.coco.eval.Summary;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code mvit coco eval}: the familiar table, and on request everything beyond it. The classes of the analyses are not
 * loaded for the table alone.
 */
@Command(
        name = "eval",
        description = "Print the table of pycocotools (or lvis-api), number for number, and explain it on request.",
        footer = {
            "  mvit coco eval --gt instances_val2017.json --dt results.json --iou bbox,segm",
            "  mvit coco eval --gt val.json --dt new.json --compare old.json --report report/"
        })
final class CocoEvalCommand extends MvitCommand {

    static final int USUAL_DRAWS = 1000;
    private static final int USUAL_LIMIT = 100;

    @Option(names = "--gt", required = true, paramLabel = "FILE", description = "Annotations (COCO or LVIS).")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path truth;

    @Option(names = "--dt", required = true, paramLabel = "FILE", description = "Results, a list of detections.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    Path results;

    @Option(
            names = "--iou",
            split = ",",
            paramLabel = "TYPE",
            description = "What to evaluate: bbox, segm, keypoints, boundary; several with commas. Default: bbox.")
    List<String> types = new ArrayList<>();

    @Option(names = "--lvis", description = "By the rules of LVIS: federated labels, 300 detections of an image.")
    boolean lvis;

    @Option(names = "--boundary", description = "Masks by boundary IoU: segm becomes boundary.")
    boolean boundary;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "Other results for the same annotations: differences with intervals and p-values.")
    @Nullable
    Path other;

    @Option(
            names = "--max-dets",
            split = ",",
            paramLabel = "N",
            description = "Limits of detections per image and category, any number of them. Default: 1,10,100.")
    int @Nullable [] maxDetections;

    @Option(names = "--img-ids", split = ",", paramLabel = "ID", description = "Evaluate these images only.")
    long @Nullable [] imageIds;

    @Option(names = "--cat-ids", split = ",", paramLabel = "ID", description = "Evaluate these categories only.")
    long @Nullable [] categoryIds;

    @Option(names = "--no-cats", description = "Any category may match any: how well objects are found at all.")
    boolean withoutCategories;

    @ArgGroup
    @Nullable
    Mode mode;

    /** How bad input is met. */
    static final class Mode {
        @Option(names = "--compatible", description = "Take what pycocotools takes, with its numbers (the default).")
        boolean compatible;

        @Option(names = "--strict", description = "Refuse every oddity that would bend a figure, and say where it is.")
        boolean strict;
    }

    @Option(
            names = "--report",
            paramLabel = "FOLDER",
            description = "Write a page to read (index.html) and all figures (report.json) there.")
    @Nullable
    Path report;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description = "Resamples for intervals; 0 for none. Default: " + USUAL_DRAWS
                    + " with --report or --compare, otherwise none.")
    @Nullable
    Integer draws;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the resamples. Default: ${DEFAULT-VALUE}.")
    long seed = 1;

    @Option(names = "--threads", paramLabel = "N", description = "Number of threads. Default: one per processor.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    /** One evaluation. */
    record Evaluated(Matches matches, EvalArrays arrays, Summary summary) {}

    @Override
    int run(Console console) throws Exception {
        List<EvalParams> wanted = parameters();
        Strictness strictness = mode != null && mode.strict ? Strictness.STRICT : Strictness.COMPATIBLE;
        int drawn = draws != null ? draws : report != null || other != null ? USUAL_DRAWS : 0;
        if (drawn < 0 || drawn > 0 && drawn < 20) {
            throw wrong("--bootstrap needs 0 or at least 20 resamples, not " + drawn);
        }
        try (Workers workers = new Workers(threads)) {
            CocoInputs inputs = CocoInputs.read(truth, results, strictness, workers);
            List<Evaluated> evaluated = new ArrayList<>();
            for (EvalParams params : wanted) {
                Evaluated one = evaluate(inputs, params, workers);
                evaluated.add(one);
                if (!jsonOption.json) {
                    if (wanted.size() > 1) {
                        console.print(
                                "Evaluate annotation type *" + params.iouType().key() + "*");
                    }
                    console.printRaw(one.summary().table());
                }
            }
            if (jsonOption.json || drawn > 0 || report != null || other != null) {
                new CocoAnalysis(console, inputs, evaluated, workers)
                        .run(other, strictness, report, drawn, seed, jsonOption.json);
            }
        }
        return ExitStatus.OK;
    }

    private Evaluated evaluate(CocoInputs inputs, EvalParams params, Workers workers) {
        Matches matches = CocoEvaluator.evaluate(inputs.dataset(), inputs.results(), params, workers);
        EvalArrays arrays = matches.accumulate(workers);
        return new Evaluated(matches, arrays, summary(arrays, inputs.dataset()));
    }

    private Summary summary(EvalArrays arrays, CocoDataset dataset) {
        if (lvis) {
            return Summary.lvis(arrays, dataset);
        }
        // the reference prints -1 where its usual limit is not among those given
        return maxDetections != null
                        && (maxDetections.length > 3
                                || Arrays.stream(maxDetections).noneMatch(limit -> limit == USUAL_LIMIT))
                ? Summary.ofLimits(arrays)
                : Summary.of(arrays);
    }

    private List<EvalParams> parameters() {
        if (threads < 1) {
            throw wrong("--threads must be at least 1, not " + threads);
        }
        List<String> names = types.isEmpty() ? List.of(boundary ? "segm" : "bbox") : types;
        List<EvalParams> list = new ArrayList<>();
        for (String name : names) {
            try {
                IouType type = IouType.of(name.strip());
                if (boundary && type == IouType.SEGM) {
                    type = IouType.BOUNDARY;
                }
                EvalParams.Builder builder = (lvis ? EvalParams.lvis(type) : EvalParams.of(type)).toBuilder();
                if (lvis && type == IouType.BOUNDARY) {
                    builder.halfOpenAreas(true);
                }
                if (maxDetections != null) {
                    builder.maxDetections(maxDetections);
                }
                list.add(builder.imageIds(imageIds)
                        .categoryIds(categoryIds)
                        .useCategories(!withoutCategories)
                        .build());
            } catch (IllegalArgumentException e) {
                throw wrong(String.valueOf(e.getMessage()));
            }
        }
        return list;
    }
}

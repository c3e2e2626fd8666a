package org.mvit4j.cli;

import ai.djl.Device;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.detect.verify.CaseFile;
import org.mvit4j.detect.verify.CaseFileException;
import org.mvit4j.detect.verify.Measure;
import org.mvit4j.video.verify.VideoCaseException;
import org.mvit4j.video.verify.VideoCases;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mvit verify}: do the known results come out on this machine? */
@Command(
        name = "verify",
        description = {
            "Recompute the cases of files of known results and compare, so that you know the numbers hold on this "
                    + "machine or device. Files may hold backbones and classifiers by recipe weights, a detector with "
                    + "its checkpoint, a published configuration on a photo, or video models and frame samplers.",
            ""
        },
        footer = {
            "  mvit verify cases.json video_cases.json",
            "  mvit verify --photos ~/photos photo_cases.json",
            "  mvit verify --device gpu:0 e2e_tiny_mvit.json"
        })
final class VerifyCommand extends MvitCommand {

    @Parameters(paramLabel = "CASES.json", arity = "1..*", description = "Files of known results.")
    @SuppressWarnings("NullAway.Init") // required, set by picocli
    List<Path> files;

    @Option(names = "--photos", paramLabel = "DIR", description = "Folder searched for the photos that cases name.")
    @Nullable
    Path photos;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description = "Checkpoint of a detector case; otherwise the one the file names, beside it.")
    @Nullable
    Path weights;

    @Mixin
    final DeviceOption device = new DeviceOption();

    @Mixin
    final JsonOption jsonOption = new JsonOption();

    @Override
    int run(Console console) throws Exception {
        Device target = device.device();
        List<Measure> all = new ArrayList<>();
        for (Path path : files) {
            CaseFile file = CaseFile.read(path);
            if (!jsonOption.json) {
                console.print(path + ":");
                console.print(String.format(
                        Locale.ROOT, "  %-42s %-26s %10s %10s", "case", "quantity", "max error", "tolerance"));
            }
            try (Progress progress = console.progress("verifying", count(file))) {
                Consumer<List<Measure>> done = measures -> {
                    all.addAll(measures);
                    if (!jsonOption.json) {
                        measures.forEach(measure -> console.print(line(measure)));
                    }
                    progress.step(1);
                };
                if (VideoCases.fits(file.json())) {
                    video(path, file, target, done);
                } else {
                    file.run(new CaseFile.Options(photos, weights, target), done);
                }
            }
        }
        long failed = all.stream().filter(measure -> !measure.holds()).count();
        if (jsonOption.json) {
            Map<String, Object> result = new LinkedHashMap<>();
            result.put("device", target.toString());
            result.put("failed", failed);
            result.put("measures", all);
            console.json(result);
        } else {
            console.print(
                    failed == 0
                            ? "all " + all.size() + " quantities are within their tolerances"
                            : failed + " of " + all.size() + " quantities exceed their tolerances");
        }
        return failed == 0 ? ExitStatus.OK : ExitStatus.FAILURES;
    }

    private static void video(Path path, CaseFile file, Device device, Consumer<List<Measure>> done) {
        try {
            VideoCases.verify(file.json(), device, false, results -> done.accept(measures(results)));
        } catch (VideoCaseException e) {
            throw new CaseFileException(path + ": " + e.getMessage(), e);
        }
    }

    private static int count(CaseFile file) {
        return VideoCases.fits(file.json())
                ? VideoCases.count(file.json())
                : file.names().size();
    }

    private static List<Measure> measures(List<VideoCases.Result> results) {
        return results.stream()
                .map(r -> new Measure(r.name(), r.quantity(), r.difference(), r.tolerance(), r.unit()))
                .toList();
    }

    private static String line(Measure m) {
        return String.format(
                Locale.ROOT,
                "  %-42s %-26s %10.2e %10.0e %-6s %s",
                m.caseName(),
                m.quantity(),
                m.error(),
                m.tolerance(),
                m.unit(),
                m.holds() ? "ok" : "EXCEEDED");
    }
}

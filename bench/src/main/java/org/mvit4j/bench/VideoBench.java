package org.mvit4j.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.mvit4j.backbone.cost.PartCost;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.video.VideoClassifier;
import org.mvit4j.video.clip.ClipReader;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.model.VideoModel;
import org.mvit4j.video.zoo.VideoModels;

/**
 * Inference of a published video model on one view, in seconds and in units of one 4096 x 4096 x 4096 float32 matrix
 * product of the same run; and the peak memory, which is taken before the product is first computed. With {@code --clips
 * DIR} it also classifies the videos of a folder, all views, decoding alone beside the whole; {@code --memory N}
 * classifies N videos of that folder and prints the resident memory on the way.
 */
public final class VideoBench {

    private static final int WARM_UP = 2;
    private static final int RUNS = 7;

    private VideoBench() {}

    public static void main(String[] args) throws IOException {
        String name = "mvitv2_s_16x4";
        Path clips = null;
        int memory = 0;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--model" -> name = args[++i];
                case "--clips" -> clips = Path.of(args[++i]);
                case "--memory" -> memory = Integer.parseInt(args[++i]);
                default ->
                    throw new IllegalArgumentException(
                            args[i] + ": unknown; use --model NAME, --clips DIR or --memory VIDEOS");
            }
        }
        List<Path> videos = clips == null ? List.of() : videos(clips);
        if (memory > 0 && videos.isEmpty()) {
            throw new IllegalArgumentException("--memory needs videos: add --clips DIR");
        }
        VideoModels.Entry entry = VideoModels.entry(name);
        try (NDManager manager = Torch.newManager()) {
            VideoModel model = entry.make().apply(400);
            Weights.fillByRecipe(model.block(), manager, "");
            model.block().freezeParameters(true);
            if (memory > 0) {
                memory(entry, model, videos, memory);
                return;
            }
            view(entry, model, manager);
            if (!videos.isEmpty()) {
                whole(entry, model, videos);
            }
        }
    }

    private static List<Path> videos(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> videos = files.filter(Files::isRegularFile).sorted().toList();
            if (videos.isEmpty()) {
                throw new IllegalArgumentException(folder + ": holds no videos");
            }
            return videos;
        }
    }

    private static void view(VideoModels.Entry entry, VideoModel model, NDManager manager) {
        long[] shape = {1, 3, model.frames(), model.cropSize(), model.cropSize()};
        NDArray clip = manager.create(RecipeWeights.input("clip", shape), new Shape(shape));
        Times times = new Times();
        try (InferenceMode ignored = InferenceMode.enter()) {
            for (int i = 0; i < WARM_UP + RUNS; i++) {
                long start = System.nanoTime();
                try (NDArray logits = model.logits(Pass.inference(manager), clip)) {
                    logits.toFloatArray();
                }
                if (i >= WARM_UP) {
                    times.addSince(start);
                }
            }
        }
        long peak = Memory.peakMegabytes();
        double unit = MatrixProduct.seconds();
        PartCost cost = entry.cost().apply(400);
        System.out.printf(
                Locale.ROOT,
                "%s, one view of %d x %d x %d, %.2f G multiply-adds%n"
                        + "inference: %s%n"
                        + "%s; resident memory at most %d MB%n",
                entry.name(),
                model.frames(),
                model.cropSize(),
                model.cropSize(),
                cost.flops() / 1e9,
                times.inProducts(unit, 3),
                MatrixProduct.line(unit),
                peak);
    }

    /** Videos with all their views: reading alone, computing alone, and both as the classifier overlaps them. */
    private static void whole(VideoModels.Entry entry, VideoModel model, List<Path> videos) throws IOException {
        ClipReader reader = new ClipReader(entry.protocol());
        System.out.printf(
                "%n%-28s %8s %10s %10s %10s %8s%n", "video", "views", "decode s", "compute s", "together s", "hidden");
        try (VideoClassifier classifier =
                VideoClassifier.builder(model, entry.protocol()).build()) {
            classifier.classify(videos.get(0));
            for (Path video : videos) {
                double decode = 0;
                double compute = 0;
                try (FrameSource source = FrameSource.open(video)) {
                    for (int view = 0; view < entry.protocol().temporalViews(); view++) {
                        long start = System.nanoTime();
                        ClipReader.View clip = reader.view(source, view);
                        long between = System.nanoTime();
                        classifier.logits(clip);
                        decode += (between - start) / 1e9;
                        compute += (System.nanoTime() - between) / 1e9;
                    }
                }
                long start = System.nanoTime();
                classifier.classify(video);
                double together = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT,
                        "%-28s %8d %10.2f %10.2f %10.2f %7.0f%%%n",
                        video.getFileName(),
                        entry.protocol().temporalViews(),
                        decode,
                        compute,
                        together,
                        100 * Math.max(0, (decode + compute - together) / decode));
            }
        }
    }

    private static void memory(VideoModels.Entry entry, VideoModel model, List<Path> videos, int runs)
            throws IOException {
        try (VideoClassifier classifier =
                VideoClassifier.builder(model, entry.protocol()).optViews(1, 1).build()) {
            Memory.follow("video", runs, i -> classifier.classify(videos.get((i - 1) % videos.size())));
        }
    }
}

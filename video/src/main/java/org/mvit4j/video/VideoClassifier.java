package org.mvit4j.video;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.ClipReader;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.explain.AttentionRollout;
import org.mvit4j.video.explain.RolloutSheet;
import org.mvit4j.video.model.VideoModel;
import org.mvit4j.video.zoo.VideoModels;

/**
 * Classifies videos with a published checkpoint.
 *
 * <pre>{@code
 * try (VideoClassifier classifier = VideoClassifier.builder(Path.of("mvit_v2_s.pth")).optViews(5, 1).build()) {
 *     classifier.classify(Path.of("clip.mp4")).top().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Safe for any number of threads at once; each call holds, of every video it was given, one temporal view and one
 * that is being decoded meanwhile.
 */
public final class VideoClassifier implements AutoCloseable {

    private final NDManager manager;
    private final VideoModel model;
    private final ClipReader reader;
    private final List<String> classNames;
    private final int topK;
    private final ExecutorService decoding;

    private VideoClassifier(Builder builder) {
        manager = Torch.newManager(builder.device);
        try {
            ClipProtocol protocol;
            List<String> stored = null;
            if (builder.model != null) {
                model = builder.model;
                protocol = Objects.requireNonNull(builder.protocol);
            } else {
                VideoModels.Loaded loaded =
                        VideoModels.load(Objects.requireNonNull(builder.weights), builder.name, manager);
                model = loaded.model();
                stored = loaded.classNames();
                protocol = builder.protocol == null ? loaded.protocol() : builder.protocol;
            }
            if (builder.temporalViews > 0) {
                protocol = protocol.withViews(builder.temporalViews, builder.spatialViews);
            }
            if (builder.aggregation != null) {
                protocol = protocol.withAggregation(builder.aggregation);
            }
            reader = new ClipReader(protocol);
            classNames = builder.classes == null && stored != null ? stored : builder.classNames(model.classes());
            topK = builder.topK;
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
        decoding = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "video-decoding");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Starts a classifier from a checkpoint of any family. */
    public static Builder builder(Path weights) {
        return new Builder(weights, null, null);
    }

    /** Starts a classifier on a model whose parameters have values; they stay their owner's. */
    public static Builder builder(VideoModel model, ClipProtocol protocol) {
        return new Builder(null, model, protocol);
    }

    /** Returns how videos are seen. */
    public ClipProtocol protocol() {
        return reader.protocol();
    }

    /** Returns the network. */
    public VideoModel model() {
        return model;
    }

    /** Returns the names of the classes: those given, those in the file, or numbers. */
    public List<String> classNames() {
        return classNames;
    }

    /**
     * Classifies a video file or a folder of frames.
     *
     * @throws IOException if it cannot be read; the message is one line
     */
    public VideoClassification classify(Path video) throws IOException {
        try (FrameSource source = FrameSource.open(video)) {
            return classify(source);
        }
    }

    /**
     * Classifies several videos together: each forward pass takes the same view of all of them. The results are those of
     * one call per video; memory grows with their number.
     *
     * @return in the order of the videos
     * @throws IOException if one of them cannot be read; the message names it
     */
    public List<VideoClassification> classify(List<Path> videos) throws IOException {
        List<FrameSource> sources = new ArrayList<>();
        try {
            for (Path video : videos) {
                sources.add(FrameSource.open(video));
            }
            return classifyOpen(sources);
        } finally {
            sources.forEach(FrameSource::close);
        }
    }

    /** Classifies an open video; the caller closes it. */
    public VideoClassification classify(FrameSource source) throws IOException {
        return classifyOpen(List.of(source)).get(0);
    }

    private List<VideoClassification> classifyOpen(List<FrameSource> sources) throws IOException {
        ClipProtocol protocol = reader.protocol();
        List<ViewScores> scores = sources.stream()
                .map(source -> new ViewScores(protocol.aggregation()))
                .toList();
        List<List<int[]>> frames = sources.stream()
                .map(source -> (List<int[]>) new ArrayList<int[]>())
                .toList();
        List<Future<ClipReader.View>> next = decode(sources, 0);
        try {
            for (int view = 0; view < protocol.temporalViews(); view++) {
                List<ClipReader.View> clips = new ArrayList<>();
                for (Future<ClipReader.View> decoded : next) {
                    clips.add(await(decoded));
                }
                if (view + 1 < protocol.temporalViews()) {
                    next = decode(sources, view + 1); // while the model computes
                }
                float[][] logits = clips.isEmpty() ? new float[0][] : logits(clips);
                for (int i = 0; i < logits.length; i++) {
                    int crop = i % protocol.spatialViews();
                    scores.get(i / protocol.spatialViews()).add(view * protocol.spatialViews() + crop, logits[i]);
                }
                for (int i = 0; i < clips.size(); i++) {
                    frames.get(i).add(clips.get(i).indices());
                }
            }
        } finally {
            next.forEach(VideoClassifier::settle);
        }
        return IntStream.range(0, sources.size())
                .mapToObj(i -> result(sources.get(i), scores.get(i), frames.get(i)))
                .toList();
    }

    private VideoClassification result(FrameSource source, ViewScores scores, List<int[]> frames) {
        double[] probabilities = scores.probabilities();
        List<VideoClassification.Score> top = IntStream.of(ViewScores.top(scores.scores(), topK))
                .mapToObj(i -> new VideoClassification.Score(i, classNames.get(i), probabilities[i]))
                .toList();
        return new VideoClassification(
                source.name(),
                top,
                probabilities,
                List.copyOf(frames),
                source.frameCount(),
                source.frameRate(),
                reader.protocol().describe(),
                notes(source, frames));
    }

    private static List<String> notes(FrameSource source, List<int[]> views) {
        List<String> notes = new ArrayList<>(source.notes());
        for (int[] view : views) {
            long different = Arrays.stream(view).distinct().count();
            if (different < view.length) {
                notes.add("has " + source.frameCount() + " frames; a clip of " + view.length + " holds " + different
                        + " different ones, the rest repeat them");
                break;
            }
        }
        return List.copyOf(notes);
    }

    /**
     * Explains a video by attention rollout of its middle view and middle crop.
     *
     * @param result what {@link #classify(FrameSource)} said of it, for the header
     * @return a contact sheet of heat over the frames
     */
    public BufferedImage explain(FrameSource source, VideoClassification result) throws IOException {
        ClipProtocol protocol = reader.protocol();
        int number = protocol.temporalViews() / 2;
        ClipReader.View view = reader.view(source, number);
        int crop = protocol.middleCrop();
        AttentionRollout rollout;
        try (NDManager scope = manager.newSubManager()) {
            rollout = AttentionRollout.of(model, view.toArray(scope).get(crop + ":" + (crop + 1)));
        }
        List<String> header =
                new ArrayList<>(List.of(String.valueOf(Path.of(result.video()).getFileName())));
        result.top().stream()
                .limit(3)
                .map(score -> String.format(Locale.ROOT, "%5.1f%%  %s", 100 * score.probability(), score.name()))
                .forEach(header::add);
        header.add(String.format(
                Locale.ROOT, "clip %d of %d, %s", number + 1, protocol.temporalViews(), protocol.describe()));
        return new RolloutSheet(view, crop, protocol.normalization(), source.frameRate()).draw(rollout, header);
    }

    /** The logits of every crop of a view, [crops][classes]. */
    public float[][] logits(ClipReader.View view) {
        return logits(List.of(view));
    }

    private float[][] logits(List<ClipReader.View> views) {
        try (NDManager scope = manager.newSubManager();
                InferenceMode ignored = InferenceMode.enter()) {
            NDList parts = new NDList();
            views.forEach(view -> parts.add(view.toArray(scope)));
            NDArray clips = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
            float[] all = model.logits(Pass.inference(scope), clips).toFloatArray();
            int classes = model.classes();
            float[][] logits = new float[all.length / classes][];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = Arrays.copyOfRange(all, i * classes, (i + 1) * classes);
            }
            return logits;
        }
    }

    private List<Future<ClipReader.View>> decode(List<FrameSource> sources, int view) {
        return sources.stream()
                .map(source -> decoding.submit(() -> reader.view(source, view)))
                .toList();
    }

    private static ClipReader.View await(Future<ClipReader.View> view) throws IOException {
        try {
            return view.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof RuntimeException runtime) {
                throw runtime;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new VideoException("decoding", "was interrupted", "start again");
        }
    }

    /** Waits for a decoding that nobody needs any more, for its source is about to be closed. */
    @SuppressWarnings({"EmptyCatch", "FutureReturnValueIgnored"})
    private static void settle(Future<ClipReader.View> view) {
        boolean interrupted = false;
        while (!view.isDone()) {
            try {
                view.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                // the first failure has been thrown already
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        decoding.shutdown();
        manager.close();
    }

    /** Collects the options of a classifier. */
    public static final class Builder {
        private final @Nullable Path weights;
        private final @Nullable VideoModel model;
        private @Nullable ClipProtocol protocol;
        private @Nullable String name;
        private @Nullable List<String> classes;
        private String classesOrigin = "class list";
        private ClipProtocol.@Nullable Aggregation aggregation;
        private Device device = Device.cpu();
        private int temporalViews;
        private int spatialViews = 1;
        private int topK = 5;

        private Builder(@Nullable Path weights, @Nullable VideoModel model, @Nullable ClipProtocol protocol) {
            this.weights = weights;
            this.model = model;
            this.protocol = protocol;
        }

        /** The published model whose protocol to follow; otherwise its architecture's usual one. */
        public Builder optModel(String value) {
            name = value;
            return this;
        }

        /** A protocol of one's own. */
        public Builder optProtocol(ClipProtocol value) {
            protocol = value;
            return this;
        }

        /** Clips per video and crops per clip (1 or 3), instead of the published numbers. */
        public Builder optViews(int temporal, int spatial) {
            temporalViews = temporal;
            spatialViews = spatial;
            return this;
        }

        /** How views become one, instead of the published way. */
        public Builder optAggregation(ClipProtocol.Aggregation value) {
            aggregation = value;
            return this;
        }

        /** Names of the classes in order. */
        public Builder optClassNames(List<String> value) {
            classes = List.copyOf(value);
            classesOrigin = "class list";
            return this;
        }

        /** Names of the classes, one per line. */
        public Builder optClassNames(Path file) throws IOException {
            classesOrigin = file.toString();
            classes = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(s -> !s.isEmpty())
                    .toList();
            return this;
        }

        /** How many classes a result lists; 5 unless told. */
        public Builder optTopK(int value) {
            topK = value;
            return this;
        }

        /** Where to compute; the CPU unless told. */
        public Builder optDevice(Device value) {
            device = value;
            return this;
        }

        private List<String> classNames(int count) {
            if (classes == null) {
                return IntStream.range(0, count).mapToObj(i -> "class " + i).toList();
            }
            if (classes.size() != count) {
                throw new CheckpointException(
                        classesOrigin,
                        "has " + classes.size() + " names, the model " + count + " classes",
                        "give one name per line, in the order of training");
            }
            return classes;
        }

        /**
         * Loads the model.
         *
         * @throws org.mvit4j.nn.checkpoint.CheckpointException if the checkpoint does not fit
         */
        public VideoClassifier build() {
            return new VideoClassifier(this);
        }
    }
}

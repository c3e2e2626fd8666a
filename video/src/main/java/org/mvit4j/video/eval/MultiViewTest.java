package org.mvit4j.video.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.video.ViewScores;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.ClipReader;
import org.mvit4j.video.clip.FrameSource;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.model.VideoModel;

/**
 * Runs a model on every view of every video. Videos are decoded ahead on their own threads, a few at a time; views of
 * several videos share a forward pass.
 */
public final class MultiViewTest {

    private final VideoModel model;
    private final NDManager manager;
    private final ClipDataset dataset;
    private final EvaluationOptions options;
    private final ClipReader reader;
    private final TreeMap<Integer, ViewScores> scores = new TreeMap<>();
    private final List<Slot> waiting = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();
    private int waitingClips;

    /** A temporal view with its crops, waiting for its forward pass. */
    private record Slot(int video, int view, ClipReader.View clips) {}

    private MultiViewTest(VideoModel model, NDManager manager, ClipDataset dataset, EvaluationOptions options) {
        this.model = model;
        this.manager = manager;
        this.dataset = dataset;
        this.options = options;
        reader = new ClipReader(options.protocol());
    }

    /**
     * Tests a model.
     *
     * @param manager whose device computes
     * @throws IOException if a video cannot be read and the options are strict
     * @throws VideoException if the data set has other classes than the model, or no video could be read
     */
    public static ClassificationEvaluation run(
            VideoModel model, NDManager manager, ClipDataset dataset, EvaluationOptions options)
            throws IOException, InterruptedException {
        int classes = dataset.classNames().size();
        if (classes != model.classes()) {
            throw new VideoException(
                    "the data set",
                    "has " + classes + " classes, the model " + model.classes(),
                    "test on the classes that the model was trained for");
        }
        return new MultiViewTest(model, manager, dataset, options).run();
    }

    private ClassificationEvaluation run() throws IOException, InterruptedException {
        int count = Math.min(dataset.size(), options.videos());
        ExecutorService threads = Executors.newFixedThreadPool(options.threads(), task -> {
            Thread thread = new Thread(task, "test-decoding");
            thread.setDaemon(true);
            return thread;
        });
        Deque<Future<List<ClipReader.View>>> ahead = new ArrayDeque<>();
        try {
            int submitted = 0;
            for (int video = 0; video < count; video++) {
                while (submitted < count && ahead.size() <= options.threads()) {
                    int index = submitted++;
                    ahead.addLast(threads.submit(() -> views(index)));
                }
                List<ClipReader.View> views = await(video, ahead.removeFirst());
                if (views != null) {
                    for (int view = 0; view < views.size(); view++) {
                        add(new Slot(video, view, views.get(view)));
                    }
                }
                options.progress().accept(1);
            }
            flush();
        } finally {
            threads.shutdownNow();
        }
        if (scores.isEmpty()) {
            throw new VideoException("the data set", "has no video that can be read", "the first: " + broken.get(0));
        }
        return result();
    }

    private List<ClipReader.View> views(int video) throws IOException {
        ClipProtocol protocol = options.protocol();
        List<ClipReader.View> views = new ArrayList<>();
        try (FrameSource source = dataset.open(video)) {
            for (int view = 0; view < protocol.temporalViews(); view++) {
                int[] order = options.order().of(protocol.sampler().frames(), video, view);
                views.add(reader.view(source, view).reordered(order));
            }
        }
        return views;
    }

    private @Nullable List<ClipReader.View> await(int video, Future<List<ClipReader.View>> future)
            throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (!(cause instanceof IOException) && !(cause instanceof RuntimeException)) {
                throw new IllegalStateException(cause);
            }
            if (options.strict()) {
                if (cause instanceof IOException io) {
                    throw io;
                }
                throw (RuntimeException) cause;
            }
            String name = dataset.name(video);
            String reason = String.valueOf(cause.getMessage())
                    .replaceAll("\\p{Cntrl}+", " ")
                    .strip();
            String line = reason.startsWith(name) ? reason : name + ": " + reason;
            broken.add(line);
            options.broken().accept(line);
            return null;
        }
    }

    private void add(Slot slot) {
        waiting.add(slot);
        waitingClips += options.protocol().spatialViews();
        if (waitingClips >= options.batchClips()) {
            flush();
        }
    }

    private void flush() {
        if (waiting.isEmpty()) {
            return;
        }
        float[] logits;
        try (NDManager scope = manager.newSubManager();
                InferenceMode ignored = InferenceMode.enter()) {
            NDList arrays = new NDList();
            waiting.forEach(slot -> arrays.add(slot.clips().toArray(scope)));
            NDArray clips = arrays.size() == 1 ? arrays.get(0) : NDArrays.concat(arrays);
            logits = model.logits(Pass.inference(scope), clips).toFloatArray();
        }
        int classes = model.classes();
        int crops = options.protocol().spatialViews();
        int row = 0;
        for (Slot slot : waiting) {
            ViewScores video = scores.computeIfAbsent(
                    slot.video(), v -> new ViewScores(options.protocol().aggregation()));
            for (int crop = 0; crop < crops; crop++, row++) {
                video.add(slot.view() * crops + crop, Arrays.copyOfRange(logits, row * classes, (row + 1) * classes));
            }
        }
        waiting.clear();
        waitingClips = 0;
    }

    private ClassificationEvaluation result() {
        List<Integer> videos = List.copyOf(scores.keySet());
        return new ClassificationEvaluation(
                dataset.classNames(),
                options.protocol().describe(),
                videos.stream().map(dataset::name).toList(),
                videos.stream().mapToInt(dataset::label).toArray(),
                videos.stream()
                        .map(v -> Objects.requireNonNull(scores.get(v)).scores())
                        .toList(),
                videos.stream()
                        .map(v -> Objects.requireNonNull(scores.get(v)).probabilities())
                        .toList(),
                broken);
    }
}

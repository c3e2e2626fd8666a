package org.mvit4j.video.djl;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.video.ViewScores;
import org.mvit4j.video.clip.ClipProtocol;
import org.mvit4j.video.clip.ClipReader;
import org.mvit4j.video.clip.FrameSource;

/** From a video file to all its views in one batch [views, 3, T, H, W], and from their logits to the video's classes. */
public final class VideoTranslator implements Translator<Path, Classifications> {

    private record Known(ClipProtocol protocol, int classes) {}

    private static final Map<Model, Known> KNOWN = Collections.synchronizedMap(new WeakHashMap<>());

    private final Map<String, ?> arguments;
    private @Nullable ClipReader reader;
    private List<String> classNames = List.of();

    VideoTranslator(Map<String, ?> arguments) {
        this.arguments = arguments;
    }

    static void remember(Model model, ClipProtocol protocol, int classes) {
        KNOWN.put(model, new Known(protocol, classes));
    }

    @Override
    public void prepare(TranslatorContext context) throws java.io.IOException {
        Model model = context.getModel();
        Known known = KNOWN.get(model);
        if (known == null) {
            throw new IllegalStateException("the model was not made by " + VideoBlockFactory.class.getName());
        }
        ClipProtocol protocol = known.protocol;
        Object views = arguments.get("views");
        if (views != null) {
            String[] numbers = views.toString().split("x");
            protocol = protocol.withViews(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1]));
        }
        reader = new ClipReader(protocol);
        Path synset = model.getModelPath() == null ? null : model.getModelPath().resolve("synset.txt");
        classNames = synset != null && Files.isRegularFile(synset)
                ? Files.readAllLines(synset)
                : IntStream.range(0, known.classes).mapToObj(i -> "class " + i).toList();
    }

    @Override
    public NDList processInput(TranslatorContext context, Path video) throws java.io.IOException {
        ClipReader clips = java.util.Objects.requireNonNull(reader);
        NDManager manager = context.getNDManager();
        NDList views = new NDList();
        try (FrameSource source = FrameSource.open(video)) {
            for (int view = 0; view < clips.protocol().temporalViews(); view++) {
                views.add(clips.view(source, view).toArray(manager));
            }
        }
        NDArray all = ai.djl.ndarray.NDArrays.concat(views);
        views.close();
        return new NDList(all);
    }

    @Override
    public Classifications processOutput(TranslatorContext context, NDList list) {
        ViewScores scores = new ViewScores(
                java.util.Objects.requireNonNull(reader).protocol().aggregation());
        float[] logits = list.singletonOrThrow().toFloatArray();
        int classes = classNames.size();
        for (int view = 0; view < logits.length / classes; view++) {
            scores.add(view, Arrays.copyOfRange(logits, view * classes, (view + 1) * classes));
        }
        List<Double> probabilities = new ArrayList<>();
        for (double probability : scores.probabilities()) {
            probabilities.add(probability);
        }
        return new Classifications(classNames, probabilities);
    }

    /** Views are the batch: videos go one after the other. */
    @Override
    public @Nullable Batchifier getBatchifier() {
        return null;
    }
}

package org.mvit4j.train.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.TensorType;
import org.mvit4j.nn.io.Draft;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.optim.LossScaler;
import org.mvit4j.train.optim.WeightAverage;

/**
 * The checkpoints of a run: folders {@code step-00001000} with {@code model.safetensors}, which any command reads,
 * {@code average.safetensors} when weights are averaged, {@code optimizer.safetensors} and {@code state.json}.
 *
 * <p>A folder is written beside its final name, forced to the disk, and renamed; a process that dies at any moment
 * leaves whole checkpoints only.
 */
public final class CheckpointStore {

    /** File of the weights. */
    public static final String MODEL = "model.safetensors";

    /** File of the averaged weights. */
    public static final String AVERAGE = "average.safetensors";

    private static final String OPTIMIZER = "optimizer.safetensors";
    private static final String STATE = "state.json";
    private static final String PREFIX = "step-";
    private static final String BEST = "best.json";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final Path folder;
    private final int keep;
    private final Map<String, String> metadata;

    /**
     * @param folder of the checkpoints; made when missing
     * @param keep how many of the latest stay; the best stays beside them
     * @param metadata for the headers of the weight files, such as the resolved configuration
     */
    public CheckpointStore(Path folder, int keep, Map<String, String> metadata) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.keep = keep;
        this.metadata = new TreeMap<>(metadata); // in one order, so that equal runs write equal bytes
        try (Stream<Path> files = Files.list(folder)) {
            for (Path left : files.filter(f -> f.getFileName().toString().startsWith("."))
                    .toList()) {
                AtomicFile.delete(left);
            }
        }
    }

    /** The best checkpoint so far. */
    private record Best(long step, String metric, double value) {}

    /**
     * Writes the state behind the trainer's last step and removes what is too old.
     *
     * @param window figures that no line of the metrics has yet
     * @param identity what must stay the same in the run
     */
    public void save(Trainer<?> trainer, Map<String, List<Double>> window, Map<String, String> identity)
            throws IOException {
        Path target = at(trainer.done());
        if (Files.isDirectory(target)) {
            return;
        }
        Path temporary = Draft.folder(target);
        try (InferenceMode ignored = InferenceMode.enter()) {
            SafetensorsWriter model = new SafetensorsWriter();
            metadata.forEach(model::metadata);
            model.metadata("step", Long.toString(trainer.done()));
            Weights.addTo(model, trainer.model().block()).write(temporary.resolve(MODEL));
            SafetensorsWriter optimizer = new SafetensorsWriter();
            trainer.optimizer().state().forEach((name, array) -> add(optimizer, name, array));
            optimizer.write(temporary.resolve(OPTIMIZER));
            WeightAverage average = trainer.average();
            if (average != null) {
                SafetensorsWriter averages = new SafetensorsWriter();
                metadata.forEach(averages::metadata);
                average.averages().forEach((name, array) -> add(averages, name, array));
                trainer.model()
                        .block()
                        .namedCounters()
                        .forEach(name -> averages.addBuffer(
                                name, TensorType.I64, new long[0], () -> ByteBuffer.allocate(Long.BYTES)));
                averages.write(temporary.resolve(AVERAGE));
            }
            AtomicFile.write(temporary.resolve(STATE), JSON.writeValueAsString(state(trainer, window, identity)));
            AtomicFile.publish(temporary, target);
        } finally {
            AtomicFile.delete(temporary);
        }
        prune();
    }

    private Path at(long step) {
        return folder.resolve("%s%08d".formatted(PREFIX, step));
    }

    private static void add(SafetensorsWriter writer, String name, NDArray array) {
        writer.addBuffer(
                name,
                TensorType.F32,
                array.getShape().getShape(),
                () -> array.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
    }

    private static RunState state(Trainer<?> trainer, Map<String, List<Double>> window, Map<String, String> identity) {
        BatchSampler.State sampler =
                Objects.requireNonNullElse(trainer.loaderState(), new BatchSampler.State(0, 0, 0, List.of()));
        LossScaler scaler = trainer.scaler();
        WeightAverage average = trainer.average();
        return new RunState(
                trainer.done(),
                trainer.optimizer().steps(),
                average == null ? 0 : average.updates(),
                scaler == null ? null : scaler.scale(),
                scaler == null ? 0 : scaler.goodSteps(),
                sampler.epoch(),
                sampler.offset(),
                sampler.drawn(),
                RunState.waiting(sampler),
                window,
                identity);
    }

    /** Marks the checkpoint of a step, if there is one, as best if its value is the highest so far. */
    public void consider(long step, String metric, double value) throws IOException {
        Optional<Best> best = best();
        if (Double.isFinite(value)
                && Files.isDirectory(at(step))
                && (best.isEmpty() || value > best.get().value())) {
            AtomicFile.write(folder.resolve(BEST), JSON.writeValueAsString(new Best(step, metric, value)));
            prune();
        }
    }

    private Optional<Best> best() throws IOException {
        Path file = folder.resolve(BEST);
        return Files.exists(file) ? Optional.of(JSON.readValue(Files.readString(file), Best.class)) : Optional.empty();
    }

    /** The checkpoint marked as best, if it is there. */
    public Optional<Path> bestCheckpoint() throws IOException {
        Optional<Best> best = best();
        return all().stream()
                .filter(each -> best.isPresent() && step(each) == best.get().step())
                .findFirst();
    }

    /** All checkpoints, oldest first. */
    public List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(PREFIX + "\\d+"))
                    .sorted(Comparator.comparingLong(CheckpointStore::step))
                    .toList();
        }
    }

    /** The newest checkpoint. */
    public Optional<Path> latest() throws IOException {
        List<Path> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    private static long step(Path checkpoint) {
        return Long.parseLong(checkpoint.getFileName().toString().substring(PREFIX.length()));
    }

    private void prune() throws IOException {
        List<Path> all = all();
        long best = best().map(Best::step).orElse(-1L);
        for (int i = 0; i < all.size() - keep; i++) {
            if (step(all.get(i)) != best) {
                AtomicFile.remove(all.get(i));
            }
        }
    }

    /** The state of a checkpoint. */
    public static RunState state(Path checkpoint) throws IOException {
        try {
            return JSON.readValue(Files.readString(checkpoint.resolve(STATE)), RunState.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new RunException(
                    checkpoint, "its state.json is broken", "remove this checkpoint and resume from another");
        }
    }

    /**
     * Puts a checkpoint's tensors and counters into a trainer.
     *
     * @throws org.mvit4j.nn.checkpoint.CheckpointException if it is of another model
     */
    public static void restore(Path checkpoint, RunState state, Trainer<?> trainer) {
        try (Checkpoint file = Checkpoint.open(checkpoint.resolve(MODEL));
                NDManager staging = Torch.newManager()) {
            Weights.load(trainer.model().block(), staging, file.stateDict(), LoadOptions.strict());
        }
        load(checkpoint.resolve(OPTIMIZER), trainer.optimizer().state());
        trainer.optimizer().restoreSteps(state.optimizerSteps());
        WeightAverage average = trainer.average();
        if (average != null) {
            load(checkpoint.resolve(AVERAGE), average.averages());
            average.restoreUpdates(state.averageUpdates());
        }
        trainer.restoreLoaderState(state.sampler());
        trainer.resumeAt(state.step());
    }

    private static void load(Path path, Map<String, NDArray> arrays) {
        try (Checkpoint file = Checkpoint.open(path);
                InferenceMode ignored = InferenceMode.enter()) {
            StateDict values = file.stateDict();
            arrays.forEach((name, array) -> {
                FloatBuffer buffer = ByteBuffer.allocateDirect(Math.toIntExact(4 * array.size()))
                        .order(ByteOrder.nativeOrder())
                        .asFloatBuffer();
                values.tensor(name).readFloats(0, buffer);
                array.set(buffer.rewind());
            });
        }
    }
}

package org.mvit4j.train.run;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a run: {@code config.yaml} (resolved), {@code environment.json}, {@code metrics.jsonl}, TensorBoard
 * events, curves, {@code checkpoints/}. One process at a time writes to it.
 */
public final class RunDirectory implements AutoCloseable {

    private static final String CONFIG = "config.yaml";
    private static final String ENVIRONMENT = "environment.json";
    private static final String WEIGHTS = "weights";
    private static final String LOCK = ".lock";

    private final Path folder;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final boolean made;

    private RunDirectory(Path folder, FileChannel lockFile, FileLock lock, boolean made) {
        this.folder = folder;
        this.lockFile = lockFile;
        this.lock = lock;
        this.made = made;
    }

    /**
     * Opens the folder of a new run or of one to go on with.
     *
     * @param resume whether a run in the folder may be continued
     * @throws RunException if it cannot be written, is in use, or holds a run that was not asked for
     */
    public static RunDirectory open(Path folder, boolean resume) throws IOException {
        boolean made = Files.notExists(folder);
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (java.nio.file.FileSystemException e) {
            throw new RunException(folder, "the run directory cannot be written", "choose another with --out");
        }
        FileLock lock = tryLock(channel);
        if (lock == null) {
            channel.close();
            throw new RunException(folder, "another process trains in this folder", "wait for it or choose another");
        }
        RunDirectory run = new RunDirectory(folder, channel, lock, made);
        if (!resume && run.hasRun()) {
            run.close();
            throw new RunException(folder, "it holds a run already", "go on with --resume or choose another folder");
        }
        return run;
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private boolean hasRun() throws IOException {
        Path checkpoints = checkpoints();
        if (!Files.isDirectory(checkpoints)) {
            return false;
        }
        try (Stream<Path> files = Files.list(checkpoints)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("step-"));
        }
    }

    /** Writes what the run is made of. */
    public void describe(String config, Map<String, ?> environment) throws IOException {
        AtomicFile.write(folder.resolve(CONFIG), config);
        AtomicFile.write(
                folder.resolve(ENVIRONMENT),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(environment));
    }

    /** What a run depends on besides its configuration. */
    public static Map<String, Object> environment(RunOptions options, @Nullable Path weights) {
        Map<String, Object> environment = new LinkedHashMap<>();
        environment.put("java", System.getProperty("java.runtime.version"));
        environment.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        environment.put("processors", Runtime.getRuntime().availableProcessors());
        environment.put("heap", Runtime.getRuntime().maxMemory());
        environment.put("engine_threads", System.getProperty("ai.djl.pytorch.num_threads", "one per processor"));
        environment.put("engine", Engine.getEngine("PyTorch").getVersion());
        environment.put(
                "devices", options.devices().stream().map(Device::toString).toList());
        environment.put("seed", options.seed());
        environment.put(WEIGHTS, start(weights));
        return environment;
    }

    private static String start(@Nullable Path weights) {
        return weights == null ? "none" : weights.toString();
    }

    /** Refuses to go on with a run that has no checkpoint yet from other weights than it was started with. */
    void requireSameStart(@Nullable Path weights) throws IOException {
        Path file = folder.resolve(ENVIRONMENT);
        if (Files.exists(file)) {
            String before = new ObjectMapper()
                    .readTree(Files.readString(file))
                    .path(WEIGHTS)
                    .asText(start(weights));
            if (!before.equals(start(weights))) {
                throw new RunException(
                        folder,
                        "the run in it has no checkpoint yet, and its weights were " + before + ", now "
                                + start(weights),
                        "resume with the same --weights, or choose another folder");
            }
        }
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** Where checkpoints are. */
    public Path checkpoints() {
        return folder.resolve("checkpoints");
    }

    /** The metrics of the run. */
    public Metrics metrics() {
        return new Metrics(folder.resolve("metrics.jsonl"));
    }

    /** Ends the exclusive use. A run that was refused before it wrote anything leaves no folder behind. */
    @Override
    public void close() throws IOException {
        if (made && isUnused()) {
            Files.deleteIfExists(checkpoints());
            Files.deleteIfExists(folder.resolve(LOCK));
            Files.deleteIfExists(folder);
        }
        lock.release();
        lockFile.close();
    }

    private boolean isUnused() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> own = List.of(folder, checkpoints(), folder.resolve(LOCK));
            return files.allMatch(own::contains);
        }
    }
}

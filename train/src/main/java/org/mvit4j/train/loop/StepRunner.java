package org.mvit4j.train.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.loader.SeedMix;
import org.mvit4j.nn.GradientStore;
import org.mvit4j.nn.Torch;
import org.mvit4j.train.optim.Gradients;

/**
 * Gradients of a batch. The batch is cut into micro-batches; as many as there are replicas run at once, the rounds one
 * after the other, and their gradients add up.
 *
 * <p>The replicas of a round equal one batch exactly: each loss is weighted by its share of the terms that the loss is
 * a mean over. Rounds are averaged by their samples, as devices are averaged in distributed training. Batch norm sees
 * the samples of its replica alone.
 */
public final class StepRunner<S> implements AutoCloseable {

    private final TrainableModel<S> model;
    private final NDManager manager;
    private final List<Device> devices;
    private final int microBatch;
    private final boolean recompute;
    private final long seed;
    private final Collection<Parameter> parameters;
    /** One per replica; null for one replica, which runs on the caller's thread. */
    private final @Nullable ExecutorService threads;

    /**
     * @param parent owns the memory of steps
     * @param devices one per replica; the same device may come several times
     * @param microBatch samples per forward pass; 0 to divide the batch evenly among the replicas
     * @param recompute whether activations of the backbone are recomputed
     */
    public StepRunner(
            TrainableModel<S> model,
            NDManager parent,
            List<Device> devices,
            int microBatch,
            boolean recompute,
            long seed) {
        this.model = model;
        this.manager = parent;
        this.devices = List.copyOf(devices);
        this.microBatch = microBatch;
        this.recompute = recompute;
        this.seed = seed;
        parameters = model.block().namedParameters().values();
        threads = devices.size() > 1 ? Torch.workers(devices.size(), "replica") : null;
    }

    /**
     * The gradients of a step; closing it frees them.
     *
     * @param losses values by name
     * @param scalars figures of the model, averaged
     */
    public record Result<S>(
            Map<String, Double> losses, Map<String, Double> scalars, List<AutoCloseable> owned, GradientStore gradients)
            implements AutoCloseable {
        @Override
        public void close() {
            for (AutoCloseable each : owned) {
                try {
                    each.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** Decides from the values of the losses, before any gradient is computed, whether to go on. */
    @FunctionalInterface
    public interface Check {
        void accept(Map<String, Double> losses);
    }

    /**
     * Runs forward and backward.
     *
     * @param scale multiplies the losses, for float16
     * @param check may throw
     */
    public Result<S> run(long step, List<S> batch, double scale, Check check) {
        List<Replica<S>> replicas = new ArrayList<>();
        for (Device device : devices) {
            replicas.add(new Replica<>(model, manager, device, recompute));
        }
        boolean done = false;
        try {
            Map<String, Double> losses = new LinkedHashMap<>();
            Map<String, Double> scalars = new LinkedHashMap<>();
            List<List<S>> parts = parts(batch);
            for (int from = 0; from < parts.size(); from += replicas.size()) {
                round(
                        step,
                        parts.subList(from, Math.min(parts.size(), from + replicas.size())),
                        from,
                        batch.size(),
                        scale,
                        replicas,
                        check,
                        losses,
                        scalars);
            }
            for (int i = 1; i < Math.min(replicas.size(), parts.size()); i++) {
                Gradients.add(replicas.get(0).gradients(), replicas.get(i).gradients(), parameters, manager);
            }
            done = true;
            return new Result<>(
                    losses, scalars, List.copyOf(replicas), replicas.get(0).gradients());
        } finally {
            if (!done) {
                replicas.forEach(Replica::close);
            }
        }
    }

    private List<List<S>> parts(List<S> batch) {
        int size = microBatch > 0 ? microBatch : (batch.size() + devices.size() - 1) / devices.size();
        List<List<S>> parts = new ArrayList<>();
        for (int from = 0; from < batch.size(); from += size) {
            parts.add(batch.subList(from, Math.min(batch.size(), from + size)));
        }
        return parts;
    }

    private void round(
            long step,
            List<List<S>> parts,
            int first,
            int batchSize,
            double scale,
            List<Replica<S>> replicas,
            Check check,
            Map<String, Double> losses,
            Map<String, Double> scalars) {
        List<Replica.Forward> forwards = each(
                parts.size(),
                i -> replicas.get(i)
                        .forward(
                                parts.get(i),
                                SeedMix.random(seed, step, 2L * (first + i)),
                                SeedMix.random(seed, step, 2L * (first + i) + 1)));
        double share = parts.stream().mapToInt(List::size).sum() / (double) batchSize;
        List<Map<String, Double>> weights = weights(forwards);
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < forwards.size(); i++) {
            Map<String, Double> weight = weights.get(i);
            forwards.get(i)
                    .losses()
                    .forEach((name, value) ->
                            values.merge(name, value * Objects.requireNonNull(weight.get(name)), Double::sum));
            double samples = forwards.get(i).samples() / (double) batchSize;
            forwards.get(i).scalars().forEach((name, value) -> scalars.merge(name, value * samples, Double::sum));
        }
        check.accept(values);
        values.forEach((name, value) -> losses.merge(name, value * share, Double::sum));
        each(parts.size(), i -> {
            Map<String, Double> scaled = new LinkedHashMap<>();
            weights.get(i).forEach((name, weight) -> scaled.put(name, weight * share * scale));
            replicas.get(i).backward(scaled);
            return i;
        });
    }

    private static List<Map<String, Double>> weights(List<Replica.Forward> forwards) {
        List<Map<String, Double>> weights = new ArrayList<>();
        for (Replica.Forward own : forwards) {
            Map<String, Double> weight = new LinkedHashMap<>();
            for (String name : own.losses().keySet()) {
                double sum = forwards.stream().mapToDouble(f -> count(f, name)).sum();
                weight.put(name, sum == 0 ? 1.0 / forwards.size() : count(own, name) / sum);
            }
            weights.add(weight);
        }
        return weights;
    }

    private static double count(Replica.Forward forward, String loss) {
        return forward.counts().getOrDefault(loss, (double) forward.samples());
    }

    /** Runs a task per part: here when there is one, otherwise each on its thread. */
    private <R> List<R> each(int count, IntFunction<R> task) {
        if (count == 1 || threads == null) {
            return IntStream.range(0, count).mapToObj(task).toList();
        }
        List<Future<R>> futures = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            futures.add(threads.submit(() -> task.apply(index)));
        }
        List<R> results = new ArrayList<>();
        RuntimeException failed = null;
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failed = e.getCause() instanceof RuntimeException cause
                        ? cause
                        : new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failed = new IllegalStateException("interrupted");
            }
        }
        if (failed != null) {
            throw failed;
        }
        return results;
    }

    @Override
    public void close() {
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}

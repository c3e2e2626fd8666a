package org.mvit4j.train.loop;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.loader.BatchLoader;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.data.loader.SampleException;
import org.mvit4j.nn.Torch;
import org.mvit4j.train.optim.Gradients;
import org.mvit4j.train.optim.LossScaler;
import org.mvit4j.train.optim.Optimizer;
import org.mvit4j.train.optim.Schedule;
import org.mvit4j.train.optim.WeightAverage;

/**
 * The training loop: batch, forward, backward, clip, update, average, hooks. It runs in the calling thread.
 *
 * <p>Randomness is a function of the seed and the step, so that a run resumed from the state of a step goes on exactly
 * as the run that wrote it would have.
 */
public final class Trainer<S> implements AutoCloseable {

    /**
     * How steps are made.
     *
     * @param steps of the whole training
     * @param learningRate multiplied by the schedule
     * @param schedule of the learning rate
     * @param clipNorm largest global norm of the gradients, or null for no clipping
     * @param microBatch samples per forward pass; 0 for the batch divided by the replicas
     * @param devices one per replica
     * @param recompute whether the backbone's activations are recomputed
     * @param seed of everything random in a step
     */
    public record Settings(
            long steps,
            double learningRate,
            Schedule schedule,
            @Nullable Double clipNorm,
            int microBatch,
            List<Device> devices,
            boolean recompute,
            long seed) {

        public Settings {
            devices = List.copyOf(devices);
            if (steps < 1 || devices.isEmpty() || microBatch < 0) {
                throw new IllegalArgumentException("training needs a step, a device and no negative micro-batch");
            }
        }
    }

    private final TrainableModel<S> model;
    private final Optimizer optimizer;
    private final BatchLoader<S> loader;
    private final Settings settings;
    private final @Nullable WeightAverage average;
    private final @Nullable LossScaler scaler;
    private final List<TrainHook<S>> hooks;
    private final NDManager manager;
    private final StepRunner<S> runner;
    private final Collection<Parameter> parameters;
    private long next;
    private BatchSampler.@Nullable State loaderState;
    private volatile boolean stop;

    /**
     * @param average of the weights, or null
     * @param scaler for float16, or null
     * @param hooks called in this order, at the end in the reverse order
     */
    public Trainer(
            TrainableModel<S> model,
            Optimizer optimizer,
            BatchLoader<S> loader,
            Settings settings,
            @Nullable WeightAverage average,
            @Nullable LossScaler scaler,
            List<? extends TrainHook<S>> hooks) {
        this.model = model;
        this.optimizer = optimizer;
        this.loader = loader;
        this.settings = settings;
        this.average = average;
        this.scaler = scaler;
        this.hooks = new ArrayList<>(hooks);
        manager = Torch.newManager();
        parameters = model.block().namedParameters().values();
        runner = new StepRunner<>(
                model, manager, settings.devices(), settings.microBatch(), settings.recompute(), settings.seed());
    }

    /** Starts behind {@code step} steps that are done; the loader must stand behind them too. */
    public void resumeAt(long step) {
        next = step;
    }

    /**
     * Trains to the end or until {@link #requestStop}.
     *
     * @throws SampleException if a sample cannot be used; the hooks were ended, so that nothing learned is lost
     */
    public void run() throws IOException, InterruptedException {
        for (TrainHook<S> hook : hooks) {
            hook.onTrainingBegin(this);
        }
        try {
            while (next < settings.steps() && !stop) {
                long start = System.nanoTime();
                double waited = loader.waitedSeconds();
                BatchLoader.Batch<S> batch = loader.next();
                StepRecord record = step(batch.samples(), start, loader.waitedSeconds() - waited);
                loaderState = batch.after();
                next++;
                for (TrainHook<S> hook : hooks) {
                    hook.onTrainingBatch(this, record);
                }
            }
        } catch (SampleException e) { // between steps: what was learned is whole
            end(e);
            throw e;
        }
        Exception failure = end(null);
        if (failure instanceof IOException io) {
            throw io;
        }
        if (failure instanceof RuntimeException runtime) {
            throw runtime;
        }
    }

    /** Ends every hook, the last first as scopes do, whatever happens to the others; returns the first failure. */
    private @Nullable Exception end(@Nullable Exception earlier) {
        Exception failure = earlier;
        for (int i = hooks.size() - 1; i >= 0; i--) {
            try {
                hooks.get(i).onTrainingEnd(this);
            } catch (IOException | RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        return failure;
    }

    private StepRecord step(List<S> samples, long start, double dataSeconds) throws IOException {
        double rate = settings.learningRate() * settings.schedule().factor(next, settings.steps());
        double scale = scaler == null ? 1 : scaler.scale();
        try (StepRunner.Result<S> result = runner.run(next, samples, scale, losses -> {
            if (!losses.values().stream().allMatch(Double::isFinite)) {
                throw new NonFiniteLossException(culprit(losses, samples));
            }
        })) {
            double norm = Double.NaN;
            boolean accepted = true;
            if (scaler != null) {
                Gradients.scale(result.gradients(), parameters, 1 / scale, manager);
            }
            if (scaler != null || settings.clipNorm() != null) {
                norm = Gradients.globalNorm(result.gradients(), parameters, manager);
            }
            if (scaler != null) {
                accepted = scaler.accept(Double.isFinite(norm));
            }
            if (accepted) {
                Double clipNorm = settings.clipNorm();
                if (clipNorm != null) {
                    Gradients.clip(result.gradients(), parameters, norm, clipNorm, manager);
                }
                optimizer.step(result.gradients(), rate);
                if (average != null) {
                    average.update();
                }
            }
            return record(result.losses(), result.scalars(), rate, norm, !accepted, start, dataSeconds);
        } catch (NonFiniteLossException | ArithmeticException e) {
            StepRecord record = record(Map.of(), Map.of(), rate, Double.NaN, true, start, dataSeconds);
            for (TrainHook<S> hook : hooks) {
                hook.onNonFinite(this, samples, record);
            }
            throw e instanceof NonFiniteLossException culprit
                    ? culprit
                    : new NonFiniteLossException("step " + next + " on " + names(samples) + ": " + e.getMessage());
        }
    }

    private StepRecord record(
            Map<String, Double> losses,
            Map<String, Double> scalars,
            double rate,
            double norm,
            boolean skipped,
            long start,
            double dataSeconds) {
        double total = losses.values().stream().mapToDouble(Double::doubleValue).sum();
        double seconds = (System.nanoTime() - start) * 1e-9;
        return new StepRecord(next, total, losses, scalars, rate, norm, skipped, seconds, dataSeconds);
    }

    private String culprit(Map<String, Double> losses, List<S> samples) {
        String bad = losses.entrySet().stream()
                .filter(loss -> !Double.isFinite(loss.getValue()))
                .map(loss -> loss.getKey() + " is " + loss.getValue())
                .collect(Collectors.joining(", "));
        return "step " + next + ": " + bad + " on " + names(samples)
                + "; lower the learning rate or set solver.clip_norm, and look at the saved batch";
    }

    private String names(List<S> samples) {
        return samples.stream().map(model::name).collect(Collectors.joining(", "));
    }

    /** Asks for an end after the step in work; safe from any thread, a shutdown hook included. */
    public void requestStop() {
        stop = true;
    }

    /** Whether an end was asked for. */
    public boolean stopRequested() {
        return stop;
    }

    /** Number of steps done. */
    public long done() {
        return next;
    }

    /** Whether all steps are done. */
    public boolean complete() {
        return next >= settings.steps();
    }

    public Settings settings() {
        return settings;
    }

    public TrainableModel<S> model() {
        return model;
    }

    public Optimizer optimizer() {
        return optimizer;
    }

    public BatchLoader<S> loader() {
        return loader;
    }

    /** The average of the weights, or null. */
    public @Nullable WeightAverage average() {
        return average;
    }

    /** The float16 loss scale, or null. */
    public @Nullable LossScaler scaler() {
        return scaler;
    }

    /** Where the sampler stands behind the last step, or null before the first. */
    public BatchSampler.@Nullable State loaderState() {
        return loaderState;
    }

    /** Goes on from a saved state of the sampler; it must have been given to the loader's sampler as well. */
    public void restoreLoaderState(BatchSampler.State state) {
        loaderState = state;
    }

    @Override
    public void close() {
        runner.close();
        manager.close();
    }
}

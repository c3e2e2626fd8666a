package org.mvit4j.train.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;

/**
 * Logs every so many steps: medians over the steps since, as the reference prints them, to {@code metrics.jsonl}, to a
 * TensorBoard file, and as a line for people; at the end the curves are drawn.
 */
public final class MetricsHook<S> implements TrainHook<S> {

    private static final double GIGA = 1e9;

    private final RunDirectory run;
    private final int period;
    private final Consumer<String> lines;
    private final Map<String, List<Double>> window = new LinkedHashMap<>();
    private @Nullable TensorBoardWriter events;
    private boolean failing;

    /**
     * @param period steps between lines
     * @param lines told of each line
     */
    public MetricsHook(RunDirectory run, int period, Consumer<String> lines) {
        this.run = run;
        this.period = period;
        this.lines = lines;
    }

    @Override
    public void onTrainingBegin(Trainer<S> trainer) throws IOException {
        run.metrics().truncate(trainer.done());
        events = new TensorBoardWriter(run.folder(), System.currentTimeMillis() / 1000.0, trainer.done());
    }

    @Override
    public void onTrainingBatch(Trainer<S> trainer, StepRecord step) {
        note("total_loss", step.total());
        step.losses().forEach(this::note);
        step.scalars().forEach(this::note);
        note("time", step.seconds());
        note("data_time", step.dataSeconds());
        if (!Double.isNaN(step.gradientNorm())) {
            note("grad_norm", step.gradientNorm());
        }
        boolean full = (step.step() + 1) % period == 0 || trainer.complete();
        if (full || trainer.stopRequested()) {
            Map<String, Double> medians = new LinkedHashMap<>();
            window.forEach((name, values) -> medians.put(name, median(values)));
            medians.put("lr", step.learningRate());
            medians.put("rss_gb", ProcessMemory.resident() / GIGA);
            double time = medians.getOrDefault("time", 0.0);
            double left = time * (trainer.settings().steps() - trainer.done());
            medians.put("eta_seconds", left);
            lines.accept(line(trainer, step, medians, left));
            if (full) { // where the run stops, the window goes into the checkpoint
                window.clear();
                write(step.step(), medians);
            }
        }
    }

    private void note(String name, double value) {
        window.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    /** Writes values that belong to a step, such as an evaluation. Without room for them the run goes on. */
    public void write(long step, Map<String, Double> values) {
        try {
            run.metrics().append(step, values);
            if (events != null) {
                events.write(System.currentTimeMillis() / 1000.0, step, values);
            }
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                lines.accept("no metrics from step " + (step + 1) + " on: " + e.getMessage());
            }
            failing = true;
        }
    }

    /** Whether a line of a step has one of the figures. */
    boolean has(long step, List<String> names) throws IOException {
        return run.metrics().read().stream()
                .anyMatch(line -> line.iteration() == step && names.stream().anyMatch(line.values()::containsKey));
    }

    /** Figures of the steps since the last line, by name. */
    Map<String, List<Double>> window() {
        return window;
    }

    /** Goes on with the figures of an earlier process. */
    public void restore(Map<String, List<Double>> earlier) {
        earlier.forEach((name, values) -> window.put(name, new ArrayList<>(values)));
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    }

    private String line(Trainer<S> trainer, StepRecord step, Map<String, Double> medians, double left) {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "step %d/%d  loss %.4f",
                trainer.done(),
                trainer.settings().steps(),
                medians.getOrDefault("total_loss", Double.NaN)));
        step.losses()
                .keySet()
                .forEach(name -> text.append(String.format(
                        Locale.ROOT,
                        "  %s %.3f",
                        name.startsWith("loss_") ? name.substring("loss_".length()) : name,
                        medians.getOrDefault(name, Double.NaN))));
        double time = medians.getOrDefault("time", 0.0);
        text.append(String.format(
                Locale.ROOT,
                "  lr %.3g  %.2f s/step (data %.0f %%)  eta %s  %.1f GB",
                step.learningRate(),
                time,
                time == 0 ? 0 : 100 * medians.getOrDefault("data_time", 0.0) / time,
                clock(left),
                ProcessMemory.resident() / GIGA));
        return text.toString();
    }

    private static String clock(double seconds) {
        long s = Math.round(seconds);
        return "%d:%02d:%02d".formatted(s / 3600, s / 60 % 60, s % 60);
    }

    @Override
    public void onTrainingEnd(Trainer<S> trainer) throws IOException {
        if (events != null) {
            events.close();
            events = null;
        }
        Curves.write(run.folder(), run.metrics().read());
    }
}

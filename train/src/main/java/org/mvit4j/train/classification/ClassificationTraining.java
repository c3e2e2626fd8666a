package org.mvit4j.train.classification;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.loader.BatchLoader;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.data.loader.EpochOrder;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.config.ConfigYaml;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.optim.AdamW;
import org.mvit4j.train.optim.Optimizer;
import org.mvit4j.train.optim.ParameterGroup;
import org.mvit4j.train.optim.Sgd;
import org.mvit4j.train.optim.WeightAverage;
import org.mvit4j.train.run.CheckpointHook;
import org.mvit4j.train.run.CheckpointStore;
import org.mvit4j.train.run.EvaluationHook;
import org.mvit4j.train.run.FrozenParameters;
import org.mvit4j.train.run.MetricsHook;
import org.mvit4j.train.run.RunDirectory;
import org.mvit4j.train.run.RunOptions;
import org.mvit4j.train.run.RunStart;
import org.mvit4j.train.run.Training;
import org.mvit4j.video.augment.TrainingClip;
import org.mvit4j.video.clip.VideoException;
import org.mvit4j.video.config.VideoConfig;
import org.mvit4j.video.data.ClipDataset;
import org.mvit4j.video.data.ClipSamples;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.eval.EvaluationOptions;
import org.mvit4j.video.model.VideoModel;

/** A training run of a video or picture classifier, put together from a configuration and options. */
public final class ClassificationTraining extends Training<List<TrainingClip>, ClassificationEvaluation> {

    private final ClassificationConfig config;
    private final ClassificationOptions options;
    private final RunOptions run;
    private final VideoModel model;
    private final Trainer<List<TrainingClip>> trainer;
    private final CheckpointStore store;
    private final @Nullable EvaluationHook<List<TrainingClip>, ClassificationEvaluation> evaluation;

    private ClassificationTraining(
            ClassificationConfig configured,
            ClassificationOptions options,
            RunDirectory directory,
            NDManager manager,
            List<TrainHook<List<TrainingClip>>> more)
            throws IOException {
        super(directory, manager);
        this.options = options;
        run = options.run();
        ClipDataset dataset = options.train();
        ClipDataset validation = options.validation();
        config = configured.withClasses(dataset.classNames().size());
        VideoConfig video = config.video(dataset.classNames());
        SolverConfig solver = config.solver();
        Engine.getEngine("PyTorch").setRandomSeed((int) run.seed());
        String yaml = config.toYaml();
        store = new CheckpointStore(
                directory.checkpoints(),
                solver.keepCheckpoints(),
                Map.of("format", "pt", VideoConfig.METADATA, video.toYaml()));
        Map<String, String> identity = identity();
        RunStart from = RunStart.of(
                directory, store, run.resume(), identity, options.start().file());
        model = config.model().build();
        if (config.randomStart() != null) {
            config.randomStart().prepare(model.block());
        }
        String start = (from.fresh() ? options.start() : StartWeights.random()).apply(model, manager);
        FrozenParameters.freeze(model.block(), run.frozen());
        Optimizer optimizer = optimizer(manager, model.block(), solver.optimizer());
        WeightAverage average =
                run.averageDecay() == null ? null : new WeightAverage(manager, model.block(), run.averageDecay());
        BatchSampler sampler = BatchSampler.of(
                EpochOrder.shuffled(dataset.size(), run.seed()), Math.min(solver.batchSize(), dataset.size()));
        from.restore(sampler);
        Consumer<String> log = run.log();
        BatchLoader<List<TrainingClip>> loader =
                new BatchLoader<>(new ClipSamples(dataset, config.train()), sampler, run.loading());
        long checkpointPeriod = solver.steps(solver.checkpointEpochs(), dataset.size());
        MetricsHook<List<TrainingClip>> metrics = new MetricsHook<>(directory, solver.logPeriod(), log);
        CheckpointHook<List<TrainingClip>> checkpoints = new CheckpointHook<>(
                store, metrics, (int) Math.min(Integer.MAX_VALUE, checkpointPeriod), identity, log);
        List<TrainHook<List<TrainingClip>>> hooks = new ArrayList<>(List.of(metrics, checkpoints));
        evaluation = validation == null || run.evaluate() == 0
                ? null
                : new EvaluationHook<>(
                        new ClassificationEvaluator(model, manager, validation, testOptions()),
                        solver.steps(solver.evalEpochs(), dataset.size()),
                        metrics,
                        store,
                        log);
        if (evaluation != null) {
            hooks.add(evaluation);
        }
        hooks.add(new ClipDump(
                directory.folder(), dataset.classNames(), config.train().normalization(), log));
        hooks.addAll(more);
        trainer = new Trainer<>(
                new ClassifierTrainable(model, dataset.classNames(), config.mixing()),
                optimizer,
                loader,
                settings(solver, dataset.size()),
                average,
                null,
                hooks);
        String resumed = from.restore(trainer, metrics);
        log.accept(dataset.size() + " videos, " + dataset.classNames().size() + " classes; "
                + (resumed.isEmpty() ? start : resumed));
        directory.describe(yaml, environment());
    }

    /**
     * Opens model and run directory.
     *
     * @param hooks more of them, behind those of the run directory
     */
    public static ClassificationTraining open(
            ClassificationConfig config, ClassificationOptions options, List<TrainHook<List<TrainingClip>>> hooks)
            throws IOException {
        requireSameClasses(options.train(), options.validation());
        RunOptions run = options.run();
        RunDirectory directory = RunDirectory.open(run.out(), run.resume());
        NDManager manager = Torch.newManager(run.devices().get(0));
        try {
            return new ClassificationTraining(config, options, directory, manager, hooks);
        } catch (IOException | RuntimeException e) {
            manager.close();
            directory.close();
            throw e;
        }
    }

    private static void requireSameClasses(ClipDataset train, @Nullable ClipDataset validation) throws VideoException {
        if (validation != null && !validation.classNames().equals(train.classNames())) {
            throw new VideoException(
                    "the validation split",
                    "has other classes than the training split",
                    "give both splits the same classes in the same order");
        }
    }

    private EvaluationOptions testOptions() {
        return EvaluationOptions.of(config.test())
                .withVideos(run.evaluate())
                .withThreads(run.threads())
                .withBroken(!run.skipBroken(), line -> run.log().accept("left out of the test: " + line));
    }

    private static Optimizer optimizer(NDManager manager, NamedBlock block, SolverConfig.OptimizerConfig o) {
        List<ParameterGroup> groups = ParameterGroups.of(block, o);
        return switch (o.algorithm()) {
            case ADAMW ->
                new AdamW(
                        manager,
                        groups,
                        new AdamW.Settings(o.betas().get(0), o.betas().get(1), o.eps()));
            case SGD -> new Sgd(manager, groups, o.betas().get(0), o.nesterov());
        };
    }

    private Trainer.Settings settings(SolverConfig solver, int videos) {
        return new Trainer.Settings(
                solver.steps(solver.epochs(), videos),
                solver.optimizer().lr(),
                solver.toSchedule(),
                solver.clipNorm(),
                run.microBatch(),
                run.devices(),
                options.recompute(),
                run.seed());
    }

    /** What must not change between a run and its continuation: the configuration, options, and the data. */
    private Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>(ConfigYaml.flat(config));
        ClipDataset dataset = options.train();
        CRC32C labels = new CRC32C();
        for (int i = 0; i < dataset.size(); i++) {
            labels.update(dataset.label(i));
        }
        identity.put("the number of videos", Integer.toString(dataset.size()));
        identity.put("the classes", dataset.classNames().toString());
        identity.put("the checksum of the labels", "%08x".formatted(labels.getValue()));
        identity.putAll(run.identity());
        return identity;
    }

    private Map<String, Object> environment() {
        Map<String, Object> environment =
                RunDirectory.environment(run, options.start().file());
        environment.put("videos", options.train().size());
        environment.put("classes", options.train().classNames());
        return environment;
    }

    /** The configuration with the number of classes of the data set. */
    public ClassificationConfig config() {
        return config;
    }

    /** The model in training. */
    public VideoModel model() {
        return model;
    }

    @Override
    public Trainer<List<TrainingClip>> trainer() {
        return trainer;
    }

    @Override
    public CheckpointStore checkpoints() {
        return store;
    }

    @Override
    protected @Nullable EvaluationHook<List<TrainingClip>, ClassificationEvaluation> evaluation() {
        return evaluation;
    }
}

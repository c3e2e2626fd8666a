package org.mvit4j.train.detection;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.data.augment.AnnotationMapper;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.data.coco.CocoFolder;
import org.mvit4j.data.coco.CocoInstances;
import org.mvit4j.data.coco.DatasetException;
import org.mvit4j.data.coco.DetectionSamples;
import org.mvit4j.data.loader.BatchLoader;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.data.loader.EpochOrder;
import org.mvit4j.data.loader.RepeatFactors;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detector;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.config.ModelConfig;
import org.mvit4j.maskrcnn.config.SolverConfig;
import org.mvit4j.maskrcnn.config.VitConfig;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.config.ConfigYaml;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.train.optim.AdamW;
import org.mvit4j.train.optim.LayerDecay;
import org.mvit4j.train.optim.Optimizer;
import org.mvit4j.train.optim.ParameterGroup;
import org.mvit4j.train.optim.ParameterRules;
import org.mvit4j.train.optim.Schedule;
import org.mvit4j.train.optim.Sgd;
import org.mvit4j.train.optim.WeightAverage;
import org.mvit4j.train.run.CheckpointHook;
import org.mvit4j.train.run.CheckpointStore;
import org.mvit4j.train.run.EvaluationHook;
import org.mvit4j.train.run.FrozenParameters;
import org.mvit4j.train.run.MetricsHook;
import org.mvit4j.train.run.RunDirectory;
import org.mvit4j.train.run.RunException;
import org.mvit4j.train.run.RunOptions;
import org.mvit4j.train.run.RunStart;
import org.mvit4j.train.run.Training;

/** A training run of a detector, put together from a configuration and options. */
public final class DetectionTraining extends Training<TrainingSample, DetectionEvaluation> {

    private static final List<String> IDENTITY =
            List.of("model.", "input.", "solver.optimizer.", "solver.schedule.", "solver.batch_size");

    private final DetectorConfig config;
    private final Trainer<TrainingSample> trainer;
    private final Detector detector;
    private final CheckpointStore store;
    private final @Nullable EvaluationHook<TrainingSample, DetectionEvaluation> evaluation;
    private final @Nullable CocoInstances validation;

    private DetectionTraining(
            DetectorConfig config,
            TrainOptions options,
            CocoDataset dataset,
            CocoInstances instances,
            RunDirectory directory,
            NDManager manager,
            List<TrainHook<TrainingSample>> more)
            throws IOException {
        super(directory, manager);
        this.config = config;
        RunOptions run = options.run();
        SolverConfig solver = config.solver();
        Engine.getEngine("PyTorch").setRandomSeed((int) run.seed());
        String yaml = ConfigYaml.write(config);
        store = new CheckpointStore(
                directory.checkpoints(), solver.keepCheckpoints(), Map.of("format", "pt", "config", yaml));
        Map<String, String> identity = identity(config, options, dataset);
        RunStart from = RunStart.of(directory, store, run.resume(), identity, options.weights());
        GeneralizedRcnn model = GeneralizedRcnn.of(config.model());
        String start = "starts from random weights";
        if (options.weights() != null && from.fresh()) {
            start = StartWeights.load(model, manager, options.weights(), options.resetPredictors());
        } else {
            model.initialize(manager);
        }
        FrozenParameters.freeze(model, run.frozen());
        Optimizer optimizer = optimizer(manager, model, config);
        WeightAverage average =
                run.averageDecay() == null ? null : new WeightAverage(manager, model, run.averageDecay());
        BatchSampler sampler = sampler(config, instances, options);
        from.restore(sampler);
        Consumer<String> log = run.log();
        BatchLoader<TrainingSample> loader = new BatchLoader<>(samples(config, instances), sampler, run.loading());
        MetricsHook<TrainingSample> metrics = new MetricsHook<>(directory, solver.logPeriod(), log);
        CheckpointHook<TrainingSample> checkpoints =
                new CheckpointHook<>(store, metrics, solver.checkpointPeriod(), identity, log);
        detector = Detector.of(config, model, manager, DetectOptions.ALL);
        List<TrainHook<TrainingSample>> hooks = new ArrayList<>(List.of(metrics, checkpoints));
        validation = run.evaluate() == 0 ? null : options.firstImages() > 0 ? instances : validation(options);
        evaluation = validation == null
                ? null
                : new EvaluationHook<>(
                        new DetectionEvaluator(detector, validation, run.evaluate()),
                        solver.evalPeriod(),
                        metrics,
                        store,
                        log);
        if (evaluation != null) {
            hooks.add(evaluation);
        }
        hooks.add(new BatchDump(directory.folder(), log));
        hooks.addAll(more);
        trainer = new Trainer<>(
                new RcnnTrainable(config, model), optimizer, loader, settings(config, run), average, null, hooks);
        int flat = instances.flatObjects();
        if (flat > 0) {
            log.accept(flat + " objects have no area and teach nothing; mvit data check names them");
        }
        String resumed = from.restore(trainer, metrics);
        log.accept(instances.size() + " images, " + instances.classNames().size() + " classes; "
                + (resumed.isEmpty() ? start : resumed));
        directory.describe(yaml, environment(options, instances));
    }

    /**
     * Opens data, model and run directory.
     *
     * @param hooks more of them, behind those of the run directory
     */
    public static DetectionTraining open(
            DetectorConfig config, TrainOptions options, List<TrainHook<TrainingSample>> hooks) throws IOException {
        RunOptions run = options.run();
        CocoFolder folder = CocoFolder.locate(options.data(), "train");
        CocoDataset dataset = CocoDataset.read(folder.annotations());
        CocoInstances all = CocoInstances.forTraining(dataset, folder);
        CocoInstances instances = options.firstImages() > 0 ? all.first(options.firstImages()) : all;
        DetectorConfig own = withClasses(config, instances.classNames());
        if (own.solver().mixedPrecision() && run.devices().stream().anyMatch(device -> !device.isGpu())) {
            throw new RunException(
                    "solver.mixed_precision",
                    "float16 training needs a GPU, and the device is "
                            + run.devices().get(0),
                    "set solver.mixed_precision=false");
        }
        requireOutlines(own, instances);
        requirePictures(instances, run);
        RunDirectory directory = RunDirectory.open(run.out(), run.resume());
        NDManager manager = Torch.newManager(run.devices().get(0));
        try {
            return new DetectionTraining(own, options, dataset, instances, directory, manager, hooks);
        } catch (IOException | RuntimeException e) {
            manager.close();
            directory.close();
            throw e;
        }
    }

    private static DetectorConfig withClasses(DetectorConfig config, List<String> names) {
        ModelConfig m = config.model();
        ModelConfig model = new ModelConfig(
                m.pixels(),
                m.backbone(),
                m.neck(),
                m.anchors(),
                m.rpn(),
                m.roiHeads(),
                m.batchedNms(),
                names.size(),
                names,
                m.initWeights());
        return new DetectorConfig(model, config.input(), config.solver(), config.published());
    }

    private static void requireOutlines(DetectorConfig config, CocoInstances instances) {
        if (config.model().roiHeads().maskHead() == null) {
            return;
        }
        for (int i = 0; i < instances.size(); i++) {
            int[] bare = instances.withoutOutline(i);
            if (bare.length > 0) {
                throw new DatasetException(
                        instances.folder().annotations(),
                        "image " + instances.imageId(i) + " has an object of class "
                                + instances.classNames().get(bare[0]) + " without segmentation",
                        "add it, or train boxes alone with model.roi_heads.mask_head=null");
            }
        }
    }

    /** Pictures that are not there are told of before the first step, not when their turn comes. */
    private static void requirePictures(CocoInstances instances, RunOptions run) {
        List<Path> missing = instances.missingFiles();
        if (missing.isEmpty()) {
            return;
        }
        if (run.skipBroken() && missing.size() < instances.size()) {
            run.log().accept(missing.size() + " pictures are missing, others are taken in their place");
            return;
        }
        throw new DatasetException(
                missing.get(0),
                "there is no such file" + (missing.size() == 1 ? "" : ", nor " + (missing.size() - 1) + " others"),
                "fetch it, take its image out of " + instances.folder().annotations() + ", or pass --skip-broken");
    }

    private static Optimizer optimizer(NDManager manager, GeneralizedRcnn model, DetectorConfig config) {
        List<ParameterGroup> groups = groups(model, config);
        SolverConfig.OptimizerConfig o = config.solver().optimizer();
        return switch (o.algorithm()) {
            case ADAMW ->
                new AdamW(
                        manager,
                        groups,
                        new AdamW.Settings(o.betas().get(0), o.betas().get(1), o.eps()));
            case SGD -> new Sgd(manager, groups, o.betas().get(0), false);
        };
    }

    /** A data set read and augmented as a configuration trains. */
    public static DetectionSamples samples(DetectorConfig config, CocoInstances instances) {
        return new DetectionSamples(
                instances,
                ConfiguredAugmentation.of(config.input().train().augmentations()),
                new AnnotationMapper(config.input().train().recomputeBoxes()),
                ConfiguredAugmentation.largestOutput(config.input().train().augmentations()));
    }

    /** The parameter groups of a configuration. */
    public static List<ParameterGroup> groups(GeneralizedRcnn model, DetectorConfig config) {
        SolverConfig.OptimizerConfig o = config.solver().optimizer();
        Double rate = o.layerDecay();
        int depth = config.model().backbone() instanceof VitConfig vit ? vit.depth() : 0;
        return new ParameterRules(
                        o.weightDecay(),
                        o.weightDecayNorm(),
                        o.noWeightDecay(),
                        rate == null || depth == 0 ? name -> 1 : new LayerDecay(rate, depth))
                .group(model);
    }

    /** The learning rate over time of a configuration. */
    public static Schedule schedule(SolverConfig.ScheduleConfig s) {
        Schedule schedule = switch (s.decay()) {
            case STEPS -> Schedule.multiStep(s.values(), s.milestones(), s.maxIter());
            case COSINE -> Schedule.cosine(s.endFactor());
            case LINEAR -> Schedule.linear(s.endFactor());
        };
        return schedule.withWarmup(s.warmupFactor(), s.warmupLength());
    }

    private static Trainer.Settings settings(DetectorConfig config, RunOptions run) {
        SolverConfig solver = config.solver();
        return new Trainer.Settings(
                solver.schedule().maxIter(),
                solver.optimizer().lr(),
                schedule(solver.schedule()),
                solver.clipNorm(),
                run.microBatch(),
                run.devices(),
                config.model().backbone().activationCheckpoint(),
                run.seed());
    }

    private static BatchSampler sampler(DetectorConfig config, CocoInstances instances, TrainOptions options) {
        Double threshold = options.repeatThreshold();
        long seed = options.run().seed();
        EpochOrder order = threshold == null
                ? EpochOrder.shuffled(instances.size(), seed)
                : EpochOrder.repeated(
                        RepeatFactors.of(
                                IntStream.range(0, instances.size())
                                        .mapToObj(instances::classes)
                                        .toList(),
                                instances.classNames().size(),
                                threshold),
                        seed);
        int batch = config.solver().batchSize();
        return config.input().train().aspectRatioGrouping()
                ? BatchSampler.grouped(order, batch, i -> instances.width(i) > instances.height(i) ? 0 : 1)
                : BatchSampler.of(order, batch);
    }

    private static CocoInstances validation(TrainOptions options) {
        CocoFolder folder = CocoFolder.locate(options.data(), "val");
        CocoInstances all = CocoInstances.forEvaluation(CocoDataset.read(folder.annotations()), folder);
        List<Path> missing = all.first(options.run().evaluate()).missingFiles();
        if (!missing.isEmpty()) {
            throw new DatasetException(
                    missing.get(0),
                    "there is no such file, and it is to be evaluated",
                    "fetch it, take its image out of " + folder.annotations() + ", or pass --evaluate 0");
        }
        return all;
    }

    /** What must not change between a run and its continuation: model, input, optimizer, options and data. */
    private static Map<String, String> identity(DetectorConfig config, TrainOptions options, CocoDataset dataset) {
        Map<String, String> identity = new LinkedHashMap<>();
        ConfigYaml.flat(config).forEach((name, value) -> {
            if (IDENTITY.stream().anyMatch(name::startsWith)) {
                identity.put(name, value);
            }
        });
        identity.put("the number of images", Integer.toString(dataset.images().size()));
        identity.put(
                "the number of annotations",
                Integer.toString(dataset.annotations().size()));
        identity.putAll(options.run().identity());
        if (options.repeatThreshold() != null) {
            identity.put("--repeat-threshold", options.repeatThreshold().toString());
        }
        return identity;
    }

    private static Map<String, Object> environment(TrainOptions options, CocoInstances instances) {
        Map<String, Object> environment = RunDirectory.environment(options.run(), options.weights());
        environment.put("data", options.data().toString());
        environment.put("images", instances.size());
        return environment;
    }

    /** The configuration with the classes of the data set. */
    public DetectorConfig config() {
        return config;
    }

    /** The detector over the model in training. */
    public Detector detector() {
        return detector;
    }

    @Override
    public Trainer<TrainingSample> trainer() {
        return trainer;
    }

    @Override
    public CheckpointStore checkpoints() {
        return store;
    }

    @Override
    protected @Nullable EvaluationHook<TrainingSample, DetectionEvaluation> evaluation() {
        return evaluation;
    }

    /** The images that are evaluated, or null. */
    public @Nullable CocoInstances validation() {
        return validation;
    }

    @Override
    public void close() throws IOException {
        detector.close();
        super.close();
    }
}

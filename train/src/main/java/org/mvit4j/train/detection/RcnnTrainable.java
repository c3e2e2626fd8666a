package org.mvit4j.train.detection;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.mvit4j.data.augment.BitMask;
import org.mvit4j.data.augment.Coordinates;
import org.mvit4j.data.augment.InstanceShape;
import org.mvit4j.data.augment.PolygonShape;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.DetectionPipeline;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.mask.PolygonMask;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.InstanceMask;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Timings;
import org.mvit4j.train.loop.StepLosses;
import org.mvit4j.train.loop.TrainableModel;

/** A detector as the loop sees it. */
public final class RcnnTrainable implements TrainableModel<TrainingSample> {

    private static final String FOREGROUND = "roi_head/num_fg_samples";
    private static final String BACKGROUND = "roi_head/num_bg_samples";
    private static final String STAGE = "_stage";

    private final GeneralizedRcnn model;
    private final DetectionPipeline pipeline;
    private final boolean masks;

    /** A model with values, of the configuration. */
    public RcnnTrainable(DetectorConfig config, GeneralizedRcnn model) {
        this.model = model;
        pipeline = new DetectionPipeline(config, config.model().namesOrNumbers(), model);
        masks = config.model().roiHeads().maskHead() != null;
    }

    @Override
    public GeneralizedRcnn block() {
        return model;
    }

    @Override
    public StepLosses losses(Pass pass, NDManager manager, List<TrainingSample> samples, RandomGenerator random) {
        List<RgbImage> images = samples.stream().map(TrainingSample::image).toList();
        NDArray batch;
        try (NDArray shared = pipeline.batch(manager, images)) {
            // the pipeline reuses its buffer, and the backward pass reads the pixels again
            batch = shared.duplicate();
        }
        Timings.mark("batch");
        TrainingReport report = model.losses(
                pass,
                batch,
                DetectionPipeline.sizes(images),
                samples.stream().map(this::truth).toList(),
                RandomSubset.uniform(random));
        return new StepLosses(report.losses(), report.scalars(), counts(report, samples.size()));
    }

    /** Numbers of terms: boxes for the losses of a stage, objects for masks; the RPN's loss goes by images. */
    private static Map<String, Double> counts(TrainingReport report, int images) {
        Map<String, Double> counts = new LinkedHashMap<>();
        for (String loss : report.losses().keySet()) {
            if (loss.equals("loss_mask")) {
                counts.put(loss, images * report.scalars().getOrDefault(FOREGROUND, 0.0));
            } else if (loss.startsWith("loss_cls") || loss.startsWith("loss_box_reg")) {
                int stage = loss.indexOf(STAGE);
                String number = stage < 0 ? "0" : loss.substring(stage + STAGE.length());
                String prefix = number.equals("0") ? "" : "stage" + number + "/";
                counts.put(
                        loss,
                        images
                                * (report.scalars().getOrDefault(prefix + FOREGROUND, 0.0)
                                        + report.scalars().getOrDefault(prefix + BACKGROUND, 0.0)));
            }
        }
        return counts;
    }

    private GroundTruth truth(TrainingSample sample) {
        return new GroundTruth(
                new Boxes(sample.boxes()),
                sample.classes(),
                masks ? sample.shapes().stream().map(RcnnTrainable::mask).toList() : List.of());
    }

    private static InstanceMask mask(InstanceShape shape) {
        if (shape instanceof PolygonShape polygons) {
            return PolygonMask.of(polygons.rings().stream().map(Coordinates::xy).toList());
        }
        if (shape instanceof BitMask bits) {
            return new org.mvit4j.maskrcnn.mask.BitMask(bits.bits(), bits.height(), bits.width());
        }
        throw new IllegalArgumentException("an object has no outline, but the model has a mask head");
    }

    @Override
    public String name(TrainingSample sample) {
        return "image " + sample.imageId();
    }
}

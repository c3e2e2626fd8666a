package org.mvit4j.maskrcnn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.mvit4j.fpn.PyramidBackbone;
import org.mvit4j.maskrcnn.config.ModelConfig;
import org.mvit4j.maskrcnn.heads.RoiHeads;
import org.mvit4j.maskrcnn.loss.TrainingReport;
import org.mvit4j.maskrcnn.matching.RandomSubset;
import org.mvit4j.maskrcnn.rpn.Rpn;
import org.mvit4j.maskrcnn.structures.GroundTruth;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.Proposals;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Timings;

/**
 * A detector in two steps: regions that may hold an object, then what they hold. Parameters: {@code backbone},
 * {@code proposal_generator}, {@code roi_heads}, named as in detectron2's checkpoints.
 *
 * <p>Input is a batch of normalised images in the top-left corners of equally large, zero-padded canvases, and their
 * true sizes, to which all boxes are clipped. A forward pass changes nothing in the model, so any number of threads
 * may detect with it.
 */
public final class GeneralizedRcnn extends NamedBlock {
    private final PyramidBackbone backbone;
    private final Rpn rpn;
    private final RoiHeads heads;

    /** Joins the parts. */
    public GeneralizedRcnn(PyramidBackbone backbone, Rpn rpn, RoiHeads heads) {
        this.backbone = child("backbone", backbone);
        this.rpn = child("proposal_generator", rpn);
        this.heads = child("roi_heads", heads);
    }

    /** Builds the detector that a configuration describes, without values. */
    public static GeneralizedRcnn of(ModelConfig config) {
        return new RcnnAssembly(config).build();
    }

    /**
     * Detects instances.
     *
     * @param images normalised and padded [N, 3, H, W], best with channels-last memory
     * @param sizes per image, its size without padding
     * @return per image, its instances in pixels of that size; {@link Instances#rescale} gives those of the original
     */
    public List<Instances> detect(Pass pass, NDArray images, List<ImageSize> sizes) {
        check(images, sizes);
        try (InferenceMode ignored = InferenceMode.enter()) {
            List<NDArray> features = backbone.forward(pass, images);
            Timings.mark("pyramid");
            try {
                List<Proposals> proposals = rpn.propose(pass, features, sizes);
                Timings.mark("rpn");
                return heads.detect(pass, features, proposals, sizes);
            } finally {
                features.forEach(NDArray::close);
            }
        }
    }

    /**
     * Losses of one training step. The arrays belong to the manager of {@code images}.
     *
     * @param images normalised and padded [N, 3, H, W]
     * @param sizes per image, its size without padding
     * @param truths per image, its annotations
     * @param subset which anchors and proposals the step looks at
     */
    public TrainingReport losses(
            Pass pass, NDArray images, List<ImageSize> sizes, List<GroundTruth> truths, RandomSubset subset) {
        check(images, sizes);
        List<NDArray> features = backbone.forward(pass, images);
        Timings.mark("pyramid");
        Rpn.Training proposals = rpn.train(pass, features, sizes, truths, subset);
        Timings.mark("rpn");
        TrainingReport report =
                proposals.report().and(heads.train(pass, features, proposals.proposals(), truths, sizes, subset));
        features.forEach(NDArray::close);
        return report;
    }

    private static void check(NDArray images, List<ImageSize> sizes) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4 || shape.get(1) != 3 || shape.get(0) != sizes.size()) {
            throw new IllegalArgumentException("a detector takes [" + sizes.size() + ", 3, H, W] for " + sizes.size()
                    + " image sizes and was given " + shape);
        }
        for (ImageSize size : sizes) {
            if (size.height() > shape.get(2) || size.width() > shape.get(3)) {
                throw new IllegalArgumentException("an image of " + size + " does not fit its canvas " + shape);
            }
        }
    }

    /** Images to pyramid. */
    public PyramidBackbone backbone() {
        return backbone;
    }

    /** Pyramid to proposals. */
    public Rpn rpn() {
        return rpn;
    }

    /** Proposals to instances. */
    public RoiHeads heads() {
        return heads;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        throw new UnsupportedOperationException("a detector takes image sizes: call detect or losses");
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException("the number of instances depends on the image");
    }
}

package org.mvit4j.detect.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.DetectionPipeline;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.ModelDirectory;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.structures.ImageSize;

/**
 * Pictures of some type to detections of some type. Pictures of different sizes form a batch by padding, so the batch
 * is made here and not by a {@code Batchifier}.
 */
final class DetectionTranslator<I, O> implements Translator<I, O> {

    private static final String ORIGINALS = "originals";
    private static final String RESIZED = "resized";

    /** Turns an input into pixels. */
    interface Decoder<I> {
        RgbImage decode(I input) throws IOException;
    }

    private final Decoder<I> decoder;
    private final Function<Detections, O> encoder;
    private final DetectOptions options;
    private @Nullable DetectionPipeline pipeline;

    DetectionTranslator(Decoder<I> decoder, Function<Detections, O> encoder, DetectOptions options) {
        this.decoder = decoder;
        this.encoder = encoder;
        this.options = options;
    }

    @Override
    public void prepare(TranslatorContext ctx) throws IOException {
        if (!(ctx.getBlock() instanceof DetectorBlock block)) {
            throw new IllegalArgumentException("this translator goes with blockFactory="
                    + DetectorBlockFactory.class.getName() + " in serving.properties");
        }
        ModelDirectory directory = ModelDirectory.open(ctx.getModel().getModelPath());
        DetectorConfig config = directory.config();
        List<String> names = directory.classNames();
        pipeline =
                new DetectionPipeline(config, names.isEmpty() ? config.model().namesOrNumbers() : names, block.model());
    }

    private DetectionPipeline pipeline() {
        if (pipeline == null) {
            throw new IllegalStateException("prepare was not called");
        }
        return pipeline;
    }

    @Override
    public NDList batchProcessInput(TranslatorContext ctx, List<I> inputs) throws IOException {
        List<RgbImage> originals = new ArrayList<>();
        for (I input : inputs) {
            originals.add(decoder.decode(input));
        }
        List<RgbImage> resized = pipeline().resize(originals);
        ctx.setAttachment(ORIGINALS, originals);
        ctx.setAttachment(RESIZED, resized);
        int[] sizes = new int[2 * resized.size()];
        for (int i = 0; i < resized.size(); i++) {
            sizes[2 * i] = resized.get(i).height();
            sizes[2 * i + 1] = resized.get(i).width();
        }
        NDArray images = pipeline().batch(ctx.getNDManager(), resized);
        return new NDList(images, ctx.getNDManager().create(sizes, new Shape(resized.size(), 2)));
    }

    @Override
    @SuppressWarnings("unchecked") // set in batchProcessInput
    public List<O> batchProcessOutput(TranslatorContext ctx, NDList outputs) {
        List<RgbImage> originals = (List<RgbImage>) ctx.getAttachment(ORIGINALS);
        List<ImageSize> sizes = DetectionPipeline.sizes((List<RgbImage>) ctx.getAttachment(RESIZED));
        return pipeline().detections(DetectorBlock.unpack(outputs, sizes), originals, options).stream()
                .map(encoder)
                .toList();
    }

    @Override
    public NDList processInput(TranslatorContext ctx, I input) throws IOException {
        return batchProcessInput(ctx, List.of(input));
    }

    @Override
    public O processOutput(TranslatorContext ctx, NDList outputs) {
        return batchProcessOutput(ctx, outputs).get(0);
    }

    /** Not used for batching; without one DJL would predict the inputs of a batch one by one. */
    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }
}

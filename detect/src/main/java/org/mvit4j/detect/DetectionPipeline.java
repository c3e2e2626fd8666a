package org.mvit4j.detect;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.mvit4j.data.batch.ImageBatch;
import org.mvit4j.data.batch.Layout;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.data.batch.Padding;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.transform.ResizeShortestEdge;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.maskrcnn.config.NeckConfig;
import org.mvit4j.maskrcnn.config.PixelConfig;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.maskrcnn.structures.SoftMasks;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Timings;

/** Pixels to detections: the one path that the API, the command line, DJL's adapters and evaluation share. */
public final class DetectionPipeline {

    /** Network input of the current thread, reused: a new direct buffer per picture would outrun the collector. */
    private static final ThreadLocal<ByteBuffer> INPUT = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

    private final GeneralizedRcnn model;
    private final List<String> classNames;
    private final ResizeShortestEdge resize;
    private final Normalization normalization;
    private final Padding padding;

    public DetectionPipeline(DetectorConfig config, List<String> classNames, GeneralizedRcnn model) {
        this.model = model;
        this.classNames = classNames;
        var test = config.input().test();
        resize = new ResizeShortestEdge(test.shortSide(), test.maxSide());
        PixelConfig pixels = config.model().pixels();
        normalization = new Normalization(
                floats(pixels.mean()), floats(pixels.std()), 1, pixels.format() == PixelConfig.Format.BGR);
        NeckConfig neck = config.model().neck();
        padding = new Padding(neck.sizeDivisibility(), neck.squarePad());
    }

    private static float[] floats(List<Double> values) {
        float[] floats = new float[values.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = values.get(i).floatValue();
        }
        return floats;
    }

    /** Runs the network on pictures of any sizes; everything it makes on the way belongs to {@code scope}. */
    public List<Detections> run(NDManager scope, List<RgbImage> images, DetectOptions options) {
        List<RgbImage> resized = resize(images);
        NDArray batch = batch(scope, resized);
        Timings.mark("resize, normalise");
        List<Instances> found = model.detect(Pass.inference(scope), batch, sizes(resized));
        List<Detections> detections = detections(found, images, options);
        Timings.mark("paste");
        return detections;
    }

    /** Resizes pictures as the configuration says for testing. */
    public List<RgbImage> resize(List<RgbImage> images) {
        return images.stream().map(resize::apply).toList();
    }

    /** Brings what the network found in resized pictures into pixels of the originals. */
    public List<Detections> detections(List<Instances> found, List<RgbImage> originals, DetectOptions options) {
        List<Detections> results = new ArrayList<>(found.size());
        for (int i = 0; i < found.size(); i++) {
            results.add(detections(found.get(i), originals.get(i), options));
        }
        return results;
    }

    /** Returns the network input [B, 3, H, W] of resized pictures, a view whose memory is in N, H, W, C order. */
    public NDArray batch(NDManager scope, List<RgbImage> resized) {
        org.mvit4j.data.image.ImageSize canvas =
                padding.outputSize(resized.stream().map(RgbImage::size).toList());
        int bytes = Math.toIntExact(Math.multiplyExact(12L * resized.size(), canvas.pixels()));
        ByteBuffer buffer = INPUT.get();
        if (buffer.capacity() < bytes) {
            buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
            INPUT.set(buffer);
        }
        buffer.clear().limit(bytes);
        ImageBatch.into(buffer.asFloatBuffer(), resized, normalization, padding, Layout.NHWC);
        Shape shape = new Shape(resized.size(), canvas.height(), canvas.width(), 3);
        return scope.create(buffer, shape, DataType.FLOAT32).transpose(0, 3, 1, 2);
    }

    /** Returns the sizes of pictures as the network's heads take them. */
    public static List<ImageSize> sizes(List<RgbImage> images) {
        return images.stream()
                .map(image -> new ImageSize(image.height(), image.width()))
                .toList();
    }

    private Detections detections(Instances resized, RgbImage original, DetectOptions options) {
        ImageSize size = new ImageSize(original.height(), original.width());
        Instances found = resized.rescale(size);
        int[] kept = IntStream.range(0, found.count())
                .filter(i -> found.scores()[i] >= options.scoreThreshold())
                .limit(options.topK())
                .toArray();
        List<Detection> items = Arrays.stream(kept)
                .parallel()
                .mapToObj(i -> detection(found, i, size, options.masks()))
                .toList();
        return new Detections(original.width(), original.height(), items);
    }

    private static SoftMask softMask(SoftMasks masks, int i) {
        return new SoftMask(masks.side(), Arrays.copyOfRange(masks.values(), masks.offset(i), masks.offset(i + 1)));
    }

    private Detection detection(Instances found, int i, ImageSize size, boolean paste) {
        float[] box = Arrays.copyOfRange(found.boxes().xyxy(), 4 * i, 4 * i + 4);
        SoftMasks masks = found.masks();
        SoftMask mask = masks == null ? null : softMask(masks, i);
        int index = found.classes()[i];
        return new Detection(
                box,
                index,
                classNames.get(index),
                found.scores()[i],
                mask,
                mask == null || !paste ? null : mask.paste(box, size.height(), size.width()));
    }
}

package org.mvit4j.detect.djl;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.detect.DetectOptions;
import org.mvit4j.detect.Detections;
import org.mvit4j.detect.DetectionsJson;

/**
 * Makes translators from {@code Image}, {@code Path}, {@code InputStream}, {@code byte[]} or serving {@code Input} to
 * {@code DetectedObjects}, our {@link Detections} or serving {@code Output} (JSON with run-length masks).
 *
 * <p>Arguments: {@code threshold} (0.05) and {@code topK} (100). A DJL {@code Image} has lost its EXIF orientation;
 * the other inputs are turned as the picture asks.
 */
public final class DetectionTranslatorFactory implements TranslatorFactory, Serializable {

    private static final long serialVersionUID = 1;

    private static final Map<Type, DetectionTranslator.Decoder<Object>> DECODERS = decoders();
    private static final Map<Type, Function<Detections, Object>> ENCODERS = Map.of(
            DetectedObjects.class, Detections::toDetectedObjects,
            Detections.class, detections -> detections,
            Output.class, DetectionTranslatorFactory::output);

    private static Map<Type, DetectionTranslator.Decoder<Object>> decoders() {
        Map<Type, DetectionTranslator.Decoder<Object>> decoders = new LinkedHashMap<>();
        ImageReader reader = ImageReader.standard();
        decoders.put(Image.class, image -> pixels((Image) image));
        decoders.put(Path.class, file -> reader.read((Path) file));
        decoders.put(InputStream.class, in -> reader.read((InputStream) in, "stream"));
        decoders.put(byte[].class, bytes -> reader.read((byte[]) bytes));
        decoders.put(Input.class, input -> body((Input) input, reader));
        return decoders;
    }

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        Set<Pair<Type, Type>> types = new HashSet<>();
        DECODERS.keySet().forEach(input -> ENCODERS.keySet().forEach(output -> types.add(new Pair<>(input, output))));
        return types;
    }

    @Override
    @SuppressWarnings("unchecked") // each entry of the two tables makes what its key says
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        DetectionTranslator.Decoder<Object> decoder = DECODERS.get(input);
        Function<Detections, Object> encoder = ENCODERS.get(output);
        if (decoder == null || encoder == null) {
            throw new TranslateException("no translator from " + input.getName() + " to " + output.getName()
                    + "; inputs are " + DECODERS.keySet() + ", outputs " + ENCODERS.keySet());
        }
        DetectOptions options =
                new DetectOptions(number(arguments, "threshold", 0.05), (int) number(arguments, "topK", 100), true);
        return (Translator<I, O>) new DetectionTranslator<>(decoder, encoder, options);
    }

    private static double number(Map<String, ?> arguments, String key, double otherwise) throws TranslateException {
        Object value = arguments.get(key);
        try {
            return value == null ? otherwise : Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw new TranslateException("argument " + key + "=" + value + " is not a number", e);
        }
    }

    private static RgbImage pixels(Image image) {
        if (image.getWrappedImage() instanceof BufferedImage buffered) {
            return ImageReader.of(buffered);
        }
        try (NDManager manager = NDManager.newBaseManager();
                NDArray array = image.toNDArray(manager)) {
            return new RgbImage(image.getWidth(), image.getHeight(), array.toByteArray());
        }
    }

    private static RgbImage body(Input input, ImageReader reader) throws IOException {
        BytesSupplier data = input.getData();
        if (data == null) {
            throw new IOException("the request has no body; send the bytes of one picture");
        }
        return reader.read(data.getAsBytes(), "request body");
    }

    private static Output output(Detections detections) {
        Output output = new Output();
        output.add(DetectionsJson.write(detections));
        output.addProperty("Content-Type", "application/json");
        return output;
    }
}

package org.mvit4j.video.verify;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.LoadOptions;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.model.VideoModel;

/** A model of a case with the weights that the case lists, on a device. */
final class CaseModel implements AutoCloseable {

    private final NDManager manager;
    private final VideoModel model;
    private final boolean training;

    /**
     * Loads through the name filter of the family that the names show, strictly.
     *
     * @param name path of the case, for messages
     * @param params name, shape and base value of each tensor, in the order of their numbers
     * @param amp amplitude of the values
     * @param training whether logits come from the path with gradients
     */
    CaseModel(String name, VideoModel model, JsonNode params, double amp, Device device, boolean training) {
        this.model = model;
        this.training = training;
        manager = Torch.newManager(device);
        try {
            Weights.load(model.block(), manager, tensors("case " + name, params, amp), LoadOptions.strict());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    private static StateDict tensors(String origin, JsonNode params, double amp) {
        List<StoredTensor> tensors = new ArrayList<>();
        for (int k = 0; k < params.size(); k++) {
            JsonNode param = params.get(k);
            long[] shape = longs(param.required(1));
            int number = k;
            double base = param.required(2).asDouble();
            Supplier<float[]> values = () -> CaseWeights.values(number, new Shape(shape).size(), base, amp);
            tensors.add(StoredTensor.computed(origin, param.required(0).asText(), shape, values));
        }
        return CheckpointFamily.toReference(StateDict.of(origin, tensors));
    }

    /** The input of a case, of any layout. */
    NDArray input(long[] shape) {
        float[] values = CaseWeights.values(CaseWeights.INPUT, new Shape(shape).size(), 0, CaseWeights.INPUT_AMP);
        return manager.create(values, new Shape(shape));
    }

    NDArray logits(NDArray clips) {
        if (training) {
            return model.logits(Pass.training(manager), clips);
        }
        try (InferenceMode ignored = InferenceMode.enter()) {
            return model.logits(Pass.inference(manager), clips);
        }
    }

    @Override
    public void close() {
        manager.close();
    }

    /** The largest deviation, infinite when the shapes differ or a value is not a number. */
    static double difference(float[] values, long[] shape, JsonNode golden) {
        JsonNode expected = golden.required("values");
        if (!Arrays.equals(shape, longs(golden.required("shape"))) || values.length != expected.size()) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        for (int i = 0; i < values.length; i++) {
            double d = Math.abs(values[i] - expected.get(i).asDouble());
            difference = Double.isNaN(d) ? Double.POSITIVE_INFINITY : Math.max(difference, d);
        }
        return difference;
    }

    static long[] longs(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .toArray();
    }

    /** The shape of a listed tensor, or null. */
    static long @Nullable [] shape(JsonNode params, String name) {
        for (JsonNode param : params) {
            if (param.required(0).asText().equals(name)) {
                return longs(param.required(1));
            }
        }
        return null;
    }

    /** The shape of a listed tensor. */
    static long[] requiredShape(JsonNode params, String name) {
        long[] shape = shape(params, name);
        if (shape == null) {
            throw new IllegalArgumentException("lists no parameter " + name);
        }
        return shape;
    }
}

package org.mvit4j.video.verify;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mvit4j.nn.InferenceMode;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.CheckpointFamily;
import org.mvit4j.nn.checkpoint.CheckpointFormat;
import org.mvit4j.nn.checkpoint.CheckpointSummary;
import org.mvit4j.nn.checkpoint.StateDict;
import org.mvit4j.nn.checkpoint.StoredTensor;
import org.mvit4j.video.model.ViViT;
import org.mvit4j.video.model.VideoModel;
import org.mvit4j.video.zoo.VideoModels;

/** ViViT from the files that scenic writes. */
class FlaxFileTest {
    @TempDir
    Path folder;

    private static JsonNode cases() throws IOException {
        try (InputStream in = FlaxFileTest.class.getResourceAsStream("/org/mvit4j/video/cases.json")) {
            return new ObjectMapper().readTree(in).required("vivit");
        }
    }

    static Stream<String> names() throws IOException {
        Iterable<String> names = cases()::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }

    private static StateDict weights(JsonNode params) {
        List<StoredTensor> tensors = new ArrayList<>();
        for (int k = 0; k < params.size(); k++) {
            JsonNode param = params.get(k);
            int number = k;
            long[] shape = CaseModel.longs(param.required(1));
            tensors.add(StoredTensor.computed(
                    "case",
                    param.required(0).asText(),
                    shape,
                    () -> CaseWeights.values(
                            number, new Shape(shape).size(), param.required(2).asDouble(), 1.2)));
        }
        return StateDict.of("case", tensors);
    }

    private Path file(StateDict weights) throws IOException {
        return Files.write(folder.resolve("checkpoint"), FlaxBytes.trainState(weights));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theFileHoldsWhatTheCaseLists(String name) throws IOException {
        StateDict weights = weights(cases().required(name).required("params"));
        try (Checkpoint checkpoint = Checkpoint.open(file(weights))) {
            assertThat(checkpoint.format()).isEqualTo(CheckpointFormat.FLAX_MSGPACK);
            assertThat(checkpoint.location()).isEqualTo("optimizer/target");
            assertThat(checkpoint.metadata()).containsEntry("global_step", "30000");
            StateDict expected = CheckpointFamily.toReference(weights);
            StateDict found = CheckpointFamily.toReference(checkpoint.stateDict());
            assertThat(found.names()).containsExactlyInAnyOrderElementsOf(expected.names());
            for (StoredTensor tensor : expected) {
                assertThat(found.tensor(tensor.name()).shape()).containsExactly(tensor.shape());
                assertThat(found.tensor(tensor.name()).toFloats()).containsExactly(tensor.toFloats());
            }
        }
    }

    /** Four heads of six: no published width per head, so they must come from the axes of the file. */
    @Test
    void theFileAloneMakesTheModel() throws IOException {
        JsonNode node = squared(cases().required("M2_token").deepCopy());
        Path file = file(weights(node.required("params")));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(CheckpointSummary.of(checkpoint).model().sentence())
                    .isEqualTo("ViViT (24 wide, 2 blocks), factorised encoder, 5 classes, 8 frames, class token");
        }
        ViViT expected = new ViViT(ViViTCase.config(node));
        try (CaseModel known = new CaseModel("case", expected, node.required("params"), 1.2, Device.cpu(), false);
                NDManager manager = Torch.newManager(Device.cpu())) {
            VideoModel model = VideoModels.load(file, null, manager).model();
            assertThat(((ViViT) model).config()).isEqualTo(expected.config());
            NDArray clips = known.input(new long[] {2, 3, 8, 32, 32});
            try (InferenceMode ignored = InferenceMode.enter()) {
                assertThat(model.logits(Pass.inference(manager), clips).toFloatArray())
                        .containsExactly(known.logits(clips).toFloatArray());
            }
        }
    }

    /** The case for frames of two by two patches. */
    private static JsonNode squared(JsonNode node) {
        ((ArrayNode) node.required("input_shape_NTHWC")).set(3, 32);
        for (JsonNode param : node.required("params")) {
            if (param.required(0).asText().equals("SpatialTransformer/posembed_input/pos_embedding")) {
                ((ArrayNode) param.required(1)).set(1, 5);
            }
        }
        return node;
    }
}

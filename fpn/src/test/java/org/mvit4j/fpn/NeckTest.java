package org.mvit4j.fpn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.nn.ChannelNorm;
import org.mvit4j.nn.Layers;
import org.mvit4j.nn.Norm;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

class NeckTest {
    @ParameterizedTest
    @CsvSource({"fpn_nonorm,NONE,false", "fpn_LN,LN,false", "fpn_nonorm,NONE,true", "fpn_LN,LN,true"})
    void fpnEqualsTheReference(String file, Norm.Kind norm, boolean training) {
        JsonNode golden = Golden.read(file);
        try (NDManager manager = Torch.newManager()) {
            List<NDArray> features = Stream.of("scale2", "scale3", "scale4", "scale5")
                    .map(name -> Layers.channelsLast(
                            Golden.array(manager, golden.get("features").get(name)), training))
                    .toList();
            int[] channels = features.stream()
                    .mapToInt(map -> (int) map.getShape().get(1))
                    .toArray();
            var fpn = new Fpn(channels, new int[] {4, 8, 16, 32}, 3, norm);
            Golden.load(manager, fpn, golden.get("params"));
            Pass pass = training ? Pass.training(manager) : Pass.inference(manager);
            check(fpn, fpn.forward(pass, features), golden);
            assertThat(fpn.sizeDivisibility())
                    .isEqualTo(golden.get("size_divisibility").intValue());
            Shape[] shapes = features.stream().map(NDArray::getShape).toArray(Shape[]::new);
            assertThat(fpn.getOutputShapes(shapes)[4])
                    .isEqualTo(
                            Golden.array(manager, golden.get("out").get("p6")).getShape());
        }
    }

    @Test
    void simpleFeaturePyramidEqualsTheReference() {
        JsonNode golden = Golden.read("simple_feature_pyramid");
        try (NDManager manager = Torch.newManager()) {
            NDArray feature = Golden.array(manager, golden.get("feature"));
            var pyramid = new SimpleFeaturePyramid(8, 16, 3, Norm.Kind.LN);
            Golden.load(manager, pyramid, golden.get("params"));
            check(pyramid, pyramid.forward(Pass.inference(manager), List.of(feature)), golden);
            assertThat(pyramid.sizeDivisibility())
                    .isEqualTo(golden.get("size_divisibility_property").intValue());
        }
    }

    private static void check(Neck neck, List<NDArray> levels, JsonNode golden) {
        for (int i = 0; i < levels.size(); i++) {
            String name = "p" + (i + 2);
            Golden.assertClose(levels.get(i), golden.get("out").get(name), 5e-6);
            assertThat(neck.strides()[i])
                    .isEqualTo(golden.get("strides").get(name).intValue());
        }
        assertThat(levels).hasSize(golden.get("out").size());
    }

    @Test
    void channelNormEqualsTheReference() {
        JsonNode golden = Golden.read("layernorm2d");
        try (NDManager manager = Torch.newManager()) {
            var norm = new ChannelNorm(5);
            norm.initialize(manager);
            norm.namedParameters()
                    .forEach((name, p) -> p.getArray()
                            .set(Golden.array(manager, golden.get(name)).toFloatArray()));
            NDArray x = Golden.array(manager, golden.get("x"));
            Golden.assertClose(norm.forward(Pass.inference(manager), x), golden.get("y"), 2e-6);
        }
    }

    @Test
    void refusesMapsThatDoNotDouble() {
        try (NDManager manager = Torch.newManager()) {
            var fpn = new Fpn(new int[] {2, 2}, new int[] {4, 8}, 2, Norm.Kind.NONE);
            fpn.initialize(manager);
            List<NDArray> features = List.of(manager.ones(new Shape(1, 2, 5, 6)), manager.ones(new Shape(1, 2, 3, 3)));
            assertThatThrownBy(() -> fpn.forward(Pass.inference(manager), features))
                    .hasMessageContaining("multiple of the coarsest stride");
        }
        assertThatThrownBy(() -> new Fpn(new int[] {2, 2}, new int[] {4, 16}, 2, Norm.Kind.NONE))
                .hasMessageContaining("double");
    }
}

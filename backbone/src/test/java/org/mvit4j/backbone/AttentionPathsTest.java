package org.mvit4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/**
 * Inference adds the position bias as a mask, chunk by chunk, and overwrites its activations; training folds the bias
 * into the product. The two were written independently and must agree for every head width and odd size.
 */
class AttentionPathsTest {

    @ParameterizedTest
    @CsvSource({
        "144, 2, 64, 96",
        "192, 3, 160, 224",
        "16, 1, 224, 300",
        "16, 1, 300, 224",
        "10, 1, 33, 47",
        "96, 1, 256, 352"
    })
    void agree(int width, int heads, int height, int imageWidth) {
        MViT model = new MViT(MViTConfig.detection()
                .embedDim(width)
                .depth(5)
                .numHeads(heads)
                .lastBlockIndexes(List.of(0, 1, 2, 4))
                .build());
        try (NDManager manager = Torch.newManager()) {
            Weights.fillByRecipe(model, manager, "");
            Shape shape = new Shape(2, 3, height, imageWidth);
            NDArray images = manager.create(RecipeWeights.input("input", shape.getShape()), shape);
            Map<String, NDArray> inference = model.features(Pass.inference(manager), images);
            Map<String, NDArray> training = model.features(Pass.training(manager), images);
            assertThat(inference).hasSize(4);
            inference.forEach((name, map) -> {
                NDArray other = Objects.requireNonNull(training.get(name));
                assertThat(map.getShape()).isEqualTo(other.getShape());
                assertThat(map.sub(other).abs().max().getFloat()).as(name).isLessThan(2e-5f);
            });
        }
    }
}

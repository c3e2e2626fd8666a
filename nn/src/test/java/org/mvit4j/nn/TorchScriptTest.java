package org.mvit4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.Test;

class TorchScriptTest {

    private static final TorchScript SCRIPT = TorchScript.compile("""
            def scaled(x: Tensor, w: Tensor, p: Tensor) -> Tensor:
              n = annotate(List[int], p.tolist())
              parts = annotate(List[Tensor], [])
              for i in range(n[0]):
                parts.append(self.product(x, w))
              return torch.sum(torch.stack(parts), [0], False)

            def product(x: Tensor, w: Tensor) -> Tensor:
              return torch.mul(x, w)
            """);

    @Test
    void callsFunctionsWithTensorsAndIntegers() {
        try (NDManager manager = Torch.newManager()) {
            NDArray x = manager.create(new float[] {1, 2, 3});
            NDArray y = SCRIPT.call("scaled", false, new NDList(x, x), 3);
            assertThat(y.toFloatArray()).containsExactly(3, 12, 27);
            assertThat(y.getManager()).isSameAs(manager);
        }
    }

    @Test
    void gradientsFlowInTraining() {
        try (NDManager manager = Torch.newManager()) {
            NDArray x = manager.create(new float[] {1, 2, 3});
            NDArray w = manager.create(new float[] {4, 5, 6});
            w.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                collector.backward(
                        SCRIPT.call("scaled", true, new NDList(x, w), 2).sum());
            }
            assertThat(w.getGradient().toFloatArray()).containsExactly(2, 4, 6);
        }
    }
}

package org.mvit4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Segments with several inputs and outputs, side by side and one after the other, against plain differentiation. */
class RecomputeTest {

    private static final TorchScript SCRIPT = TorchScript.compile("""
            def cube(x: Tensor) -> Tensor:
              return torch.mul(torch.mul(x, x), x)

            def mix(x: Tensor, y: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
              z = torch.mul(torch.sin(x), y)
              return (z, torch.add(z, torch.mul(x, x)), torch.cos(y))

            """);

    private static NDArray cube(NDArray x) {
        return SCRIPT.call("cube", true, new NDList(x));
    }

    private static List<NDArray> mix(List<NDArray> inputs) {
        return List.copyOf(SCRIPT.run("mix", true, new NDList(inputs)));
    }

    /** Two leaves and a constant; the constant and one recorded array go into a segment whose outputs fan out. */
    private static List<float[]> gradients(NDManager parent, boolean recomputed) {
        try (NDManager manager = parent.newSubManager();
                Autograd.Recording ignored = Autograd.record();
                Recompute tape = new Recompute(manager)) {
            Pass pass =
                    new Pass(new ParameterStore(manager, false), Device.cpu(), true, recomputed ? tape : null, null);
            NDArray a = Autograd.leaf(manager.linspace(-1, 1, 6), manager);
            NDArray b = Autograd.leaf(manager.linspace(0.5f, 2, 6), manager);
            NDArray constant = manager.linspace(1, 3, 6);

            NDArray shared = cube(a);
            NDArray left = shared.mul(b);
            List<NDArray> mixed = pass.segment(List.of(shared, left), RecomputeTest::mix);
            left.close();
            shared.close();
            NDArray first = pass.segment(mixed.get(0), RecomputeTest::cube);
            NDArray again = pass.segment(first, RecomputeTest::cube);
            NDArray between = mixed.get(1).mul(b);
            List<NDArray> second = pass.segment(List.of(between, constant), RecomputeTest::mix);
            // the third output of the first segment and the first two of the second are not used
            NDArray total = again.add(mixed.get(0))
                    .add(second.get(2).mul(a))
                    .add(between)
                    .sum();
            mixed.forEach(NDArray::close);
            second.forEach(NDArray::close);
            first.close();
            if (recomputed) {
                tape.backward(total);
            } else {
                Autograd.backward(total);
            }
            List<float[]> found = new ArrayList<>();
            found.add(new float[] {total.getFloat()});
            for (NDArray leaf : List.of(a, b)) {
                found.add(
                        Objects.requireNonNull(Autograd.gradient(leaf, manager)).toFloatArray());
            }
            return found;
        }
    }

    @Test
    void gradientsAreThoseOfThePlainGraph() {
        try (NDManager manager = Torch.newManager()) {
            List<float[]> expected = gradients(manager, false);
            List<float[]> actual = gradients(manager, true);
            for (int i = 0; i < expected.size(); i++) {
                for (int j = 0; j < expected.get(i).length; j++) {
                    float tolerance = 2e-6f * Math.max(1, Math.abs(expected.get(i)[j]));
                    assertThat(actual.get(i)[j]).isCloseTo(expected.get(i)[j], within(tolerance));
                }
            }
        }
    }

    @Test
    void statisticsOfBatchNormFollowOnce() {
        try (NDManager manager = Torch.newManager()) {
            NDArray x = manager.randomNormal(0, 2, new Shape(4, 3, 5, 5), DataType.FLOAT32);
            List<float[]> expected = statistics(manager, x, false);
            List<float[]> actual = statistics(manager, x, true);
            assertThat(actual).hasSize(2);
            for (int i = 0; i < 2; i++) {
                assertThat(actual.get(i)).containsExactly(expected.get(i));
            }
        }
    }

    private static List<float[]> statistics(NDManager parent, NDArray x, boolean recomputed) {
        try (NDManager manager = parent.newSubManager();
                Autograd.Recording ignored = Autograd.record();
                Recompute tape = new Recompute(manager)) {
            Conv2d conv = Conv2d.builder(3, 3, 1).optNorm(Norm.Kind.BN).build();
            Weights.fillByRecipe(conv, manager, "");
            Pass pass =
                    new Pass(new ParameterStore(manager, false), Device.cpu(), true, recomputed ? tape : null, null);
            NDArray y = pass.segment(x, in -> conv.forward(pass, in));
            tape.backward(y.mul(y).sum());
            return conv.namedParameters().entrySet().stream()
                    .filter(entry -> entry.getKey().contains("running"))
                    .map(entry -> entry.getValue().getArray().toFloatArray())
                    .toList();
        }
    }
}

package org.mvit4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class NamedBlockTest {

    @Test
    void namesFollowTheReferenceAndNotDjl() {
        Conv2d conv =
                Conv2d.builder(3, 4, 3).optNorm(Norm.Kind.BN).optRelu(true).build();
        assertThat(conv.namedParameters().keySet())
                .containsExactly("weight", "norm.weight", "norm.bias", "norm.running_mean", "norm.running_var");
        assertThat(Conv2d.builder(3, 4, 3).build().namedParameters().keySet()).containsExactly("weight", "bias");
    }

    @Test
    void aConvolutionWithNormAndActivationRuns() {
        Conv2d conv = Conv2d.builder(3, 4, 3)
                .optNorm(Norm.Kind.LN)
                .optRelu(true)
                .optStride(2)
                .build();
        try (NDManager manager = Torch.newManager()) {
            conv.initialize(manager);
            NDArray x = manager.randomNormal(new Shape(2, 3, 9, 7));
            NDArray y = conv.forward(Pass.inference(manager), x);
            assertThat(y.getShape()).isEqualTo(conv.getOutputShapes(new Shape[] {x.getShape()})[0]);
            assertThat(y.min().getFloat()).isZero();
        }
    }
}

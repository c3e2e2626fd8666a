package org.mvit4j.nn.checkpoint;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * ViViT as scenic's Flax tree names and lays it out: paths with slashes, kernels with the input before the output,
 * convolutions with the channels last, heads as an axis of their own.
 */
final class VivitScenicFilter implements NameFilter {
    private static final RegexRenames TO_REFERENCE = new RegexRenames()
            .rule("embedding/(.+)", "patch_embed.proj/$1")
            .rule("output_projection/(.+)", "head/$1")
            .rule("cls", "cls_token")
            .rule("cls_SpatialTransformer", "spatial.cls_token")
            .rule("cls_TemporalTransformer", "temporal.cls_token")
            .rule("Transformer/(.+)", "$1")
            .rule("SpatialTransformer/(.+)", "spatial.$1")
            .rule("TemporalTransformer/(.+)", "temporal.$1");
    private static final RegexRenames INSIDE = new RegexRenames()
            .rule("(.*)posembed_input/pos_embedding", "$1pos_embed")
            .rule("(.*)encoder_norm/(.+)", "$1norm/$2")
            .rule("(.*)encoderblock_(\\d+)/LayerNorm_0/(.+)", "$1blocks.$2.norm1/$3")
            .rule("(.*)encoderblock_(\\d+)/LayerNorm_1/(.+)", "$1blocks.$2.norm2/$3")
            .rule("(.*)encoderblock_(\\d+)/LayerNorm_(space|time|mlp)/(.+)", "$1blocks.$2.norm_$3/$4")
            .rule("(.*)encoderblock_(\\d+)/MlpBlock(?:_0)?/Dense_0/(.+)", "$1blocks.$2.mlp.fc1/$3")
            .rule("(.*)encoderblock_(\\d+)/MlpBlock(?:_0)?/Dense_1/(.+)", "$1blocks.$2.mlp.fc2/$3")
            .rule("(.*)encoderblock_(\\d+)/MultiHeadDotProductAttention_0/(.+)", "$1blocks.$2.attn.$3")
            .rule("(.*)encoderblock_(\\d+)/MultiHeadDotProductAttention_(space|time)/(.+)", "$1blocks.$2.attn_$3.$4");

    @Override
    public StateDict toReference(StateDict file) {
        return FusedProjection.join(file.map(VivitScenicFilter::convert));
    }

    /** Heads are an axis of the Flax tree that the reference names do not carry, so there is no way back. */
    @Override
    public StateDict fromReference(StateDict reference) {
        throw new CheckpointException(
                reference.origin(), "cannot become a Flax tree", "write safetensors under the reference names");
    }

    private static StoredTensor convert(StoredTensor tensor) {
        String path = INSIDE.apply(TO_REFERENCE.apply(tensor.name()));
        int slash = path.lastIndexOf('/');
        if (slash < 0) {
            return tensor.named(path);
        }
        String block = path.substring(0, slash);
        String leaf = path.substring(slash + 1);
        String name = block + (leaf.equals("bias") ? ".bias" : ".weight");
        long[] shape = tensor.shape();
        String part = part(block);
        if (part != null) {
            String joined = block.substring(0, block.lastIndexOf('.')) + ".qkv" + name.substring(block.length()) + part;
            return leaf.equals("bias")
                    ? tensor.shaped(tensor.elementCount()).named(joined)
                    : linear(tensor, joined, shape[0], shape[1] * shape[2]);
        }
        if (block.endsWith(".out")) {
            name = block.substring(0, block.length() - 4) + ".proj" + name.substring(block.length());
            return leaf.equals("bias") ? tensor.named(name) : linear(tensor, name, shape[0] * shape[1], shape[2]);
        }
        if (!leaf.equals("kernel")) {
            return tensor.named(name);
        }
        return switch (shape.length) {
            case 2 -> linear(tensor, name, shape[0], shape[1]);
            case 4 -> permuted(tensor, name, 3, 2, 0, 1);
            case 5 -> permuted(tensor, name, 4, 3, 0, 1, 2);
            default -> tensor.named(name);
        };
    }

    private static @Nullable String part(String block) {
        return switch (block.substring(block.lastIndexOf('.') + 1)) {
            case "query" -> "@0";
            case "key" -> "@1";
            case "value" -> "@2";
            default -> null;
        };
    }

    private static StoredTensor linear(StoredTensor kernel, String name, long in, long out) {
        return permuted(kernel.shaped(in, out), name, 1, 0);
    }

    /** The tensor with its axes in another order: axis {@code i} of the result is {@code axes[i]} of the source. */
    static StoredTensor permuted(StoredTensor source, String name, int... axes) {
        long[] shape = source.shape();
        long[] strides = Shape.strides(shape, false);
        long[] newShape = Arrays.stream(axes).mapToLong(axis -> shape[axis]).toArray();
        long[] steps = Arrays.stream(axes).mapToLong(axis -> strides[axis]).toArray();
        return StoredTensor.computed(source.origin(), name, newShape, () -> {
            float[] values = source.toFloats();
            float[] result = new float[values.length];
            int[] index = new int[steps.length];
            int at = 0;
            for (int i = 0; i < result.length; i++) {
                result[i] = values[at];
                for (int axis = steps.length - 1; axis >= 0; axis--) {
                    at += (int) steps[axis];
                    if (++index[axis] < newShape[axis]) {
                        break;
                    }
                    at -= (int) (steps[axis] * newShape[axis]);
                    index[axis] = 0;
                }
            }
            return result;
        });
    }
}

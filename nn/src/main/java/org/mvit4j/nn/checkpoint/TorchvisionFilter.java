package org.mvit4j.nn.checkpoint;

/** torchvision's video MViT: other leaf names, and position terms and class token without their axes of one. */
final class TorchvisionFilter implements NameFilter {
    private static final RegexRenames TO_REFERENCE = new RegexRenames()
            .rule("conv_proj\\.(weight|bias)", "patch_embed.proj.$1")
            .rule("pos_encoding\\.class_token", "cls_token")
            .rule("pos_encoding\\.(spatial|temporal|class)_pos", "pos_embed_$1")
            .rule("blocks\\.(\\d+)\\.attn\\.project\\.0\\.(.+)", "blocks.$1.attn.proj.$2")
            .rule("blocks\\.(\\d+)\\.attn\\.pool_([qkv])\\.pool\\.weight", "blocks.$1.attn.pool_$2.weight")
            .rule("blocks\\.(\\d+)\\.attn\\.pool_([qkv])\\.norm_act\\.0\\.(.+)", "blocks.$1.attn.norm_$2.$3")
            .rule("blocks\\.(\\d+)\\.mlp\\.0\\.(.+)", "blocks.$1.mlp.fc1.$2")
            .rule("blocks\\.(\\d+)\\.mlp\\.3\\.(.+)", "blocks.$1.mlp.fc2.$2")
            .rule("blocks\\.(\\d+)\\.project\\.(.+)", "blocks.$1.proj.$2")
            .rule("head\\.1\\.(.+)", "head.projection.$1");

    private static final RegexRenames FROM_REFERENCE = new RegexRenames()
            .rule("patch_embed\\.proj\\.(weight|bias)", "conv_proj.$1")
            .rule("cls_token", "pos_encoding.class_token")
            .rule("pos_embed_(spatial|temporal|class)", "pos_encoding.$1_pos")
            .rule("blocks\\.(\\d+)\\.attn\\.proj\\.(.+)", "blocks.$1.attn.project.0.$2")
            .rule("blocks\\.(\\d+)\\.attn\\.pool_([qkv])\\.weight", "blocks.$1.attn.pool_$2.pool.weight")
            .rule("blocks\\.(\\d+)\\.attn\\.norm_([qkv])\\.(.+)", "blocks.$1.attn.pool_$2.norm_act.0.$3")
            .rule("blocks\\.(\\d+)\\.mlp\\.fc1\\.(.+)", "blocks.$1.mlp.0.$2")
            .rule("blocks\\.(\\d+)\\.mlp\\.fc2\\.(.+)", "blocks.$1.mlp.3.$2")
            .rule("blocks\\.(\\d+)\\.proj\\.(.+)", "blocks.$1.project.$2")
            .rule("head\\.projection\\.(.+)", "head.1.$1");

    @Override
    public StateDict toReference(StateDict file) {
        return file.map(tensor -> {
            long[] shape = tensor.shape();
            String name = TO_REFERENCE.apply(tensor.name());
            if (name.equals("cls_token") || name.equals("pos_embed_class")) {
                return tensor.shaped(1, 1, tensor.elementCount()).named(name);
            }
            boolean grid = shape.length == 2 && name.startsWith("pos_embed_");
            return grid ? tensor.shaped(1, shape[0], shape[1]).named(name) : tensor.named(name);
        });
    }

    @Override
    public StateDict fromReference(StateDict reference) {
        return reference.map(tensor -> {
            long[] shape = tensor.shape();
            String name = FROM_REFERENCE.apply(tensor.name());
            if (name.equals("pos_encoding.class_token") || name.equals("pos_encoding.class_pos")) {
                return tensor.shaped(tensor.elementCount()).named(name);
            }
            boolean grid = shape.length == 3 && name.startsWith("pos_encoding.");
            return grid ? tensor.shaped(shape[1], shape[2]).named(name) : tensor.named(name);
        });
    }
}

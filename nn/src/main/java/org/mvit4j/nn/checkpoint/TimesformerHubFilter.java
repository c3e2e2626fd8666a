package org.mvit4j.nn.checkpoint;

/** TimeSformer as Hugging Face names it, against the names of the original repository. */
final class TimesformerHubFilter implements NameFilter {
    private static final String[][] NAMES = {
        {"timesformer.embeddings.cls_token", "cls_token"},
        {"timesformer.embeddings.position_embeddings", "pos_embed"},
        {"timesformer.embeddings.time_embeddings", "time_embed"},
        {"timesformer.embeddings.patch_embeddings.projection", "patch_embed.proj"},
        {"timesformer.layernorm", "norm"},
        {"classifier", "head"},
    };
    private static final String[][] BLOCK_NAMES = {
        {"layernorm_before", "norm1"},
        {"layernorm_after", "norm2"},
        {"attention.attention.qkv", "attn.qkv"},
        {"attention.output.dense", "attn.proj"},
        {"temporal_layernorm", "temporal_norm1"},
        {"temporal_attention.attention.qkv", "temporal_attn.qkv"},
        {"temporal_attention.output.dense", "temporal_attn.proj"},
        {"temporal_dense", "temporal_fc"},
        {"intermediate.dense", "mlp.fc1"},
        {"output.dense", "mlp.fc2"},
    };
    private static final RegexRenames TO_REFERENCE = renames(0, 1, "timesformer\\.encoder\\.layer", "blocks");
    private static final RegexRenames FROM_REFERENCE = renames(1, 0, "blocks", "timesformer.encoder.layer");

    private static RegexRenames renames(int from, int to, String blocksFrom, String blocksTo) {
        RegexRenames renames = new RegexRenames();
        for (String[] names : NAMES) {
            renames.rule(names[from].replace(".", "\\.") + "((?:\\.(?:weight|bias))?)", names[to] + "$1");
        }
        for (String[] names : BLOCK_NAMES) {
            renames.rule(
                    blocksFrom + "\\.(\\d+)\\." + names[from].replace(".", "\\.") + "\\.(weight|bias)",
                    blocksTo + ".$1." + names[to] + ".$2");
        }
        return renames;
    }

    @Override
    public StateDict toReference(StateDict file) {
        return file.rename(TO_REFERENCE::apply);
    }

    @Override
    public StateDict fromReference(StateDict reference) {
        return reference.rename(FROM_REFERENCE::apply);
    }
}

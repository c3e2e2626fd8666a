package org.mvit4j.nn.checkpoint;

/**
 * ViViT model 1 as Hugging Face names it, in its files and, since transformers 5, in memory, against this project's
 * names. The pooler of the headless model is left out.
 */
final class VivitHubFilter implements NameFilter {
    private static final String[][] NAMES = {
        {"vivit.embeddings.cls_token", "cls_token"},
        {"vivit.embeddings.position_embeddings", "pos_embed"},
        {"vivit.embeddings.patch_embeddings.projection", "patch_embed.proj"},
        {"vivit.layernorm", "norm"},
        {"classifier", "head"},
    };
    private static final String[][] BLOCK_NAMES = {
        {"layernorm_before", "norm1"},
        {"layernorm_after", "norm2"},
        {"attention.output.dense", "attn.proj"},
        {"intermediate.dense", "mlp.fc1"},
        {"output.dense", "mlp.fc2"},
        {"attention.o_proj", "attn.proj"},
        {"mlp.fc1", "mlp.fc1"},
        {"mlp.fc2", "mlp.fc2"},
    };
    private static final String[][] PARTS = {
        {"query", "q_proj", "@0"}, {"key", "k_proj", "@1"}, {"value", "v_proj", "@2"}
    };
    private static final RegexRenames TO_REFERENCE = new RegexRenames();
    private static final RegexRenames FROM_REFERENCE = new RegexRenames();

    static {
        for (String[] names : NAMES) {
            TO_REFERENCE.rule(names[0].replace(".", "\\.") + "((?:\\.(?:weight|bias))?)", names[1] + "$1");
            FROM_REFERENCE.rule(names[1].replace(".", "\\.") + "((?:\\.(?:weight|bias))?)", names[0] + "$1");
        }
        for (String[] names : BLOCK_NAMES) {
            TO_REFERENCE.rule(
                    "vivit\\.(?:encoder\\.layer|layers)\\.(\\d+)\\." + names[0].replace(".", "\\.") + "\\.(.+)",
                    "blocks.$1." + names[1] + ".$2");
            FROM_REFERENCE.rule(
                    "blocks\\.(\\d+)\\." + names[1].replace(".", "\\.") + "\\.(.+)",
                    "vivit.encoder.layer.$1." + names[0] + ".$2");
        }
        for (String[] part : PARTS) {
            TO_REFERENCE.rule(
                    "vivit\\.(?:encoder\\.layer|layers)\\.(\\d+)\\.attention\\.(?:attention\\." + part[0] + "|"
                            + part[1] + ")\\.(.+)",
                    "blocks.$1.attn.qkv.$2" + part[2]);
            FROM_REFERENCE.rule(
                    "blocks\\.(\\d+)\\.attn\\.qkv\\.(.+)" + part[2],
                    "vivit.encoder.layer.$1.attention.attention." + part[0] + ".$2");
        }
    }

    @Override
    public StateDict toReference(StateDict file) {
        return FusedProjection.join(
                file.rename(name -> name.startsWith("vivit.pooler.") ? null : TO_REFERENCE.apply(name)));
    }

    @Override
    public StateDict fromReference(StateDict reference) {
        return FusedProjection.split(reference).rename(FROM_REFERENCE::apply);
    }
}

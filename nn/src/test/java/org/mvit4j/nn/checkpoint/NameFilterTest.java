package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each family's listing of a published model turns into the other family's listing, and back. */
class NameFilterTest {
    @TempDir
    Path folder;

    private Map<String, String> convert(String schema, CheckpointFamily from, CheckpointFamily to) {
        Path file = Schemas.writeZeros(folder.resolve(schema), Schemas.read(schema));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(CheckpointFamily.detect(checkpoint.stateDict())).contains(from);
            return shapes(to.filter()
                    .fromReference(CheckpointFamily.toReference(checkpoint.stateDict()))
                    .shapes());
        }
    }

    private static Map<String, String> shapes(Map<String, long[]> shapes) {
        return shapes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, e -> Shape.text(e.getValue())));
    }

    @ParameterizedTest
    @CsvSource({
        "mvit_cls_T_in1k, timm_mvitv2_tiny",
        "mvit_cls_S_in1k, timm_mvitv2_small",
        "mvit_cls_B_in1k, timm_mvitv2_base",
        "mvit_cls_L_in1k, timm_mvitv2_large",
        "mvit_cls_B_in21k, timm_mvitv2_base_cls",
        "mvit_cls_L_in21k, timm_mvitv2_large_cls",
    })
    void mvitAndTimm(String mvit, String timm) {
        assertThat(convert(mvit + ".tsv", CheckpointFamily.MVIT, CheckpointFamily.TIMM))
                .isEqualTo(shapes(Schemas.read(timm + ".tsv")));
        assertThat(convert(timm + ".tsv", CheckpointFamily.TIMM, CheckpointFamily.MVIT))
                .isEqualTo(shapes(Schemas.read(mvit + ".tsv")));
    }

    @Test
    void timmHugeReturnsToItself() {
        assertThat(convert("timm_mvitv2_huge_cls.tsv", CheckpointFamily.TIMM, CheckpointFamily.TIMM))
                .isEqualTo(shapes(Schemas.read("timm_mvitv2_huge_cls.tsv")));
    }

    @ParameterizedTest
    @CsvSource({"slowfast_v1_B_16x4, torchvision_mvit_v1_b", "slowfast_v2_S_16x4, torchvision_mvit_v2_s"})
    void slowFastAndTorchvision(String slowFast, String torchvision) {
        assertThat(convert(slowFast + ".tsv", CheckpointFamily.SLOWFAST, CheckpointFamily.TORCHVISION))
                .isEqualTo(shapes(Schemas.read(torchvision + ".tsv")));
        assertThat(convert(torchvision + ".tsv", CheckpointFamily.TORCHVISION, CheckpointFamily.SLOWFAST))
                .isEqualTo(shapes(Schemas.read(slowFast + ".tsv")));
    }

    @ParameterizedTest
    @CsvSource({
        "mvit_cls_T_in1k, MViTv2__mask_rcnn_mvitv2_t_3x, 238",
        "mvit_cls_S_in1k, MViTv2__cascade_mask_rcnn_mvitv2_s_3x, 376",
        "mvit_cls_B_in21k, MViTv2__cascade_mask_rcnn_mvitv2_b_in21k_3x, 560",
        "mvit_cls_L_in21k, MViTv2__cascade_mask_rcnn_mvitv2_l_in21k_lsj_50ep, 1112",
        "timm_mvitv2_huge_cls, MViTv2__cascade_mask_rcnn_mvitv2_h_in21k_lsj_3x, 1848",
    })
    void classifierStartsADetector(String classifier, String detector, int tensors) {
        Map<String, long[]> model = Schemas.read(detector + ".txt");
        Path file = Schemas.writeZeros(folder.resolve(classifier), Schemas.read(classifier + ".tsv"));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDict backbone = DetectorInit.fromClassifier(CheckpointFamily.toReference(checkpoint.stateDict()));
            StateDictPlan plan = StateDictPlan.match(model, backbone, DetectorInit.options());
            assertThat(plan.matches()).hasSize(tensors).hasSize(backbone.size());
            assertThat(plan.report().allowedMissing()).hasSize(model.size() - tensors);
            assertThat(plan.report().adapted()).isEmpty();
        }
    }

    @Test
    void maskedAutoencoderStartsAPlainDetector() {
        Map<String, long[]> model = Schemas.read("ViTDet__COCO__mask_rcnn_vitdet_b_100ep.txt");
        Map<String, long[]> encoder = new LinkedHashMap<>();
        encoder.put("cls_token", new long[] {1, 1, 768});
        model.forEach((name, shape) -> {
            if (name.startsWith("backbone.net.") && !name.contains("rel_pos")) {
                encoder.put(name.substring("backbone.net.".length()), shape);
            }
        });
        encoder.put("norm.weight", new long[] {768});
        encoder.put("norm.bias", new long[] {768});
        try (Checkpoint checkpoint = Checkpoint.open(Schemas.writeZeros(folder.resolve("mae"), encoder))) {
            StateDict reference = CheckpointFamily.toReference(checkpoint.stateDict());
            StateDictPlan plan =
                    StateDictPlan.match(model, DetectorInit.fromPlainVit(reference), DetectorInit.options());
            assertThat(plan.matches()).hasSize(147); // 12 blocks of 12, patches, their bias, positions
            assertThat(plan.report().allowedMissing()).hasSize(model.size() - 147);
        }
        Path mvit = Schemas.writeZeros(folder.resolve("mvit"), Schemas.read("mvit_cls_T_in1k.tsv"));
        try (Checkpoint checkpoint = Checkpoint.open(mvit)) {
            assertThatThrownBy(() -> DetectorInit.fromPlainVit(checkpoint.stateDict()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("is an MViT")
                    .hasMessageContaining("mae_pretrain_vit_base.pth");
        }
    }

    @Test
    void classifierThatWidensInTheMlpCannotStartADetector() {
        Path file = Schemas.writeZeros(folder.resolve("L"), Schemas.read("mvit_cls_L_in1k.tsv"));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThatThrownBy(() -> DetectorInit.fromClassifier(checkpoint.stateDict()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("widens in the MLP of blocks [1, 7, 43]")
                    .hasMessageContaining("MViTv2_L_in21k");
        }
    }

    @Test
    void detectron2DropsWhatTheModelComputes() {
        Map<String, long[]> schema = new LinkedHashMap<>();
        schema.put("pixel_mean", new long[] {3, 1, 1});
        schema.put("backbone.bottom_up.blocks.0.norm1.weight", new long[] {96});
        schema.put("proposal_generator.anchor_generator.cell_anchors.0", new long[] {3, 4});
        try (Checkpoint checkpoint = Checkpoint.open(Schemas.writeZeros(folder.resolve("d2"), schema))) {
            assertThat(CheckpointFamily.toReference(checkpoint.stateDict()).names())
                    .containsExactly("backbone.bottom_up.blocks.0.norm1.weight");
        }
    }

    @Test
    void timesformerOfTheHub() {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("timesformer.embeddings.cls_token", "cls_token");
        names.put("timesformer.embeddings.position_embeddings", "pos_embed");
        names.put("timesformer.embeddings.time_embeddings", "time_embed");
        names.put("timesformer.embeddings.patch_embeddings.projection.weight", "patch_embed.proj.weight");
        String layer = "timesformer.encoder.layer.11.";
        names.put(layer + "layernorm_before.weight", "blocks.11.norm1.weight");
        names.put(layer + "layernorm_after.bias", "blocks.11.norm2.bias");
        names.put(layer + "attention.attention.qkv.weight", "blocks.11.attn.qkv.weight");
        names.put(layer + "attention.output.dense.weight", "blocks.11.attn.proj.weight");
        names.put(layer + "temporal_layernorm.weight", "blocks.11.temporal_norm1.weight");
        names.put(layer + "temporal_attention.attention.qkv.bias", "blocks.11.temporal_attn.qkv.bias");
        names.put(layer + "temporal_attention.output.dense.bias", "blocks.11.temporal_attn.proj.bias");
        names.put(layer + "temporal_dense.weight", "blocks.11.temporal_fc.weight");
        names.put(layer + "intermediate.dense.weight", "blocks.11.mlp.fc1.weight");
        names.put(layer + "output.dense.bias", "blocks.11.mlp.fc2.bias");
        names.put("timesformer.layernorm.weight", "norm.weight");
        names.put("classifier.bias", "head.bias");
        Map<String, long[]> schema = new LinkedHashMap<>();
        names.keySet().forEach(name -> schema.put(name, new long[] {2}));
        try (Checkpoint checkpoint = Checkpoint.open(Schemas.writeZeros(folder.resolve("hub"), schema))) {
            StateDict reference = CheckpointFamily.toReference(checkpoint.stateDict());
            assertThat(reference.names()).containsExactlyElementsOf(names.values());
            assertThat(CheckpointFamily.TIMESFORMER_HUB
                            .filter()
                            .fromReference(reference)
                            .names())
                    .containsExactlyElementsOf(names.keySet());
        }
    }

    /** Query, key and value apart, under the names of the files and those of newer libraries. */
    @ParameterizedTest
    @CsvSource({
        "vivit.encoder.layer.0.attention.attention.query, vivit.encoder.layer.0.attention.attention.key,"
                + " vivit.encoder.layer.0.attention.attention.value, vivit.encoder.layer.0.attention.output.dense",
        "vivit.layers.0.attention.q_proj, vivit.layers.0.attention.k_proj,"
                + " vivit.layers.0.attention.v_proj, vivit.layers.0.attention.o_proj",
    })
    void vivitOfTheHub(String query, String key, String value, String output) {
        List<StoredTensor> tensors = new ArrayList<>();
        for (String part : List.of(query, key, value)) {
            float fill = tensors.size();
            tensors.add(StoredTensor.computed(
                    "hub", part + ".weight", new long[] {2, 2}, () -> new float[] {fill, fill, fill, fill}));
        }
        tensors.add(StoredTensor.computed("hub", output + ".bias", new long[] {2}, () -> new float[2]));
        tensors.add(StoredTensor.computed("hub", "vivit.pooler.dense.bias", new long[] {2}, () -> new float[2]));
        tensors.add(StoredTensor.computed("hub", "classifier.weight", new long[] {5, 2}, () -> new float[10]));
        StateDict file = StateDict.of("hub", tensors);
        assertThat(CheckpointFamily.detect(file)).contains(CheckpointFamily.VIVIT_HUB);
        StateDict reference = CheckpointFamily.toReference(file);
        assertThat(reference.names())
                .containsExactly("blocks.0.attn.qkv.weight", "blocks.0.attn.proj.bias", "head.weight");
        assertThat(reference.tensor("blocks.0.attn.qkv.weight").shape()).containsExactly(6, 2);
        assertThat(reference.tensor("blocks.0.attn.qkv.weight").toFloats())
                .containsExactly(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2);
        StateDict back = CheckpointFamily.VIVIT_HUB.filter().fromReference(reference);
        assertThat(back.tensor("vivit.encoder.layer.0.attention.attention.key.weight")
                        .toFloats())
                .containsExactly(1, 1, 1, 1);
        assertThat(back.names()).contains("vivit.encoder.layer.0.attention.output.dense.bias", "classifier.weight");
    }

    @Test
    void flaxKernelsAreTransposed() {
        StateDict flax = StateDict.of(
                "flax",
                List.of(
                        StoredTensor.computed(
                                "flax", "Transformer/encoderblock_0/MlpBlock_0/Dense_0/kernel", new long[] {2, 3}, () ->
                                        new float[] {1, 2, 3, 4, 5, 6}),
                        StoredTensor.computed("flax", "embedding/kernel", new long[] {2, 1, 1, 3, 1}, () ->
                                new float[] {1, 2, 3, 4, 5, 6})));
        StateDict reference = CheckpointFamily.toReference(flax);
        assertThat(reference.tensor("blocks.0.mlp.fc1.weight").toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        // [t, h, w, in, out] to [out, in, t, h, w]
        assertThat(reference.tensor("patch_embed.proj.weight").shape()).containsExactly(1, 3, 2, 1, 1);
        assertThat(reference.tensor("patch_embed.proj.weight").toFloats()).containsExactly(1, 4, 2, 5, 3, 6);
        assertThatThrownBy(() -> CheckpointFamily.VIVIT_SCENIC.filter().fromReference(reference))
                .hasMessageContaining("cannot become a Flax tree");
    }
}

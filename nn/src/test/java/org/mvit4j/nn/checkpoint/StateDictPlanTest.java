package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateDictPlanTest {
    @TempDir
    Path folder;

    private String refusal(Map<String, long[]> model, Map<String, long[]> file) {
        try (Checkpoint checkpoint = Checkpoint.open(Schemas.writeZeros(folder.resolve("file"), file))) {
            CheckpointException refused = catchThrowableOfType(
                    CheckpointException.class,
                    () -> StateDictPlan.match(model, checkpoint.stateDict(), LoadOptions.strict()));
            assertThat(refused).isNotNull();
            return String.valueOf(refused.getMessage());
        }
    }

    @Test
    void everyDetectorFitsItself() {
        Resources.list("schemas", "MViTv2__").forEach(schema -> {
            String name = schema.getFileName().toString().replace(".gz", "");
            Map<String, long[]> model = Schemas.read(name);
            try (Checkpoint checkpoint = Checkpoint.open(Schemas.writeZeros(folder.resolve(name), model))) {
                StateDictPlan plan = StateDictPlan.match(model, checkpoint.stateDict(), LoadOptions.strict());
                assertThat(plan.matches().keySet()).containsExactlyElementsOf(model.keySet());
                assertThat(plan.report().isComplete()).isTrue();
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MViTv2__mask_rcnn_mvitv2_t_3x | MViTv2__cascade_mask_rcnn_mvitv2_t_3x | this looks like a Cascade Mask R-CNN checkpoint (roi_heads.box_head.0...), the config builds Mask R-CNN",
                "MViTv2__cascade_mask_rcnn_mvitv2_t_3x | MViTv2__mask_rcnn_mvitv2_t_3x | this looks like a Mask R-CNN checkpoint (roi_heads.box_head.fc1... without stage numbers), the config builds Cascade Mask R-CNN",
                "MViTv2__cascade_mask_rcnn_mvitv2_t_3x | MViTv2__mask_rcnn_mvitv2_t_3x | this looks like an RPN of one convolution (rpn_head.conv), the config builds an RPN of two convolutions",
                "MViTv2__cascade_mask_rcnn_mvitv2_t_3x | MViTv2__cascade_mask_rcnn_mvitv2_s_3x | the file has 16 blocks, the model 10",
                "ViTDet__COCO__cascade_mask_rcnn_mvitv2_b_in21k_100ep | MViTv2__cascade_mask_rcnn_mvitv2_b_3x | the file's heads use batch norm (running_mean), the config's layer norm",
                "ViTDet__COCO__cascade_mask_rcnn_mvitv2_b_in21k_100ep | MViTv2__cascade_mask_rcnn_mvitv2_b_3x | this looks like a feature pyramid without norms (fpn_output2.bias), the config builds a feature pyramid with norms",
                "ViTDet__COCO__cascade_mask_rcnn_mvitv2_b_in21k_100ep | ViTDet__LVIS__cascade_mask_rcnn_mvitv2_b_in21k_100ep | num_classes is 1203 in the file and 80 in the config",
            })
    void saysWhatTheDifferenceLooksLike(String model, String file, String hint) {
        assertThat(refusal(Schemas.read(model + ".txt"), Schemas.read(file + ".txt")))
                .contains("hint: " + hint)
                .contains("does not fit the model");
    }

    @Test
    void pointsFromAClassifierToBackboneInitialisation() {
        assertThat(refusal(Schemas.read("MViTv2__mask_rcnn_mvitv2_t_3x.txt"), Schemas.read("timm_mvitv2_tiny.tsv")))
                .contains("0 tensors fit")
                .contains("image classifier; a detector starts from it through backbone initialisation");
    }

    @Test
    void listsCountsAndFirstNames() {
        Map<String, long[]> model = new LinkedHashMap<>();
        Map<String, long[]> file = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            model.put("a" + i, new long[] {2});
            file.put("b" + i, new long[] {2});
        }
        model.put("same", new long[] {3, 4});
        file.put("same", new long[] {4, 3});
        assertThat(refusal(model, file))
                .contains("0 tensors fit, 1 have another shape, 20 are missing, 20 are unexpected")
                .contains("same: file 4x3, model 3x4")
                .contains("\n    a7\n    ... and 12 more")
                .doesNotContain("\n    a8\n");
    }

    @Test
    void lenientTakesWhatFitsAndTells() {
        Map<String, long[]> model = Map.of("a", new long[] {2}, "b", new long[] {2});
        Map<String, long[]> file = Map.of("a", new long[] {2}, "c.num_batches_tracked", new long[0]);
        try (Checkpoint checkpoint = Checkpoint.open(Schemas.writeZeros(folder.resolve("file"), file))) {
            StateDictPlan plan = StateDictPlan.match(model, checkpoint.stateDict(), LoadOptions.lenient());
            assertThat(plan.matches()).containsOnlyKeys("a");
            assertThat(plan.report().missing()).containsExactly("b");
            assertThat(plan.report().unexpected()).isEmpty();
            assertThat(plan.report().allowedUnexpected()).containsExactly("c.num_batches_tracked");
        }
    }

    @Test
    void squeezesATimeAxisOfOne() {
        Path file = folder.resolve("pool.safetensors");
        write(file, "blocks.0.attn.pool_q.weight", new long[] {2, 1, 1, 3, 3}, 18);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            Map<String, long[]> model = Map.of("blocks.0.attn.pool_q.weight", new long[] {2, 1, 3, 3});
            StateDictPlan plan = StateDictPlan.match(model, checkpoint.stateDict(), LoadOptions.strict());
            StoredTensor weight = plan.matches().get("blocks.0.attn.pool_q.weight");
            assertThat(weight).isNotNull();
            assertThat(weight.shape()).containsExactly(2, 1, 3, 3);
            assertThat(weight.toFloats()[17]).isEqualTo(17);
            assertThat(plan.report().adapted()).hasSize(1);
        }
    }

    @Test
    void resamplesRelativePositionsWhenAsked() {
        Path file = folder.resolve("table.safetensors");
        write(file, "blocks.3.attn.rel_pos_h", new long[] {5, 2}, 10);
        Map<String, long[]> model = Map.of("blocks.3.attn.rel_pos_h", new long[] {9, 2});
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDict weights = checkpoint.stateDict();
            assertThatThrownBy(() -> StateDictPlan.match(model, weights, LoadOptions.strict()))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining(
                            "blocks.3.attn.rel_pos_h has 5 rows, the model needs 9: pass --resize-rel-pos");
            StateDictPlan plan =
                    StateDictPlan.match(model, weights, LoadOptions.strict().withRelPosResampling());
            assertThat(List.copyOf(plan.matches().values()).get(0).toFloats())
                    .isEqualTo(LinearTable.resample(
                            weights.tensor("blocks.3.attn.rel_pos_h").toFloats(), 5, 9));
        }
    }

    @Test
    void resamplesAbsolutePositionsAndKeepsTheClassToken() {
        Path file = folder.resolve("positions.safetensors");
        write(file, "pos_embed", new long[] {1, 10, 2}, 20);
        Map<String, long[]> model = Map.of("pos_embed", new long[] {1, 26, 2});
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            StateDictPlan plan = StateDictPlan.match(
                    model, checkpoint.stateDict(), LoadOptions.strict().withPosEmbedResampling());
            StoredTensor positions = plan.matches().get("pos_embed");
            assertThat(positions).isNotNull();
            float[] values = positions.toFloats();
            assertThat(values).startsWith(0, 1).hasSize(52);
            float[] grid = new float[18];
            for (int i = 0; i < 18; i++) {
                grid[i] = i + 2;
            }
            assertThat(values).endsWith(BicubicGrid.resample(grid, 3, 3, 5, 5));
        }
    }

    private static void write(Path file, String name, long[] shape, int elements) {
        ByteBuffer values = ByteBuffer.allocate(4 * elements).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < elements; i++) {
            values.putFloat(i);
        }
        new SafetensorsWriter()
                .addBuffer(name, TensorType.F32, shape, values::flip)
                .write(file);
    }
}

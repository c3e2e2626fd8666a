package org.mvit4j.maskrcnn.roi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mvit4j.maskrcnn.Close.assertClose;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mvit4j.maskrcnn.Golden;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.nn.Layers;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;

class RoiAlignTest {
    private record Rois(Boxes boxes, int[] images) {
        static Rois of(Golden rois, int count) {
            var boxes = new float[count][];
            var images = new int[count];
            for (int i = 0; i < count; i++) {
                float[] row = rois.get(i).floats();
                images[i] = (int) row[0];
                boxes[i] = Arrays.copyOfRange(row, 1, 5);
            }
            return new Rois(Boxes.of(boxes), images);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "out3_aligned1_sr0,3,0,true",
        "out7_aligned1_sr0,7,0,true",
        "out3_aligned0_sr0,3,0,false",
        "out3_aligned1_sr2,3,2,true"
    })
    void equalsTheReference(String field, int size, int samplingRatio, boolean aligned) {
        Golden golden = Golden.read("roi_align");
        Rois rois = Rois.of(golden.get("rois"), golden.get("rois").items().size());
        var align = new RoiAlign(size, (float) golden.get("spatial_scale").number(), samplingRatio, aligned);
        try (NDManager manager = Torch.newManager()) {
            NDArray x = golden.get("feature").array(manager);
            NDArray out = align.forward(Pass.inference(manager), x, rois.boxes, rois.images);
            assertClose(out, golden.get(field), 1e-5);
        }
    }

    @Test
    void gradientEqualsTheReference() {
        Golden golden = Golden.read("roi_align");
        Rois rois = Rois.of(golden.get("rois"), 5);
        var align = RoiAlign.adaptive(3, (float) golden.get("spatial_scale").number());
        try (NDManager manager = Torch.newManager()) {
            NDArray x = golden.get("feature").array(manager);
            x.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray last = Layers.channelsLast(x, true);
                NDArray out = align.forward(Pass.training(manager), last, rois.boxes, rois.images);
                collector.backward(
                        out.mul(golden.get("grad_out_3_aligned1_sr0_first5").array(manager))
                                .sum());
            }
            assertClose(x.getGradient(), golden.get("grad_in"), 1e-5);
        }
    }

    @Test
    void theSimpleCase() {
        Golden golden = Golden.read("roi_align_simple");
        Boxes box = new Boxes(Arrays.copyOfRange(golden.get("roi").floats(), 1, 5));
        try (NDManager manager = Torch.newManager()) {
            NDArray x = golden.get("feature").array(manager);
            Pass pass = Pass.inference(manager);
            assertClose(
                    new RoiAlign(4, 1, 0, true).forward(pass, x, box, new int[1]), golden.get("out4_aligned"), 1e-6);
            assertClose(
                    new RoiAlign(4, 1, 0, false).forward(pass, x, box, new int[1]), golden.get("out4_legacy"), 1e-6);
            NDArray empty =
                    new RoiAlign(7, 1, 0, true).forward(pass, x, Boxes.of(new float[] {3, 4, 5, 4}), new int[1]);
            assertThat(empty.toFloatArray()).containsOnly(0f).hasSize(49);
            assertThat(new RoiAlign(7, 1, 0, true)
                            .forward(pass, x, Boxes.EMPTY, new int[0])
                            .getShape())
                    .isEqualTo(new Shape(0, 1, 7, 7));
        }
    }

    @Test
    void agreesWithTheDefinitionOnRandomBoxes() {
        for (long seed = 1; seed <= 40; seed++) {
            var random = new Random(seed);
            int height = 1 + random.nextInt(30);
            int width = 1 + random.nextInt(30);
            float scale = 1f / (1 << random.nextInt(5));
            var align = new RoiAlign(1 + random.nextInt(8), scale, random.nextInt(3), random.nextBoolean());
            int count = 20;
            var xyxy = new float[4 * count];
            for (int i = 0; i < xyxy.length; i++) {
                float extent = (i % 2 == 0 ? width : height) / scale;
                xyxy[i] = (random.nextFloat() * 1.6f - 0.3f) * extent; // inverted and outside ones included
            }
            var map = new float[2 * height * width];
            for (int i = 0; i < map.length; i++) {
                map[i] = (float) random.nextGaussian();
            }
            var images = random.ints(count, 0, 2).toArray();
            try (NDManager manager = Torch.newManager()) {
                NDArray x = manager.create(map, new Shape(2, 1, height, width));
                float[] out = align.forward(Pass.inference(manager), x, new Boxes(xyxy), images)
                        .toFloatArray();
                int cells = align.size() * align.size();
                for (int i = 0; i < count; i++) {
                    int from = images[i] * height * width;
                    float[] expected = SlowRoiAlign.pool(
                            align,
                            Arrays.copyOfRange(map, from, from + height * width),
                            height,
                            width,
                            Arrays.copyOfRange(xyxy, 4 * i, 4 * i + 4));
                    assertClose(Arrays.copyOfRange(out, i * cells, (i + 1) * cells), expected, 1e-5);
                }
            } catch (AssertionError e) {
                throw new AssertionError("seed " + seed + ", " + align, e);
            }
        }
    }

    @Test
    void poolsEachBoxFromItsLevel() {
        Golden golden = Golden.read("roi_pooler");
        var pooler = new RoiPooler(3, new int[] {4, 8, 16, 32}, 0, true);
        try (NDManager manager = Torch.newManager()) {
            Pass pass = Pass.inference(manager);
            List<NDArray> features = golden.get("features").items().stream()
                    .map(map -> Layers.channelsLast(map.array(manager), false))
                    .toList();
            Boxes boxes = golden.get("boxes").boxes();
            assertClose(pooler.forward(pass, features, List.of(boxes)), golden.get("out3"), 1e-5);
            assertThat(pooler.forward(pass, features, List.of(Boxes.EMPTY)).getShape())
                    .isEqualTo(new Shape(0, 1, 3, 3));
        }
    }
}

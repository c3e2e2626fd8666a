package org.mvit4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.ArrayDataset;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.mvit4j.backbone.config.ClassifierConfig;

class DjlTrainTest {

    private static final int SIDE = 32;
    private static final int PICTURES = 24;

    /** Vertical against horizontal stripes. */
    private static float[] stripes(int label, SplittableRandom random) {
        float[] picture = new float[3 * SIDE * SIDE];
        int shift = random.nextInt(8);
        for (int i = 0; i < picture.length; i++) {
            int along = label == 0 ? i % SIDE : i / SIDE % SIDE;
            picture[i] = (along + shift) / 4 % 2 + (float) random.nextDouble() / 2 - 0.7f;
        }
        return picture;
    }

    @Test
    void djlsTrainerTrainsOurBlock() throws Exception {
        ClassifierConfig config = ClassifierConfig.load(
                "mvitv2_t_in1k",
                List.of(
                        "model.embed_dim=16",
                        "model.depth=4",
                        "model.stage_starts=[1, 2, 3]",
                        "model.drop_path_rate=0.0",
                        "model.num_classes=2",
                        "input.crop_size=" + SIDE));
        Engine.getInstance().setRandomSeed(7);
        SplittableRandom random = new SplittableRandom(7);
        try (NDManager manager = NDManager.newBaseManager()) {
            float[] pixels = new float[PICTURES * 3 * SIDE * SIDE];
            float[] labels = new float[PICTURES];
            for (int i = 0; i < PICTURES; i++) {
                labels[i] = i % 2;
                System.arraycopy(stripes(i % 2, random), 0, pixels, i * 3 * SIDE * SIDE, 3 * SIDE * SIDE);
            }
            NDArray images = manager.create(pixels, new Shape(PICTURES, 3, SIDE, SIDE));
            ArrayDataset data = new ArrayDataset.Builder()
                    .setData(images)
                    .optLabels(manager.create(labels))
                    .setSampling(8, true)
                    .build();
            List<Float> losses = DjlTrain.train(config, data, 8);
            assertThat(losses.get(7)).as("of %s", losses).isLessThan(0.5f * losses.get(0));
        }
    }
}

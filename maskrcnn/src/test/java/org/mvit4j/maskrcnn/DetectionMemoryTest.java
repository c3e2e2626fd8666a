package org.mvit4j.maskrcnn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.mvit4j.maskrcnn.structures.ImageSize;
import org.mvit4j.maskrcnn.structures.Instances;
import org.mvit4j.nn.Pass;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;

/** What detection leaves behind, and whether threads disturb each other. */
class DetectionMemoryTest {
    private static GeneralizedRcnn model(NDManager manager) throws IOException {
        GeneralizedRcnn model = GeneralizedRcnn.of(TinyDetectorTest.config("e2e_tiny_mvit"));
        Weights.fillByRecipe(model, manager, "");
        return model;
    }

    private static List<Instances> detect(GeneralizedRcnn model, NDManager manager, int seed) {
        try (NDManager scope = manager.newSubManager()) {
            int height = 64 + 32 * (seed % 3);
            int width = 96 + 32 * (seed % 2);
            var values = new float[2 * 3 * height * width];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) Math.sin(i * 0.37 + seed);
            }
            NDArray images = scope.create(values, new Shape(2, 3, height, width));
            List<ImageSize> sizes = List.of(new ImageSize(height, width), new ImageSize(height - 7, width - 20));
            return model.detect(Pass.inference(scope), images, sizes);
        }
    }

    @Test
    void nothingOutlivesADetection() throws IOException {
        try (NDManager manager = Torch.newManager()) {
            GeneralizedRcnn model = model(manager);
            detect(model, manager, 0);
            int before = manager.getManagedArrays().size();
            try (NDManager scope = manager.newSubManager()) {
                NDArray images = scope.randomNormal(new Shape(1, 3, 96, 128));
                model.detect(Pass.inference(scope), images, List.of(new ImageSize(96, 128)));
                assertThat(scope.getManagedArrays()).containsExactly(images);
            }
            assertThat(manager.getManagedArrays()).hasSize(before);
        }
    }

    @Test
    void imagesOfABatchDoNotDependOnEachOther() throws IOException {
        try (NDManager manager = Torch.newManager()) {
            GeneralizedRcnn model = model(manager);
            var size = new ImageSize(96, 128);
            NDArray one = manager.randomNormal(new Shape(1, 3, 96, 128));
            NDArray two = one.concat(manager.zeros(new Shape(1, 3, 96, 128)), 0);
            Pass pass = Pass.inference(manager);
            Instances alone = model.detect(pass, one, List.of(size)).get(0);
            Instances together = model.detect(pass, two, List.of(size, size)).get(0);
            assertThat(alone.count()).isPositive();
            assertThat(together.classes()).containsExactly(alone.classes());
            Close.assertClose(together.boxes().xyxy(), alone.boxes().xyxy(), 1e-5);
            Close.assertClose(together.scores(), alone.scores(), 1e-5);
        }
    }

    @Test
    void threadsDetectTheSame() throws IOException, InterruptedException, ExecutionException {
        try (NDManager manager = Torch.newManager()) {
            GeneralizedRcnn model = model(manager);
            List<List<Instances>> expected = new ArrayList<>();
            for (int seed = 0; seed < 6; seed++) {
                expected.add(detect(model, manager, seed));
            }
            ExecutorService pool = Executors.newFixedThreadPool(3);
            try {
                List<Callable<List<Instances>>> tasks = new ArrayList<>();
                for (int i = 0; i < 18; i++) {
                    int seed = i % 6;
                    tasks.add(() -> detect(model, manager, seed));
                }
                List<Future<List<Instances>>> results = pool.invokeAll(tasks);
                for (int i = 0; i < results.size(); i++) {
                    for (int image = 0; image < 2; image++) {
                        Instances own = results.get(i).get().get(image);
                        Instances wanted = expected.get(i % 6).get(image);
                        assertThat(own.classes()).containsExactly(wanted.classes());
                        assertThat(own.boxes().xyxy())
                                .containsExactly(wanted.boxes().xyxy());
                        assertThat(own.scores()).containsExactly(wanted.scores());
                    }
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }
}

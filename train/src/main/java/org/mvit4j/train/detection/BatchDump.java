package org.mvit4j.train.detection;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;

/** Saves the batch whose loss is not finite: each augmented image as PNG with its boxes and classes as JSON. */
final class BatchDump implements TrainHook<TrainingSample> {

    private final Path folder;
    private final Consumer<String> lines;

    BatchDump(Path folder, Consumer<String> lines) {
        this.folder = folder;
        this.lines = lines;
    }

    @Override
    public void onNonFinite(Trainer<TrainingSample> trainer, List<TrainingSample> samples, StepRecord step)
            throws IOException {
        Path target = Files.createDirectories(folder.resolve("non_finite_step_" + step.step()));
        for (int i = 0; i < samples.size(); i++) {
            TrainingSample sample = samples.get(i);
            String name = i + "_image_" + sample.imageId();
            ImageIO.write(
                    sample.image().toBufferedImage(),
                    "png",
                    target.resolve(name + ".png").toFile());
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("image_id", sample.imageId());
            facts.put("boxes", sample.boxes());
            facts.put("classes", sample.classes());
            Files.write(target.resolve(name + ".json"), new ObjectMapper().writeValueAsBytes(facts));
        }
        lines.accept("the batch is saved in " + target);
    }
}

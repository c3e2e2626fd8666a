package org.mvit4j.train.classification;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.train.loop.StepRecord;
import org.mvit4j.train.loop.TrainHook;
import org.mvit4j.train.loop.Trainer;
import org.mvit4j.video.augment.TrainingClip;

/** Saves the batch whose loss is not finite: the frames of each augmented clip side by side as PNG. */
final class ClipDump implements TrainHook<List<TrainingClip>> {

    private final Path folder;
    private final List<String> classNames;
    private final Normalization normalization;
    private final Consumer<String> lines;

    ClipDump(Path folder, List<String> classNames, Normalization normalization, Consumer<String> lines) {
        this.folder = folder;
        this.classNames = classNames;
        this.normalization = normalization;
        this.lines = lines;
    }

    @Override
    public void onNonFinite(Trainer<List<TrainingClip>> trainer, List<List<TrainingClip>> samples, StepRecord step)
            throws IOException {
        Path target = Files.createDirectories(folder.resolve("non_finite_step_" + step.step()));
        int number = 0;
        for (List<TrainingClip> sample : samples) {
            for (TrainingClip clip : sample) {
                String name = number++ + "_" + classNames.get(clip.label()).replaceAll("[^A-Za-z0-9_-]", "_");
                ImageIO.write(
                        strip(clip, normalization),
                        "png",
                        target.resolve(name + ".png").toFile());
            }
        }
        lines.accept("the batch is saved in " + target);
    }

    /** The frames of a clip side by side. */
    static BufferedImage strip(TrainingClip clip, Normalization normalization) {
        int side = clip.side();
        int plane = side * side;
        BufferedImage strip = new BufferedImage(clip.frames() * side, side, BufferedImage.TYPE_INT_RGB);
        for (int t = 0; t < clip.frames(); t++) {
            for (int i = 0; i < plane; i++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    float value = clip.pixels()[(c * clip.frames() + t) * plane + i];
                    double byteValue =
                            (value * normalization.std()[c] + normalization.mean()[c]) * normalization.divisor();
                    int shift = normalization.bgr() ? 8 * c : 16 - 8 * c;
                    rgb |= (int) Math.max(0, Math.min(255, Math.round(byteValue))) << shift;
                }
                strip.setRGB(t * side + i % side, i / side, rgb);
            }
        }
        return strip;
    }
}

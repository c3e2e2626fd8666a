package org.mvit4j.video.synthetic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.random.RandomGenerator;
import javax.imageio.ImageIO;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.loader.SeedMix;
import org.mvit4j.nn.io.Draft;

/**
 * Pictures of the flowers of {@link MotionDataset}, labelled by what a picture can show: how many petals there are, and
 * in which quarter the flower is. What learns them knows flowers and nothing of motion.
 *
 * @param trainPictures number of pictures to learn from
 * @param valPictures number of held-out pictures
 * @param side of the square pictures
 * @param seed of everything
 */
public record FlowerPictures(int trainPictures, int valPictures, int side, long seed) {

    /** A picture and its label. */
    private record Labelled(String label, RgbImage picture) {}

    private Labelled draw(MotionDataset.Split split, int number) {
        RandomGenerator random = SeedMix.random(seed, number, 2 + split.ordinal());
        MotionScene scene = new MotionScene(side, random);
        double[] phases = new double[MotionScene.PHASES];
        for (int i = 0; i < phases.length; i++) {
            phases[i] = random.nextDouble();
        }
        String label = scene.petals() + " petals " + (phases[1] < 0.5 ? "above" : "below") + " "
                + (phases[0] < 0.5 ? "left" : "right");
        return new Labelled(label, scene.draw(phases, random.nextLong()));
    }

    /** Writes {@code train/LABEL/00001.png} and the like; pictures that are there already are left alone. */
    public void write(Path target) throws IOException {
        for (MotionDataset.Split split : MotionDataset.Split.values()) {
            int count = split == MotionDataset.Split.TRAIN ? trainPictures : valPictures;
            for (int i = 0; i < count; i++) {
                Labelled drawn = draw(split, i);
                Path folder =
                        Files.createDirectories(target.resolve(split.label()).resolve(drawn.label()));
                Path file = folder.resolve("%05d.png".formatted(i));
                if (!Files.exists(file)) {
                    Path temporary = Draft.file(file);
                    ImageIO.write(drawn.picture().toBufferedImage(), "png", temporary.toFile());
                    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }
}

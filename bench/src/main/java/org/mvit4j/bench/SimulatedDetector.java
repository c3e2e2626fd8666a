package org.mvit4j.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.DatasetBuilder;
import org.mvit4j.coco.data.ResultBuilder;

/**
 * Detectors at work in a made-up world of which any number of images can be drawn, so that true figures are known as
 * closely as one likes. Images differ in difficulty, which all detectors share; classes differ in frequency; objects come in three sizes; detections vary in place, score and category, repeat, and appear where nothing
 * is.
 */
final class SimulatedDetector {
    /**
     * A detector.
     *
     * @param skill shift of its quality; equal skills have equal figures
     * @param power its scores are raised to this power, which changes no figure
     */
    record Detector(double skill, double power) {}

    /**
     * Images and what each detector found.
     *
     * @param truth the images
     * @param found one per detector
     */
    record Sample(CocoDataset truth, List<CocoResults> found) {}

    /**
     * What the images hold.
     *
     * @param prevalence per category, the share of images with objects of it
     */
    record World(List<Double> prevalence) {
        /** Five categories, the rarest in 6 % of the images. */
        static final World PLAIN = new World(List.of(0.5, 0.3, 0.15, 0.1, 0.06));

        World {
            prevalence = List.copyOf(prevalence);
            for (double share : prevalence) {
                if (!(share > 0 && share <= 1)) {
                    throw new IllegalArgumentException("a prevalence lies between 0 and 1, not " + share);
                }
            }
        }

        /** Number of categories; their positions are their ids less one. */
        int categories() {
            return prevalence.size();
        }
    }

    private record Box(int image, int category, double score, double x, double y, double side) {}

    private static final double[] SIDES = {24, 60, 110};
    private static final int COLUMNS = 10;
    private static final int OBJECT_SLOTS = 70;
    private static final int SLOTS = 98;
    private static final double PITCH = 128;

    private final World world;
    private final RandomGenerator random;
    private final List<Detector> detectors;
    private final List<List<Box>> found = new ArrayList<>();
    private final DatasetBuilder truth = CocoDataset.builder();
    private int annotations;

    private SimulatedDetector(World world, long seed, List<Detector> detectors) {
        this.world = world;
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9e3779b97f4a7c15L + 1);
        this.detectors = detectors;
        detectors.forEach(d -> found.add(new ArrayList<>()));
    }

    /** Draws images. */
    static Sample sample(World world, int images, long seed, List<Detector> detectors) {
        SimulatedDetector simulation = new SimulatedDetector(world, seed, detectors);
        for (int k = 0; k < world.categories(); k++) {
            simulation.truth.category(k + 1, "category " + k);
        }
        for (int image = 1; image <= images; image++) {
            simulation.image(image);
        }
        CocoDataset dataset = simulation.truth.build();
        List<CocoResults> results = new ArrayList<>();
        for (List<Box> boxes : simulation.found) {
            ResultBuilder builder = CocoResults.builder(dataset);
            for (Box box : boxes) {
                builder.box(box.image, box.category, box.score, box.x, box.y, box.side, box.side);
            }
            results.add(builder.build());
        }
        return new Sample(dataset, results);
    }

    private void image(int image) {
        truth.image(image, (int) (COLUMNS * PITCH), (int) (COLUMNS * PITCH), null);
        double difficulty = 0.8 * random.nextGaussian();
        int slot = 0;
        for (int k = 0; k < world.categories(); k++) {
            int count = random.nextDouble() < world.prevalence().get(k) ? 1 + poisson(0.8) : 0;
            for (int o = 0; o < count && slot < OBJECT_SLOTS; o++) {
                object(image, k, slot++, difficulty);
            }
            for (int d = 0; d < detectors.size(); d++) {
                int nothing = poisson(
                        0.5 * Math.exp(0.4 * difficulty) * (world.prevalence().get(k) + 0.1));
                for (int i = 0; i < nothing; i++) {
                    double score = sigmoid(-1.3 + 1.1 * random.nextGaussian() + 0.3 * difficulty);
                    int empty = OBJECT_SLOTS + random.nextInt(SLOTS - OBJECT_SLOTS);
                    add(d, image, k + 1, score, left(empty), top(empty), SIDES[random.nextInt(SIDES.length)]);
                }
            }
        }
    }

    private void object(int image, int category, int slot, double difficulty) {
        double side = SIDES[random.nextInt(SIDES.length)];
        truth.annotation(++annotations, image, category + 1)
                .box(left(slot), top(slot), side, side)
                .add();
        double shared = 0.7 * random.nextGaussian();
        double size = side == SIDES[0] ? -0.6 : 0;
        for (int d = 0; d < detectors.size(); d++) {
            double quality = 1.4
                    + detectors.get(d).skill
                    - difficulty
                    + shared
                    + 0.9 * random.nextGaussian()
                    + size
                    - 0.3 * category / world.categories();
            if (random.nextDouble() >= sigmoid(quality + 1)) {
                continue;
            }
            double iou = 0.45 + 0.55 * Math.pow(sigmoid(quality + 0.5 * random.nextGaussian()), 0.7);
            double shift = side * (1 - iou) / (1 + iou);
            double score = sigmoid(quality - 0.7 + random.nextGaussian());
            int said = random.nextDouble() < 0.06 ? 1 + random.nextInt(world.categories()) : category + 1;
            add(d, image, said, score, left(slot) + shift, top(slot), side);
            if (random.nextDouble() < 0.15) {
                add(d, image, said, score * random.nextDouble(), left(slot) + 1.5 * shift, top(slot), side);
            }
        }
    }

    private void add(int detector, int image, int category, double score, double x, double y, double side) {
        double said = Math.pow(score, detectors.get(detector).power);
        found.get(detector).add(new Box(image, category, said, x, y, side));
    }

    private static double left(int slot) {
        return slot % COLUMNS * PITCH + 4;
    }

    private static double top(int slot) {
        return slot / COLUMNS * PITCH + 4;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private int poisson(double mean) {
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int n = 0;
        while (product > limit) {
            product *= random.nextDouble();
            n++;
        }
        return n;
    }
}

package org.mvit4j.coco.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.data.DatasetBuilder;
import org.mvit4j.coco.data.ResultBuilder;

/** Seeded images with objects of three sizes and a mediocre detector; images can be repeated or left out. */
final class RandomScenes {
    record Box(int category, double score, double x, double y, double side, boolean crowd) {}

    record Scene(List<Box> objects, List<Box> detections) {}

    private static final double[] SIDES = {20, 60, 120};

    final int categories;
    final List<Scene> scenes = new ArrayList<>();

    RandomScenes(long seed, int images, int categories, double skill) {
        this.categories = categories;
        Random random = new Random(seed);
        for (int i = 0; i < images; i++) {
            List<Box> objects = new ArrayList<>();
            List<Box> detections = new ArrayList<>();
            int n = random.nextInt(6);
            for (int o = 0; o < n; o++) {
                double side = SIDES[random.nextInt(3)];
                Box box = new Box(
                        random.nextInt(categories), 1, o * 150, random.nextInt(3) * 150, side, random.nextInt(15) == 0);
                objects.add(box);
                for (int d = random.nextInt(3); d > 0; d--) {
                    double iou = Math.min(1, 0.3 + 0.7 * random.nextDouble() + 0.2 * skill);
                    int category = random.nextInt(5) == 0 ? random.nextInt(categories) : box.category;
                    detections.add(new Box(
                            category,
                            random.nextDouble() * (0.5 + iou / 2),
                            box.x + side * (1 - iou) / (1 + iou),
                            box.y,
                            side,
                            false));
                }
            }
            for (int d = random.nextInt(3); d > 0; d--) {
                detections.add(new Box(
                        random.nextInt(categories),
                        random.nextDouble(),
                        random.nextInt(900),
                        600,
                        SIDES[random.nextInt(3)],
                        false));
            }
            scenes.add(new Scene(objects, detections));
        }
    }

    /** Scene i occurs {@code copies[i]} times, copies next to each other. */
    CocoResults results(int... copies) {
        DatasetBuilder truth = CocoDataset.builder();
        for (int k = 0; k < categories; k++) {
            truth.category(k + 1, "category " + k);
        }
        long annotation = 1;
        long image = 0;
        for (int i = 0; i < scenes.size(); i++) {
            for (int copy = 0; copy < (copies.length == 0 ? 1 : copies[i]); copy++) {
                truth.image(++image, 1000, 1000, image + ".jpg");
                for (Box box : scenes.get(i).objects) {
                    DatasetBuilder.Annotation added = truth.annotation(annotation++, image, box.category + 1)
                            .box(box.x, box.y, box.side, box.side);
                    (box.crowd ? added.crowd() : added).add();
                }
            }
        }
        CocoDataset dataset = truth.build();
        ResultBuilder results = CocoResults.builder(dataset);
        image = 0;
        for (int i = 0; i < scenes.size(); i++) {
            for (int copy = 0; copy < (copies.length == 0 ? 1 : copies[i]); copy++) {
                image++;
                for (Box box : scenes.get(i).detections) {
                    results.box(image, box.category + 1, box.score, box.x, box.y, box.side, box.side);
                }
            }
        }
        return results.build();
    }
}

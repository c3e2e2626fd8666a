package org.mvit4j.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.mvit4j.coco.mask.Rle;

/**
 * Draws evaluation loads of the shape of well-known data sets: categories by a power law, objects in clusters,
 * detections near most objects and a long tail of low scores. Seeded; the same files every time.
 *
 * @param name what the load is like
 * @param images number of images
 * @param categories number of categories
 * @param objects mean number of objects per image
 * @param detections mean number of detections per image
 * @param federated whether images carry LVIS's lists of negative and not exhaustive categories
 */
record CocoWorkload(String name, int images, int categories, double objects, double detections, boolean federated) {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int VERTICES = 24;

    /** 5,000 images of 80 categories with half a million detections. */
    static CocoWorkload val2017() {
        return new CocoWorkload("val2017-like", 5_000, 80, 7.4, 100, false);
    }

    /** 80,000 images of 365 categories with 1.2 million detections. */
    static CocoWorkload objects365() {
        return new CocoWorkload("Objects365-like", 80_000, 365, 15.5, 15, false);
    }

    /** 5,000 images of 1,203 categories with 300 detections each. */
    static CocoWorkload lvis() {
        return new CocoWorkload("LVIS-like", 5_000, 1_203, 12.4, 300, true);
    }

    /** The same load on a share of the images. */
    CocoWorkload share(double share) {
        return new CocoWorkload(name, (int) (images * share), categories, objects, detections, federated);
    }

    /** Where {@link #write} puts the ground truth. */
    Path truth(Path folder) {
        return folder.resolve(name + "-" + images + "-gt.json");
    }

    /** Where {@link #write} puts the detections. */
    Path results(Path folder, String type) {
        return folder.resolve(name + "-" + images + "-" + type + ".json");
    }

    /** Writes the files that are not there yet. */
    void write(Path folder, boolean masks) throws IOException {
        if (Files.exists(truth(folder)) && Files.exists(results(folder, masks ? "segm" : "bbox"))) {
            return;
        }
        Files.createDirectories(folder);
        Random random = new Random(7);
        double[] shares = new double[categories];
        for (int c = 0; c < categories; c++) {
            shares[c] = 1 / Math.pow(c + 2.0, 0.9);
        }
        double sum = Arrays.stream(shares).sum();
        for (int c = 0; c < categories; c++) {
            shares[c] = shares[c] / sum + (c == 0 ? 0 : shares[c - 1]);
        }
        try (BufferedWriter gt = Files.newBufferedWriter(truth(folder), StandardCharsets.US_ASCII);
                BufferedWriter boxes = Files.newBufferedWriter(results(folder, "bbox"), StandardCharsets.US_ASCII);
                BufferedWriter segm = Files.newBufferedWriter(results(folder, "segm"), StandardCharsets.US_ASCII)) {
            gt.write("{\"images\": [");
            for (int i = 1; i <= images; i++) {
                gt.write((i == 1 ? "" : ", ") + "{\"id\": " + i + ", \"width\": " + WIDTH + ", \"height\": " + HEIGHT
                        + ", \"file_name\": \"" + i + ".jpg\""
                        + (federated ? ", \"neg_category_ids\": [1, 2, 3], \"not_exhaustive_category_ids\": [5]" : "")
                        + "}");
            }
            gt.write("], \"annotations\": [");
            boxes.write("[");
            segm.write("[");
            long id = 1;
            boolean first = true;
            for (int i = 1; i <= images; i++) {
                int n = (int) (-Math.log(1 - random.nextDouble()) * objects);
                double[][] drawn = new double[n][];
                int[] category = new int[n];
                for (int k = 0; k < n; k++) {
                    category[k] = k > 0 && random.nextInt(3) > 0 ? category[k - 1] : draw(shares, random);
                    drawn[k] = box(random);
                    gt.write((id == 1 ? "" : ", ") + "{\"id\": " + id++ + ", \"image_id\": " + i + ", \"category_id\": "
                            + category[k] + ", \"iscrowd\": 0, \"area\": " + drawn[k][2] * drawn[k][3] * 0.6
                            + ", \"bbox\": " + Arrays.toString(drawn[k]) + ", \"segmentation\": ["
                            + Arrays.toString(star(drawn[k], random)) + "]}");
                }
                int m = (int) Math.max(n, detections * (0.5 + random.nextDouble()));
                for (int k = 0; k < m; k++) {
                    boolean near = k < n && random.nextInt(10) > 0;
                    double[] b = near ? near(drawn[k], random) : box(random);
                    int c = near || n > 0 && random.nextInt(3) > 0
                            ? category[near ? k : random.nextInt(n)]
                            : draw(shares, random);
                    double score = (float) (near ? random.nextDouble() : 0.001 + random.nextDouble() * 0.1);
                    String head = (first ? "" : ", ") + "{\"image_id\": " + i + ", \"category_id\": " + c;
                    first = false;
                    boxes.write(head + ", \"bbox\": " + Arrays.toString(b) + ", \"score\": " + score + "}");
                    if (masks) {
                        Rle mask = Rle.polygon(star(b, random), HEIGHT, WIDTH);
                        segm.write(head + ", \"segmentation\": {\"size\": [" + HEIGHT + ", " + WIDTH
                                + "], \"counts\": \""
                                + mask.toCompressedString().replace("\\", "\\\\")
                                + "\"}, \"score\": " + score + "}");
                    }
                }
            }
            gt.write("], \"categories\": [");
            for (int c = 1; c <= categories; c++) {
                gt.write((c == 1 ? "" : ", ") + "{\"id\": " + c + ", \"name\": \"c" + c + "\", \"frequency\": \""
                        + "fcr".charAt(Math.min(2, 3 * c / categories)) + "\"}");
            }
            gt.write("]}");
            boxes.write("]");
            segm.write("]");
        }
    }

    private static int draw(double[] shares, Random random) {
        int at = Arrays.binarySearch(shares, random.nextDouble());
        return Math.min(shares.length, (at < 0 ? ~at : at) + 1);
    }

    private static double[] box(Random random) {
        double area = Math.exp(7.5 + 2 * random.nextGaussian());
        double aspect = Math.exp(0.6 * random.nextGaussian());
        double w = Math.max(2, Math.min(WIDTH * 0.95, Math.sqrt(area * aspect)));
        double h = Math.max(2, Math.min(HEIGHT * 0.95, area / w));
        return new double[] {round(random.nextDouble() * (WIDTH - w)), round(random.nextDouble() * (HEIGHT - h)), w, h};
    }

    private static double[] near(double[] box, Random random) {
        double s = 0.15 * random.nextDouble();
        return new double[] {
            (float) Math.max(0, box[0] + box[2] * s * random.nextGaussian()),
            (float) Math.max(0, box[1] + box[3] * s * random.nextGaussian()),
            (float) (box[2] * Math.exp(s * random.nextGaussian())),
            (float) (box[3] * Math.exp(s * random.nextGaussian()))
        };
    }

    private static double[] star(double[] box, Random random) {
        double[] ring = new double[2 * VERTICES];
        for (int v = 0; v < VERTICES; v++) {
            double r = 0.5 * (0.7 + 0.3 * random.nextDouble());
            double angle = 2 * Math.PI * v / VERTICES;
            ring[2 * v] = round(box[0] + box[2] * (0.5 + r * Math.cos(angle)));
            ring[2 * v + 1] = round(box[1] + box[3] * (0.5 + r * Math.sin(angle)));
        }
        return ring;
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}

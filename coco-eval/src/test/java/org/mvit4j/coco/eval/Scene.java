package org.mvit4j.coco.eval;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.data.CocoDataset;
import org.mvit4j.coco.data.CocoResults;
import org.mvit4j.coco.mask.Rle;

/** A small random data set with detections: as records for the oracle, and as JSON text for the product. */
final class Scene {
    static final int POINTS = 17;

    record Obj(
            long id, long image, long category, double[] box, double area, int crowd, byte[] mask, double[] points) {}

    record Det(long image, long category, double score, double[] box, byte[] mask, double[] points) {}

    final IouType type;
    final int height;
    final int width;
    final long[] images;
    final long[] categories;
    final List<Obj> objects = new ArrayList<>();
    final List<Det> detections = new ArrayList<>();
    private final Random random;

    /** @param odd whether ids repeat or are 0, numbers are not finite, extents negative */
    Scene(long seed, IouType type, boolean odd) {
        this.type = type;
        random = new Random(seed);
        height = 8 + random.nextInt(25);
        width = 8 + random.nextInt(25);
        images = new long[1 + random.nextInt(5)];
        for (int i = 0; i < images.length; i++) {
            images[i] = 100L * i + random.nextInt(90);
        }
        for (int i = images.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long swap = images[i];
            images[i] = images[j];
            images[j] = swap;
        }
        categories = new long[1 + random.nextInt(3)];
        for (int c = 0; c < categories.length; c++) {
            categories[c] = 10 - 3L * c;
        }
        int n = random.nextInt(16);
        long id = odd ? random.nextInt(3) - 1 : 1;
        for (int i = 0; i < n; i++) {
            objects.add(object(odd && random.nextInt(6) == 0 ? id : id++, odd));
        }
        int m = random.nextInt(30);
        for (int i = 0; i < m + 1; i++) {
            detections.add(detection(odd));
        }
    }

    private Obj object(long id, boolean odd) {
        byte[] mask = mask();
        double[] box = box();
        double area = switch (random.nextInt(odd ? 6 : 4)) {
            case 0 -> pixels(mask);
            case 1 -> 1024;
            case 2 -> random.nextInt(20_000);
            case 4 -> Double.NaN;
            case 5 -> 2e10;
            default -> box[2] * box[3] * 10;
        };
        double[] points = points();
        if (random.nextInt(5) == 0) {
            for (int i = 2; i < points.length; i += 3) {
                points[i] = 0;
            }
        }
        return new Obj(id, pick(images), pick(categories), box, area, random.nextInt(6) == 0 ? 1 : 0, mask, points);
    }

    private Det detection(boolean odd) {
        long image = pick(images);
        long category = random.nextInt(12) == 0 ? 999 : pick(categories);
        double score = switch (random.nextInt(odd ? 8 : 4)) {
            case 0 -> random.nextInt(4) / 4.0;
            case 1 -> random.nextInt(10) / 10.0;
            case 4 -> Double.NaN;
            case 5 -> Double.NEGATIVE_INFINITY;
            case 6 -> -0.0;
            default -> random.nextDouble();
        };
        byte[] mask = mask();
        double[] box = box();
        double[] points = points();
        if (!objects.isEmpty() && random.nextInt(3) > 0) { // near an object
            Obj near = objects.get(random.nextInt(objects.size()));
            image = near.image;
            category = random.nextInt(8) == 0 ? category : near.category;
            box = near.box.clone();
            if (random.nextBoolean()) {
                box[random.nextInt(4)] += random.nextInt(3) - 1;
            }
            mask = near.mask.clone();
            for (int i = random.nextInt(20); i > 0; i--) {
                mask[random.nextInt(mask.length)] ^= 1;
            }
            for (int i = 0; i < points.length; i++) {
                points[i] = near.points[i] + (random.nextBoolean() ? 0 : random.nextGaussian());
            }
        }
        if (odd && random.nextInt(6) == 0) {
            box[random.nextInt(4)] = random.nextBoolean() ? Double.NaN : -random.nextInt(5);
        }
        return new Det(image, category, score, box, mask, points);
    }

    private long pick(long[] ids) {
        return ids[random.nextInt(ids.length)];
    }

    private double[] box() {
        double[] box = {
            random.nextInt(width), random.nextInt(height), 1 + random.nextInt(width), 1 + random.nextInt(height)
        };
        if (random.nextBoolean()) {
            for (int k = 0; k < 4; k++) {
                box[k] += random.nextInt(100) / 100.0;
            }
        }
        return box;
    }

    private byte[] mask() {
        byte[] mask = new byte[height * width];
        for (int blobs = random.nextInt(3); blobs >= 0; blobs--) {
            int x0 = random.nextInt(width);
            int y0 = random.nextInt(height);
            int x1 = Math.min(width, x0 + 1 + random.nextInt(width));
            int y1 = Math.min(height, y0 + 1 + random.nextInt(height));
            for (int x = x0; x < x1; x++) {
                for (int y = y0; y < y1; y++) {
                    mask[x * height + y] = (byte) (random.nextInt(10) == 0 ? 0 : 1);
                }
            }
        }
        return random.nextInt(20) == 0 ? new byte[mask.length] : mask;
    }

    private double[] points() {
        double[] points = new double[3 * POINTS];
        for (int i = 0; i < POINTS; i++) {
            points[3 * i] = random.nextInt(10 * width) / 10.0;
            points[3 * i + 1] = random.nextInt(10 * height) / 10.0;
            points[3 * i + 2] = random.nextInt(3);
        }
        return points;
    }

    static int pixels(byte[] mask) {
        int n = 0;
        for (byte b : mask) {
            n += b;
        }
        return n;
    }

    /** Parameters, often unusual ones. */
    EvalParams params() {
        EvalParams.Builder b = EvalParams.of(type).toBuilder();
        if (random.nextInt(3) == 0) {
            double[] values = {0.5, 0.75, 0.3, 0.9, 0.1, 1.0, 1.5};
            double[] thresholds = new double[random.nextInt(10) == 0 ? 70 : 1 + random.nextInt(4)];
            for (int t = 0; t < thresholds.length; t++) {
                thresholds[t] = values[random.nextInt(values.length)];
            }
            if (random.nextInt(3) == 0) {
                thresholds[0] = random.nextBoolean() ? 0 : -0.5;
            }
            b.iouThresholds(thresholds);
        }
        if (random.nextInt(3) == 0) {
            double[] values = {0, 0.25, 0.5, 1.0 / 3, 0.1, 1, -0.5, 1.5, Double.NaN};
            double[] thresholds = new double[1 + random.nextInt(6)];
            for (int r = 0; r < thresholds.length; r++) {
                thresholds[r] = values[random.nextInt(values.length)];
            }
            b.recallThresholds(thresholds);
        }
        if (random.nextInt(3) == 0) {
            int[] limits = new int[1 + random.nextInt(4)];
            for (int i = 0; i < limits.length; i++) {
                limits[i] = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(8);
            }
            b.maxDetections(limits);
        }
        if (random.nextInt(3) == 0) {
            b.areas(List.of(
                    new AreaRange("all", 0, 1e10), new AreaRange("tiny", 0, 60), new AreaRange("rest", 60, 9216)));
        }
        if (random.nextInt(4) == 0) {
            b.useCategories(false);
        }
        if (random.nextInt(4) == 0) {
            b.imageIds(images[0], 12_345, images[images.length - 1]);
        }
        if (random.nextInt(4) == 0) {
            b.categoryIds(
                    categories.length == 1
                            ? new long[] {77, categories[0]}
                            : new long[] {categories[categories.length - 1], 77, categories[0]});
        }
        return b.build();
    }

    CocoDataset dataset(Strictness strictness) {
        return CocoDataset.parse("scene", datasetJson().getBytes(StandardCharsets.UTF_8), strictness);
    }

    String datasetJson() {
        StringBuilder text = new StringBuilder("{\"images\": [");
        for (int i = 0; i < images.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"id\": " + images[i] + ", \"height\": " + height + ", \"width\": " + width + "}");
        }
        text.append("],\n \"annotations\": [");
        for (int i = 0; i < objects.size(); i++) {
            Obj o = objects.get(i);
            text.append(i == 0 ? "" : ", ").append("{\"id\": " + o.id + ", \"image_id\": " + o.image);
            text.append(", \"category_id\": " + o.category + ", \"bbox\": " + list(o.box) + ", \"area\": " + o.area);
            text.append(", \"iscrowd\": " + o.crowd + ", \"keypoints\": " + list(o.points));
            text.append(", \"num_keypoints\": " + labelled(o.points));
            text.append(", \"segmentation\": " + rle(o.mask, i % 2 == 0) + "}");
        }
        text.append("], \"categories\": [");
        for (int c = 0; c < categories.length; c++) {
            text.append(c == 0 ? "" : ",").append("{\"id\": " + categories[c] + ", \"name\": \"c\\u00e9" + c + "\"}");
        }
        return text.append("]}").toString();
    }

    CocoResults results(CocoDataset dataset) {
        return CocoResults.parse(
                "results", resultsJson().getBytes(StandardCharsets.UTF_8), dataset, Strictness.COMPATIBLE);
    }

    String resultsJson() {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < detections.size(); i++) {
            Det d = detections.get(i);
            text.append(i == 0 ? "" : ", ").append("{\"image_id\": " + d.image + ", \"category_id\": " + d.category);
            String score = d.score == Double.NEGATIVE_INFINITY ? "-Infinity" : String.valueOf(d.score);
            text.append(
                    switch (type) {
                        case BBOX -> ", \"bbox\": " + list(d.box);
                        case KEYPOINTS -> ", \"keypoints\": " + list(d.points);
                        default -> ", \"segmentation\": " + rle(d.mask, true);
                    });
            text.append(", \"score\": " + score + "}");
        }
        return text.append("]").toString();
    }

    static int labelled(double[] points) {
        int n = 0;
        for (int i = 2; i < points.length; i += 3) {
            n += points[i] > 0 ? 1 : 0;
        }
        return n;
    }

    private String rle(byte[] mask, boolean compressed) {
        Rle rle = Rle.ofMask(mask, height, width, Rle.Layout.COLUMN_MAJOR);
        StringBuilder text = new StringBuilder("{\"size\": [" + height + ", " + width + "], \"counts\": ");
        if (compressed) {
            return text.append('"' + rle.toCompressedString().replace("\\", "\\\\") + "\"}")
                    .toString();
        }
        text.append('[');
        for (int i = 0; i < rle.runs(); i++) {
            text.append(i == 0 ? "" : ",").append(rle.run(i));
        }
        return text.append("]}").toString();
    }

    private static String list(double[] values) {
        StringBuilder text = new StringBuilder("[");
        for (int i = 0; i < values.length; i++) {
            text.append(i == 0 ? "" : ", ").append(values[i]);
        }
        return text.append(']').toString();
    }
}

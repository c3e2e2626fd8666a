package org.mvit4j.data.synthetic;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.mvit4j.coco.mask.Rle;
import org.mvit4j.data.loader.SeedMix;
import org.mvit4j.nn.io.Draft;

/**
 * A data set of drawn shapes in the COCO format: {@code annotations/instances_train.json} with {@code train/}, and the
 * same for {@code val}. Classes are {@link ShapeKind}s; there are overlaps, occlusion, objects cut by the border, crowds
 * with run-length masks, and sizes from a few pixels to most of the picture. A picture depends on the seed, the split and
 * its number alone.
 *
 * @param trainImages number of pictures to learn from
 * @param valImages number of held-out pictures
 * @param side length of the sides, about
 * @param mostObjects up to this many shapes per picture
 * @param seed of everything
 */
public record ShapeDataset(int trainImages, int valImages, int side, int mostObjects, long seed) {

    private static final ObjectMapper JSON = new ObjectMapper();

    public ShapeDataset {
        if (trainImages < 1 || valImages < 1 || side < 64 || mostObjects < 1) {
            throw new IllegalArgumentException("a drawn data set needs images, sides of at least 64 and an object, got "
                    + trainImages + " and " + valImages + " images, side " + side + ", " + mostObjects + " objects");
        }
    }

    /** One picture of a split, 0 for training and 1 for validation. */
    public ShapeScene scene(int split, int number) {
        SplittableRandom random = SeedMix.random(seed, number, split);
        int width = (int) (side * (0.8 + 0.4 * random.nextDouble()));
        int height = (int) (side * (0.8 + 0.4 * random.nextDouble()));
        return ShapeScene.draw(width, height, mostObjects, random);
    }

    /**
     * Draws everything into a folder.
     *
     * @param progress told of each picture, by several threads
     */
    public void write(Path folder, LongConsumer progress) throws IOException {
        Path annotations = Files.createDirectories(folder.resolve("annotations"));
        String[] splits = {"train", "val"};
        int[] counts = {trainImages, valImages};
        for (int split = 0; split < splits.length; split++) {
            Path pictures = Files.createDirectories(folder.resolve(splits[split]));
            Path file = annotations.resolve("instances_" + splits[split] + ".json");
            Path temporary = Draft.file(file);
            try (JsonGenerator json = JSON.createGenerator(Files.newBufferedWriter(temporary))) {
                write(json, pictures, split, counts[split], progress);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void write(JsonGenerator json, Path pictures, int split, int count, LongConsumer progress)
            throws IOException {
        List<Drawn> pages = draw(pictures, split, count, progress);
        json.writeStartObject();
        json.writeObjectFieldStart("info");
        json.writeStringField("description", "Drawn shapes, seed " + seed);
        json.writeEndObject();
        json.writeArrayFieldStart("licenses");
        json.writeEndArray();
        json.writeArrayFieldStart("images");
        for (int i = 0; i < count; i++) {
            Drawn drawn = pages.get(i);
            json.writeStartObject();
            json.writeNumberField("id", i + 1);
            json.writeNumberField("width", drawn.width());
            json.writeNumberField("height", drawn.height());
            json.writeStringField("file_name", name(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("annotations");
        int id = 1;
        for (int i = 0; i < count; i++) {
            for (ShapeScene.Item item : pages.get(i).objects()) {
                write(json, id++, i + 1, item);
            }
        }
        json.writeEndArray();
        json.writeArrayFieldStart("categories");
        for (ShapeKind kind : ShapeKind.values()) {
            json.writeStartObject();
            json.writeNumberField("id", kind.categoryId());
            json.writeStringField("name", kind.label());
            json.writeStringField("supercategory", "shape");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, int id, int imageId, ShapeScene.Item item) throws IOException {
        Rle mask = item.mask();
        json.writeStartObject();
        json.writeNumberField("id", id);
        json.writeNumberField("image_id", imageId);
        json.writeNumberField("category_id", item.kind().categoryId());
        json.writeNumberField("iscrowd", item.crowd() ? 1 : 0);
        json.writeNumberField("area", mask.area());
        json.writeArrayFieldStart("bbox");
        for (double v : mask.toBbox()) {
            json.writeNumber(v);
        }
        json.writeEndArray();
        if (item.rings().isEmpty()) {
            json.writeObjectFieldStart("segmentation");
            json.writeArrayFieldStart("size");
            json.writeNumber(mask.height());
            json.writeNumber(mask.width());
            json.writeEndArray();
            json.writeStringField("counts", mask.toCompressedString());
            json.writeEndObject();
        } else {
            json.writeArrayFieldStart("segmentation");
            for (double[] ring : item.rings()) {
                json.writeStartArray();
                for (double v : ring) {
                    json.writeNumber(v);
                }
                json.writeEndArray();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private record Drawn(int width, int height, List<ShapeScene.Item> objects) {}

    /** Draws and writes the pictures of a split on all cores; each depends on its number alone. */
    private List<Drawn> draw(Path pictures, int split, int count, LongConsumer progress) throws IOException {
        try {
            return IntStream.range(0, count)
                    .parallel()
                    .mapToObj(i -> {
                        ShapeScene scene = scene(split, i);
                        write(scene.image(), pictures.resolve(name(i)));
                        progress.accept(1);
                        return new Drawn(scene.image().getWidth(), scene.image().getHeight(), scene.objects());
                    })
                    .toList();
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static String name(int number) {
        return "%06d.png".formatted(number + 1);
    }

    private static void write(BufferedImage image, Path file) {
        try {
            if (!ImageIO.write(image, "png", file.toFile())) {
                throw new IOException(file + ": this Java has no PNG writer");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

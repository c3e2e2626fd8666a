package org.mvit4j.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.data.image.ImageSize;
import org.mvit4j.data.image.RgbImage;

class AnnotationMapperTest {

    private static final double TOLERANCE = 1e-4;

    @Test
    void integersAreTruncatedByResizingAndFractionsAreNot() {
        ResizeTo resize = new ResizeTo(new ImageSize(100, 100), new ImageSize(133, 133));
        RgbImage image = RgbImage.black(100, 100);
        var integers = InstanceAnnotation.ofCoco(0, 10, 20, 31, 41, true, InstanceShape.NONE, false);
        var fractions = InstanceAnnotation.ofCoco(0, 10.0, 20, 31, 41, false, InstanceShape.NONE, false);
        AnnotationMapper mapper = new AnnotationMapper(false);
        assertThat(mapper.map(1, image, List.of(integers), resize).boxes()).containsExactly(13, 26, 54, 81);
        assertThat(mapper.map(1, image, List.of(fractions), resize).boxes())
                .containsExactly(new float[] {13.3f, 26.6f, 54.53f, 81.13f}, within(1e-4f));
    }

    /** The draws of detectron2's own test: scale 0.594…, crop 0.1829…, flip. */
    @Test
    void jitterCropFlip() {
        ImageSize size = new ImageSize(800, 900);
        ResizeTo resize = new ResizeScale(0.2, 2.0, 1000, 1100).at(size, 0.5944872915308275);
        assertThat(resize.outputSize()).isEqualTo(new ImageSize(581, 654));
        Transform crop = new FixedSizeCrop(1000, 1100, true, 128).at(resize.outputSize(), 0.18291293531316744);
        Transform chain = new TransformChain(size, List.of(resize, crop, new Mirror(crop.outputSize())));
        assertThat(chain.outputSize()).isEqualTo(new ImageSize(1000, 1100));
        assertThat(chain.applyToBox(Coordinates.real(91, 46, 144, 111)).xy())
                .containsExactly(new double[] {895.42, 33.42666667, 933.91125, 80.66}, within(1e-6));
        assertThat(chain.applyToBox(Coordinates.real(523, 251, 614, 295)).xy())
                .containsExactly(new double[] {554.0825, 182.39333333, 620.17125, 214.36666667}, within(1e-6));
        List<Coordinates> rings = chain.applyToRings(List.of(Coordinates.integers(91, 46, 144, 46, 144, 111, 91, 111)));
        assertThat(rings).hasSize(1);
        assertThat(Rings.sortedPoints(rings.get(0).xy()))
                .usingElementComparator(Rings.close(TOLERANCE))
                .isEqualTo(Rings.sortedPoints(new double[] {934, 33, 934, 80, 896, 80, 896, 33}));
    }

    @Test
    void cropsClipBoxesToNothingAndSuchObjectsGo() {
        CropTo crop = new CropTo(new ImageSize(600, 600), 300, 300, 10, 10);
        assertThat(crop.applyToBox(Coordinates.real(10, 10, 200, 400)).xy()).containsExactly(-290, -290, -100, 100);
        var outside = InstanceAnnotation.ofCoco(0, 10, 10, 190, 390, false, InstanceShape.NONE, false);
        var crowd = InstanceAnnotation.ofCoco(0, 300, 300, 10, 10, false, InstanceShape.NONE, true);
        var inside = InstanceAnnotation.ofCoco(3, 300, 300, 5, 5, false, InstanceShape.NONE, false);
        TrainingSample sample =
                new AnnotationMapper(false).map(7, RgbImage.black(600, 600), List.of(outside, crowd, inside), crop);
        assertThat(sample.classes()).containsExactly(3);
        assertThat(sample.boxes()).containsExactly(0, 0, 5, 5);
    }

    @Test
    void boxesAreRecomputedFromWhatIsLeft() {
        var triangle = InstanceShape.polygons(List.of(Coordinates.real(0, 0, 40, 0, 0, 40)));
        var annotation = InstanceAnnotation.ofCoco(0, 0, 0, 40, 40, false, triangle, false);
        CropTo crop = new CropTo(new ImageSize(60, 60), 30, 0, 30, 60);
        RgbImage image = RgbImage.black(60, 60);
        assertThat(new AnnotationMapper(false)
                        .map(1, image, List.of(annotation), crop)
                        .boxes())
                .containsExactly(0, 0, 10, 40);
        assertThat(new AnnotationMapper(true)
                        .map(1, image, List.of(annotation), crop)
                        .boxes())
                .containsExactly(0, 0, 10, 10);
    }

    @Test
    void aBowTieSplitsAndHolesAreFilled() {
        CropTo crop = new CropTo(new ImageSize(100, 100), 0, 0, 100, 20);
        // a W whose three upper tips reach into the window
        List<Coordinates> tips =
                crop.applyToRings(List.of(Coordinates.real(0, 10, 10, 90, 20, 10, 30, 90, 40, 10, 40, 95, 0, 95)));
        assertThat(tips).hasSize(3);
        assertThat(crop.applyToRings(List.of(Coordinates.real(5, 5, 5, 5, 5, 5))))
                .isEmpty();
    }

    /** Every kind of transform moves a painted block and its box, polygon and mask to the same place. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void pixelsBoxesPolygonsAndMasksMoveTogether(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int width = 200 + random.nextInt(100);
        int height = 180 + random.nextInt(100);
        int x = 40 + random.nextInt(40);
        int y = 30 + random.nextInt(40);
        int w = 60;
        int h = 80;
        RgbImage image = RgbImage.black(width, height);
        byte[] mask = new byte[width * height];
        for (int row = y; row < y + h; row++) {
            for (int col = x; col < x + w; col++) {
                mask[row * width + col] = 1;
                for (int c = 0; c < 3; c++) {
                    image.pixels()[3 * (row * width + col) + c] = (byte) 255;
                }
            }
        }
        var ring = InstanceShape.polygons(List.of(Coordinates.real(x, y, x + w, y, x + w, y + h, x, y + h)));
        var polygon = InstanceAnnotation.ofCoco(0, x, y, w, h, false, ring, false);
        var bits = InstanceAnnotation.ofCoco(1, x, y, w, h, false, new BitMask(width, height, mask), false);
        Augmentation augmentation = Augmentation.sequence(List.of(
                Augmentation.withProbability(
                        0.5,
                        Augmentation.sequence(List.of(
                                RandomShortestEdge.choice(List.of(150, 200, 300), 400), new RandomCrop(120, 260)))),
                new RandomShortestEdge(List.of(150, 250), true, 400),
                new ResizeScale(0.6, 1.6, 256, 256),
                new FixedSizeCrop(230, 240, true, 128),
                Augmentation.randomFlip(0.5)));
        Transform drawn = augmentation.draw(image.size(), random);
        TrainingSample sample = new AnnotationMapper(true).map(1, image, List.of(polygon, bits), drawn);
        assertThat(sample.image().size()).as("seed %d", seed).isEqualTo(new ImageSize(230, 240));
        List<float[]> seen = new ArrayList<>();
        for (int i = 0; i < sample.count(); i++) {
            float[] box = java.util.Arrays.copyOfRange(sample.boxes(), 4 * i, 4 * i + 4);
            seen.add(box);
            float[] bright = brightBox(sample.image());
            for (int k = 0; k < 4; k++) {
                assertThat(box[k]).as("seed %d, object %d, side %d", seed, i, k).isCloseTo(bright[k], within(3f));
            }
        }
        assertThat(seen).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void aResizeJoinedWithItsCropGivesTheSameBytes() {
        RgbImage image = noise(211, 157, 5);
        ResizeTo resize = new ResizeTo(image.size(), new ImageSize(320, 240));
        CropTo crop = new CropTo(resize.outputSize(), 33, 21, 150, 900);
        RgbImage joined = new TransformChain(image.size(), List.of(resize, crop)).apply(image);
        assertThat(joined).isEqualTo(crop.apply(resize.apply(image)));
    }

    @Test
    void masksFlipAndScale() {
        byte[] left = new byte[300 * 400];
        for (int i = 0; i < left.length; i++) {
            left[i] = (byte) (i % 400 < 200 ? 1 : 0);
        }
        BitMask mask = new BitMask(400, 300, left);
        assertThat(new Mirror(new ImageSize(400, 300)).apply(mask).bounds()).containsExactly(200, 0, 400, 300);
        assertThat(mask.resize(200, 100).bounds()).containsExactly(0, 0, 100, 100);
        assertThat(mask.resize(200, 100).pad(210, 130).bounds()).containsExactly(0, 0, 100, 100);
    }

    private static RgbImage noise(int width, int height, long seed) {
        RgbImage image = RgbImage.black(width, height);
        new java.util.Random(seed).nextBytes(image.pixels());
        return image;
    }

    private static float[] brightBox(RgbImage image) {
        float[] box = {image.width(), image.height(), 0, 0};
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                if ((image.rgb(x, y) & 0xff) > 140) {
                    box[0] = Math.min(box[0], x);
                    box[1] = Math.min(box[1], y);
                    box[2] = Math.max(box[2], x + 1);
                    box[3] = Math.max(box[3], y + 1);
                }
            }
        }
        return box;
    }
}

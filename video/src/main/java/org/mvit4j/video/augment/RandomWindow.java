package org.mvit4j.video.augment;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.random.RandomGenerator;
import org.mvit4j.data.transform.Resize;
import org.mvit4j.data.transform.ResizeFilter;
import org.mvit4j.video.clip.BilinearWindow;

/** Which square of the frames a training clip shows, and at which size. One window for all frames of a clip. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = RandomWindow.ShortSideJitter.class, name = "short_side_jitter"),
    @JsonSubTypes.Type(value = RandomWindow.InceptionCrop.class, name = "inception_crop"),
    @JsonSubTypes.Type(value = RandomWindow.PictureCrop.class, name = "picture_crop"),
    @JsonSubTypes.Type(value = RandomWindow.ScaleJitter.class, name = "scale_jitter")
})
public sealed interface RandomWindow {

    /** Side of the square. */
    int crop();

    /** The same for another side of the square; other sides grow with it. */
    RandomWindow withCrop(int side);

    /** Draws a cut for frames of a size. */
    FrameCrop draw(int width, int height, RandomGenerator random);

    /**
     * The frame is resized to a random short side, then cut at random (SlowFast, TimeSformer).
     *
     * @param crop side of the square
     * @param minSide smallest short side
     * @param maxSide largest short side
     * @param inverse whether one over the side is uniform, as in Simonyan and Zisserman's scale jitter, and not the side
     */
    record ShortSideJitter(int crop, int minSide, int maxSide, boolean inverse) implements RandomWindow {

        public ShortSideJitter {
            if (crop < 1 || minSide < crop || maxSide < minSide) {
                throw new IllegalArgumentException("short sides " + minSide + " to " + maxSide + " with a crop of "
                        + crop + ": give crop <= min_side <= max_side");
            }
        }

        @Override
        public ShortSideJitter withCrop(int side) {
            double factor = (double) side / crop;
            return new ShortSideJitter(
                    side, (int) Math.round(minSide * factor), (int) Math.round(maxSide * factor), inverse);
        }

        @Override
        public FrameCrop draw(int width, int height, RandomGenerator random) {
            double u = random.nextDouble();
            double drawn = inverse
                    ? 1 / (1.0 / maxSide + u * (1.0 / minSide - 1.0 / maxSide))
                    : minSide + u * (maxSide - minSide);
            int side = (int) Math.rint(drawn);
            int w = width < height ? side : (int) Math.floor((double) width / height * side);
            int h = width < height ? (int) Math.floor((double) height / width * side) : side;
            int top = h > crop ? random.nextInt(h - crop) : 0;
            int left = w > crop ? random.nextInt(w - crop) : 0;
            return BilinearWindow.of(width, height, w, h, left, top, crop, crop)::sample;
        }
    }

    /**
     * A box of random area and aspect ratio, resized to the square whatever its shape (Szegedy et al., Going Deeper with
     * Convolutions, CVPR 2015).
     *
     * @param crop side of the square
     * @param minArea smallest share of the frame
     * @param maxArea largest share of the frame
     * @param minAspect smallest width over height; its logarithm is uniform
     * @param maxAspect largest width over height
     */
    record InceptionCrop(int crop, double minArea, double maxArea, double minAspect, double maxAspect)
            implements RandomWindow {

        private static final int TRIES = 10;

        public InceptionCrop {
            check(crop, minArea, maxArea, minAspect, maxAspect);
        }

        static void check(int crop, double minArea, double maxArea, double minAspect, double maxAspect) {
            if (crop < 1
                    || !(minArea > 0 && minArea <= maxArea && maxArea <= 1)
                    || !(minAspect > 0 && minAspect <= maxAspect)) {
                throw new IllegalArgumentException("crop " + crop + ", areas " + minArea + " to " + maxArea
                        + ", aspects " + minAspect + " to " + maxAspect
                        + ": give 0 < min_area <= max_area <= 1 and 0 < min_aspect <= max_aspect");
            }
        }

        /** From 8 % of the frame to all of it, aspect 3:4 to 4:3. */
        public static InceptionCrop standard(int crop) {
            return new InceptionCrop(crop, 0.08, 1, 3.0 / 4, 4.0 / 3);
        }

        /** A box in pixels. */
        record Box(int left, int top, int width, int height) {}

        @Override
        public InceptionCrop withCrop(int side) {
            return new InceptionCrop(side, minArea, maxArea, minAspect, maxAspect);
        }

        @Override
        public FrameCrop draw(int width, int height, RandomGenerator random) {
            Box box = box(width, height, random);
            return BilinearWindow.ofBox(box.left, box.top, box.width, box.height, crop, crop)::sample;
        }

        Box box(int width, int height, RandomGenerator random) {
            for (int i = 0; i < TRIES; i++) {
                double area = (minArea + random.nextDouble() * (maxArea - minArea)) * width * height;
                double low = Math.log(minAspect);
                double aspect = Math.exp(low + random.nextDouble() * (Math.log(maxAspect) - low));
                int w = (int) Math.rint(Math.sqrt(area * aspect));
                int h = (int) Math.rint(Math.sqrt(area / aspect));
                if (w > 0 && w <= width && h > 0 && h <= height) {
                    int top = random.nextInt(height - h + 1);
                    int left = random.nextInt(width - w + 1);
                    return new Box(left, top, w, h);
                }
            }
            double aspect = (double) width / height;
            int w = aspect > maxAspect ? (int) Math.rint(height * maxAspect) : width;
            int h = aspect < minAspect ? (int) Math.rint(width / minAspect) : height;
            return new Box((width - w) / 2, (height - h) / 2, w, h);
        }
    }

    /**
     * As {@link InceptionCrop}, but resized with antialiasing as Pillow does it: the way image classifiers are trained.
     *
     * @param crop side of the square
     * @param minArea smallest share of the picture
     * @param maxArea largest share of the picture
     * @param minAspect smallest width over height; its logarithm is uniform
     * @param maxAspect largest width over height
     * @param filter the interpolation kernel
     */
    record PictureCrop(
            int crop, double minArea, double maxArea, double minAspect, double maxAspect, ResizeFilter filter)
            implements RandomWindow {

        public PictureCrop {
            InceptionCrop.check(crop, minArea, maxArea, minAspect, maxAspect);
        }

        @Override
        public PictureCrop withCrop(int side) {
            return new PictureCrop(side, minArea, maxArea, minAspect, maxAspect, filter);
        }

        @Override
        public FrameCrop draw(int width, int height, RandomGenerator random) {
            InceptionCrop.Box box =
                    new InceptionCrop(crop, minArea, maxArea, minAspect, maxAspect).box(width, height, random);
            Resize resize = new Resize(filter, false);
            return frame -> CutClip.values(
                    resize.apply(frame.crop(box.left(), box.top(), box.width(), box.height()), crop, crop));
        }
    }

    /**
     * The frame is resized to a fixed short side, then, width and height apart, by random factors, and cut at random;
     * values are cut to whole numbers after each step (DMVR, ViViT).
     *
     * @param crop side of the square
     * @param shortSide the fixed short side
     * @param minFactor smallest factor
     * @param maxFactor largest factor
     * @param probability of the random factors
     */
    record ScaleJitter(int crop, int shortSide, double minFactor, double maxFactor, double probability)
            implements RandomWindow {

        public ScaleJitter {
            if (crop < 1
                    || !(minFactor > 0 && minFactor <= maxFactor)
                    || !(probability >= 0 && probability <= 1)
                    || (int) ((float) minFactor * shortSide) < crop
                    || shortSide < crop) {
                throw new IllegalArgumentException("short side " + shortSide + " times " + minFactor + " to "
                        + maxFactor + " with a crop of " + crop + ": the smallest result must hold the crop");
            }
        }

        @Override
        public ScaleJitter withCrop(int side) {
            return new ScaleJitter(
                    side, (int) Math.ceil((double) shortSide * side / crop), minFactor, maxFactor, probability);
        }

        @Override
        public FrameCrop draw(int width, int height, RandomGenerator random) {
            int w = Math.max(shortSide, (int) ((long) width * shortSide / height));
            int h = Math.max(shortSide, (int) ((long) height * shortSide / width));
            float down = (float) (minFactor + random.nextDouble() * (maxFactor - minFactor));
            float across = (float) (minFactor + random.nextDouble() * (maxFactor - minFactor));
            boolean jittered = random.nextDouble() < probability;
            int jitteredHeight = jittered ? (int) (down * h) : h;
            int jitteredWidth = jittered ? (int) (across * w) : w;
            int top = random.nextInt(jitteredHeight - crop + 1);
            int left = random.nextInt(jitteredWidth - crop + 1);
            BilinearWindow first = BilinearWindow.of(width, height, w, h, 0, 0, w, h);
            BilinearWindow second = BilinearWindow.of(w, h, jitteredWidth, jitteredHeight, left, top, crop, crop);
            boolean fits = width == w && height == h;
            return frame -> whole(second.sample(fits ? frame : CutClip.picture(first.sample(frame), w, h)));
        }

        private static float[] whole(float[] values) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (int) values[i];
            }
            return values;
        }
    }
}

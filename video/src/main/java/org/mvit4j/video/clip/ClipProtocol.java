package org.mvit4j.video.clip;

import org.mvit4j.data.batch.Normalization;

/**
 * How a published model sees videos in its test: frames, sizes, crops, pixel values, views, and how the views' scores
 * become the video's.
 *
 * @param sampler which frames
 * @param cropSize side of the square crop
 * @param shortSide the short side before a single, central crop; several crops are taken from a picture whose short side
 *     is {@code severalShortSide}
 * @param severalShortSide the short side before several crops
 * @param rounding what becomes of resized values
 * @param crops where several crops lie
 * @param normalization the pixel statistics, and the channel order
 * @param temporalViews clips per video in the published test
 * @param spatialViews crops per clip in the published test
 * @param aggregation how views become one
 */
public record ClipProtocol(
        FrameSampler sampler,
        int cropSize,
        int shortSide,
        int severalShortSide,
        Rounding rounding,
        CropOrder crops,
        Normalization normalization,
        int temporalViews,
        int spatialViews,
        Aggregation aggregation) {

    /** What becomes of resized pixel values on the scale 0 to 255. */
    public enum Rounding {
        /** They stay fractions: SlowFast, TimeSformer. */
        NONE,
        /** To nearest: torchvision, mmaction2. */
        NEAREST,
        /** Cut off: scenic. */
        DOWN
    }

    /** Where several crops lie, and how their offsets are rounded. */
    public enum CropOrder {
        /** Left, centre, right (top, centre, bottom in an upright picture), the centre rounded up. */
        LEFT_CENTER_RIGHT,
        /** Left, right, middle, with whole steps rounded down: mmaction2. */
        LEFT_RIGHT_MIDDLE
    }

    /** How the logits of views become the scores of a video. */
    public enum Aggregation {
        SUM_OF_PROBABILITIES,
        MEAN_OF_PROBABILITIES,
        SUM_OF_LOGITS,
        MEAN_OF_LOGITS;

        /** Whether probabilities are summed and not logits. */
        public boolean ofProbabilities() {
            return this == SUM_OF_PROBABILITIES || this == MEAN_OF_PROBABILITIES;
        }

        /** Whether the sum is divided by the number of views. */
        public boolean mean() {
            return this == MEAN_OF_PROBABILITIES || this == MEAN_OF_LOGITS;
        }
    }

    public ClipProtocol {
        if (cropSize < 1 || shortSide < cropSize || severalShortSide < cropSize) {
            throw new IllegalArgumentException(
                    "a crop of " + cropSize + " does not fit a short side of " + Math.min(shortSide, severalShortSide));
        }
        if (temporalViews < 1 || spatialViews != 1 && spatialViews != 3) {
            throw new IllegalArgumentException(
                    "views " + temporalViews + "x" + spatialViews + " are not possible: give clips x 1 or clips x 3");
        }
    }

    /** The same with other views. */
    public ClipProtocol withViews(int temporal, int spatial) {
        return new ClipProtocol(
                sampler,
                cropSize,
                shortSide,
                severalShortSide,
                rounding,
                crops,
                normalization,
                temporal,
                spatial,
                aggregation);
    }

    /** The same for a model of other frames and crop; sides grow with the crop. */
    public ClipProtocol withClip(int frames, int crop) {
        return new ClipProtocol(
                new FrameSampler(sampler.family(), frames, sampler.stride()),
                crop,
                Math.round((float) shortSide * crop / cropSize),
                Math.round((float) severalShortSide * crop / cropSize),
                rounding,
                crops,
                normalization,
                temporalViews,
                spatialViews,
                aggregation);
    }

    /** The same with another way to sum up. */
    public ClipProtocol withAggregation(Aggregation value) {
        return new ClipProtocol(
                sampler,
                cropSize,
                shortSide,
                severalShortSide,
                rounding,
                crops,
                normalization,
                temporalViews,
                spatialViews,
                value);
    }

    /** The number of the crop in the middle. */
    public int middleCrop() {
        return spatialViews == 1 ? 0 : crops == CropOrder.LEFT_RIGHT_MIDDLE ? 2 : 1;
    }

    /** The protocol in words, to be printed beside every result. */
    public String describe() {
        return sampler.frames() + " frames x stride " + sampler.stride() + " (" + sampler.family() + "), "
                + temporalViews + " clips x " + spatialViews + " crops of " + cropSize + ", "
                + aggregation.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}

package org.mvit4j.video.augment;

/**
 * An augmented, normalised clip.
 *
 * @param pixels [3, frames, side, side], row-major, in the model's channel order
 * @param frames how many
 * @param side width and height
 * @param label number of its class
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingClip(float[] pixels, int frames, int side, int label) {

    public TrainingClip {
        if (pixels.length != 3 * frames * side * side) {
            throw new IllegalArgumentException(
                    pixels.length + " values are no clip of " + frames + " frames of " + side + " x " + side);
        }
    }
}

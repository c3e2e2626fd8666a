package org.mvit4j.detect.draw;

/**
 * What a {@link Visualizer} draws.
 *
 * @param boxes rectangles around objects
 * @param masks translucent fill of masks
 * @param outlines lines along the edges of masks
 * @param labels class and score on a plate
 * @param maskOpacity of the fill, 0 to 1
 * @param colourBy what gets a colour of its own
 */
public record DrawOptions(
        boolean boxes, boolean masks, boolean outlines, boolean labels, double maskOpacity, ColourBy colourBy) {

    /** Whether objects of one class share a colour. */
    public enum ColourBy {
        CLASS,
        INSTANCE
    }

    /** Everything, one colour per object. */
    public static final DrawOptions DEFAULT = new DrawOptions(true, true, true, true, 0.45, ColourBy.INSTANCE);

    public DrawOptions {
        if (!(maskOpacity >= 0 && maskOpacity <= 1)) {
            throw new IllegalArgumentException("mask opacity lies between 0 and 1, got " + maskOpacity);
        }
    }

    public DrawOptions withBoxes(boolean value) {
        return new DrawOptions(value, masks, outlines, labels, maskOpacity, colourBy);
    }

    public DrawOptions withMasks(boolean value) {
        return new DrawOptions(boxes, value, value, labels, maskOpacity, colourBy);
    }

    public DrawOptions withLabels(boolean value) {
        return new DrawOptions(boxes, masks, outlines, value, maskOpacity, colourBy);
    }

    public DrawOptions withColourBy(ColourBy value) {
        return new DrawOptions(boxes, masks, outlines, labels, maskOpacity, value);
    }
}

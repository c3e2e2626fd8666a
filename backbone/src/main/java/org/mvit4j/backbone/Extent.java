package org.mvit4j.backbone;

/**
 * A size, stride or kernel along time, height and width; images have t = 1.
 *
 * @param t along time
 * @param h along height
 * @param w along width
 */
public record Extent(int t, int h, int w) {

    /** One along every axis. */
    public static final Extent ONE = new Extent(1, 1, 1);

    /** The same along height and width, one along time. */
    public static Extent square(int side) {
        return new Extent(1, side, side);
    }

    /** Returns t h w. */
    public int volume() {
        return Math.multiplyExact(Math.multiplyExact(t, h), w);
    }

    /** Divides rounding up: the size of a map after a pooling with this stride and "same" padding. */
    public Extent ceilDiv(Extent stride) {
        return new Extent(-Math.floorDiv(-t, stride.t), -Math.floorDiv(-h, stride.h), -Math.floorDiv(-w, stride.w));
    }

    /** Divides rounding down: the nominal size from which position tables are dimensioned. */
    public Extent floorDiv(Extent stride) {
        return new Extent(t / stride.t, h / stride.h, w / stride.w);
    }
}

package org.mvit4j.video.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a drawn flower does: one of its four phases grows or falls, the others stay. */
public enum Motion {
    LEFT(0, -1),
    RIGHT(0, 1),
    UP(1, -1),
    DOWN(1, 1),
    /** The pattern flows outwards. */
    EXPAND(2, 1),
    /** The pattern flows inwards. */
    CONTRACT(2, -1),
    CLOCKWISE(3, 1),
    COUNTERCLOCKWISE(3, -1);

    private final int axis;
    private final int sign;

    Motion(int axis, int sign) {
        this.axis = axis;
        this.sign = sign;
    }

    /** Number of the phase that changes: 0 column, 1 row, 2 scale of the pattern, 3 angle. */
    public int axis() {
        return axis;
    }

    /** 1 if the phase grows, -1 if it falls. */
    public int sign() {
        return sign;
    }

    /** What a clip of this motion shows when it is played backwards. */
    public Motion reversed() {
        return Arrays.stream(values())
                .filter(other -> other.axis == axis && other.sign == -sign)
                .findFirst()
                .orElseThrow();
    }

    /** The name of its folder. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The labels in the order in which folders are numbered: by alphabet. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Motion::label).sorted().toList();
    }
}

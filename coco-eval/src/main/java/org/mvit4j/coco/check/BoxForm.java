package org.mvit4j.coco.check;

import org.jspecify.annotations.Nullable;

/** Forms in which boxes are written by mistake, and how to read them as x, y, width, height in pixels. */
enum BoxForm {
    AS_IS("x, y, width, height in pixels", ""),
    CORNERS("two corners x1, y1, x2, y2", "write [x1, y1, x2 - x1, y2 - y1]"),
    CENTRE("centre, width, height", "write [cx - w / 2, cy - h / 2, w, h]"),
    SHARES("shares of the image's size", "multiply x and width by the image's width, y and height by its height"),
    SHARE_CORNERS("two corners as shares of the image's size", "write [x1 * W, y1 * H, (x2 - x1) * W, (y2 - y1) * H]"),
    SHARE_CENTRE(
            "centre, width, height as shares of the image's size",
            "write [(cx - w / 2) * W, (cy - h / 2) * H, w * W, h * H]"),
    TRANSPOSED("y before x: y, x, height, width", "write [x, y, width, height]"),
    TRANSPOSED_CORNERS("corners with y before x: y1, x1, y2, x2", "write [x1, y1, x2 - x1, y2 - y1]"),
    SWAPPED_SIDES("height before width: x, y, height, width", "write [x, y, width, height]");

    final String description;
    final String fix;

    BoxForm(String description, String fix) {
        this.description = description;
        this.fix = fix;
    }

    /** The box read in this form; null if the image's size is needed and unknown. */
    double @Nullable [] read(double[] b, double width, double height) {
        boolean share = this == SHARES || this == SHARE_CORNERS || this == SHARE_CENTRE;
        if (share && (width <= 0 || height <= 0)) {
            return null;
        }
        double sx = share ? width : 1;
        double sy = share ? height : 1;
        return switch (this) {
            case AS_IS, SHARES -> new double[] {b[0] * sx, b[1] * sy, b[2] * sx, b[3] * sy};
            case CORNERS, SHARE_CORNERS -> new double[] {b[0] * sx, b[1] * sy, (b[2] - b[0]) * sx, (b[3] - b[1]) * sy};
            case CENTRE, SHARE_CENTRE ->
                new double[] {(b[0] - b[2] / 2) * sx, (b[1] - b[3] / 2) * sy, b[2] * sx, b[3] * sy};
            case TRANSPOSED -> new double[] {b[1], b[0], b[3], b[2]};
            case TRANSPOSED_CORNERS -> new double[] {b[1], b[0], b[3] - b[1], b[2] - b[0]};
            case SWAPPED_SIDES -> new double[] {b[0], b[1], b[3], b[2]};
        };
    }
}

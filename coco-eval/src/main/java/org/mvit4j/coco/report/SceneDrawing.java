package org.mvit4j.coco.report;

import java.util.Locale;
import org.mvit4j.coco.analysis.SceneBoxes;

/** An image as the outlines of its objects and detections; the pixels stay where they are. */
final class SceneDrawing {
    private static final double SIDE = 320;

    private SceneDrawing() {}

    static String of(Report.WorstImage image) {
        double width = image.width();
        double height = image.height();
        for (Report.Box box : image.boxes()) {
            width = image.width() > 0 ? width : Math.max(width, box.x() + box.width());
            height = image.height() > 0 ? height : Math.max(height, box.y() + box.height());
        }
        double scale = SIDE / Math.max(1, Math.max(width, height));
        Svg svg = new Svg(width * scale, height * scale, "scene", "objects and detections of image " + image.id());
        svg.rect(0, 0, width * scale, height * scale, "paper", "");
        for (SceneBoxes.Kind kind : new SceneBoxes.Kind[] {
            SceneBoxes.Kind.FOUND,
            SceneBoxes.Kind.RIGHT,
            SceneBoxes.Kind.MISSED,
            SceneBoxes.Kind.CONFUSED,
            SceneBoxes.Kind.WRONG
        }) {
            for (Report.Box box : image.boxes()) {
                if (box.kind() == kind) {
                    String score = Double.isNaN(box.score()) ? "" : String.format(Locale.ROOT, " %.2f", box.score());
                    String what = kind.name().toLowerCase(Locale.ROOT);
                    svg.rect(
                            box.x() * scale,
                            box.y() * scale,
                            box.width() * scale,
                            box.height() * scale,
                            what,
                            box.category() + score + ", " + what);
                    if (kind != SceneBoxes.Kind.FOUND && kind != SceneBoxes.Kind.RIGHT && box.width() * scale > 34) {
                        svg.text(box.x() * scale + 3, Math.max(10, box.y() * scale + 11), "in " + what, box.category());
                    }
                }
            }
        }
        return svg.toString();
    }
}

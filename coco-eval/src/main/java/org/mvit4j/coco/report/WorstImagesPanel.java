package org.mvit4j.coco.report;

import java.util.Locale;

/** The images that cost most. */
final class WorstImagesPanel extends Panel {
    private static final String TAGS =
            " <span class=\"tag missed\">missed</span> <span class=\"tag wrong\">nothing there</span>"
                    + " <span class=\"tag confused\">wrong category</span> <span class=\"tag right\">right</span>";

    WorstImagesPanel(Report.Evaluation evaluation) {
        super(evaluation);
    }

    @Override
    void tell() {
        if (evaluation.worst().isEmpty()) {
            return;
        }
        boolean drawn =
                evaluation.worst().stream().anyMatch(image -> !image.boxes().isEmpty());
        open(
                "Images that cost most",
                "AP that would be gained without the image, and its mistakes at the categories' best scores."
                        + (drawn ? TAGS : ""));
        add("<div class=\"scenes\">");
        for (Report.WorstImage image : evaluation.worst()) {
            String name = image.fileName() == null ? "image " + image.id() : image.fileName();
            add("<figure>" + (image.boxes().isEmpty() ? "" : SceneDrawing.of(image)) + "<figcaption><b title=\"id "
                    + image.id() + "\">" + Svg.escape(name) + "</b><span>costs "
                    + String.format(Locale.ROOT, "%.2f", 100 * image.loss()) + " AP · " + image.wrong() + " wrong · "
                    + image.missed() + " missed</span></figcaption></figure>");
        }
        add("</div></section>");
    }
}

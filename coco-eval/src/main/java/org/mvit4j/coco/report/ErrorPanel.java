package org.mvit4j.coco.report;

import java.util.Locale;
import java.util.Map;
import org.mvit4j.coco.analysis.ErrorAnalysis;

/** Kinds of errors and what each costs. */
final class ErrorPanel extends Panel {
    private static final Map<String, String> MEANING = Map.of(
            "Cls", "wrong category",
            "Loc", "poor overlap",
            "Both", "wrong category, poor overlap",
            "Dupe", "object already taken",
            "Bkg", "nothing there",
            "Miss", "object not found");

    ErrorPanel(Report.Evaluation evaluation) {
        super(evaluation);
    }

    @Override
    void tell() {
        ErrorAnalysis errors = evaluation.errors();
        if (errors == null) {
            return;
        }
        open(
                "What goes wrong",
                "AP at IoU 0.50 that would be gained if one kind of error were set right (TIDE). It is "
                        + String.format(Locale.ROOT, "%.1f", errors.ap())
                        + " as it is; gains do not add up, for one detection can hide behind another.");
        double most = Math.max(errors.falsePositives(), errors.falseNegatives());
        for (ErrorAnalysis.Error error : errors.errors()) {
            most = Math.max(most, error.loss());
        }
        add("<div class=\"bars errors\">");
        for (ErrorAnalysis.Error error : errors.errors()) {
            gain(
                    error.type().key(),
                    MEANING.getOrDefault(error.type().key(), ""),
                    error.loss(),
                    HtmlReport.count(error.count()) + " of them",
                    most);
        }
        add("</div><h4>All at once</h4><div class=\"bars errors\">");
        gain("FP", "no wrong detections", errors.falsePositives(), "", most);
        gain("FN", "no missed objects", errors.falseNegatives(), "", most);
        add("</div></section>");
    }

    private void gain(String key, String meaning, double loss, String tip, double most) {
        Svg svg = new Svg(200, 14, "whisker", key);
        svg.rect(0, 3, 200, 8, "track", "");
        svg.rect(0, 3, most == 0 ? 0 : 200 * loss / most, 8, "loss", tip);
        add("<div class=\"bar\"><span class=\"name\">" + key + " <small>" + Svg.escape(meaning)
                + (tip.isEmpty() ? "" : ", " + tip.replace(" of them", "")) + "</small></span>" + svg
                + "<span class=\"n\">" + String.format(Locale.ROOT, "%.1f", loss) + "</span></div>");
    }
}

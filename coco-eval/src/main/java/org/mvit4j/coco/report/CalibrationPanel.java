package org.mvit4j.coco.report;

import java.util.Locale;
import org.mvit4j.coco.analysis.Calibration;

/** Scores beside the share of detections that are right. */
final class CalibrationPanel extends Panel {
    CalibrationPanel(Report.Evaluation evaluation) {
        super(evaluation);
    }

    @Override
    void tell() {
        Calibration calibration = evaluation.calibration();
        open(
                "Do scores mean what they say?",
                "Of detections of some score, the share that is right at IoU "
                        + evaluation.curves().get(0).label().substring(4)
                        + ". On the diagonal a score is a probability. Mean distance (ECE) "
                        + percent(calibration.expectedError()) + ", greatest (MCE) "
                        + percent(calibration.maximumError()) + " points.");
        Plot plot = new Plot("reliability", "share of right detections over score", "score", "share right");
        int most = calibration.bins().stream()
                .mapToInt(Calibration.Bin::count)
                .max()
                .orElse(0);
        plot.curve(new double[] {0, 1}, new double[] {0, 1}, "diagonal", "");
        for (Calibration.Bin bin : calibration.bins()) {
            if (bin.count() == 0) {
                continue;
            }
            double x = Plot.x(bin.low()) + 2;
            double width = Plot.x(bin.high()) - Plot.x(bin.low()) - 4;
            plot.svg()
                    .rect(
                            x,
                            Plot.y(bin.accuracy()),
                            width,
                            Plot.y(0) - Plot.y(bin.accuracy()),
                            "share",
                            "opacity:" + Svg.number(0.25 + 0.6 * Math.sqrt((double) bin.count() / most)),
                            HtmlReport.count(bin.count()) + " detections of mean score "
                                    + String.format(Locale.ROOT, "%.2f", bin.confidence()) + ", "
                                    + percent(bin.accuracy()) + " % right");
            plot.svg().line(x, Plot.y(bin.confidence()), x + width, Plot.y(bin.confidence()), "expected");
        }
        add(plot.svg() + "<p class=\"note\">Bars: share right, stronger where there are more detections. Dashes: what"
                + " the scores promise.</p></section>");
    }
}

package org.mvit4j.train.motion;

import java.util.List;
import java.util.Locale;
import org.mvit4j.video.eval.ClassificationEvaluation;
import org.mvit4j.video.synthetic.Motion;

/** True motions by what a model took them for. */
final class ConfusionTable {

    /** What a page with such tables needs. */
    static final String STYLE = """
            .confusion { table-layout: fixed; font-size: .78em } .confusion td { position: relative; padding: 0; height: 2.2em;
              text-align: center; border: 1px solid var(--line) } .confusion td i { position: absolute; inset: 0 }
            .confusion tr:last-child td { border-bottom: 1px solid var(--line) } .confusion td span { position: relative }
            .confusion th { border: 0; padding: .2em .5em .2em 0; font-weight: 400; white-space: nowrap }
            .confusion th:first-child { width: 9.5em } .confusion tr:first-child th { vertical-align: bottom;
              text-align: center; padding: 0 0 .4em } .confusion tr:first-child span { writing-mode: vertical-rl;
              transform: rotate(180deg) }
            """;

    private ConfusionTable() {}

    static String html(ClassificationEvaluation evaluation, String colour) {
        int[][] counts = evaluation.confusion().counts();
        List<String> names = evaluation.classNames();
        StringBuilder text = new StringBuilder("<table class=\"confusion\"><tr><th></th>");
        for (Motion motion : Motion.values()) {
            text.append("<th><span>").append(motion.label()).append("</span></th>");
        }
        text.append("</tr>");
        for (Motion row : Motion.values()) {
            int from = names.indexOf(row.label());
            int support = evaluation.confusion().support(from);
            text.append("<tr><th>").append(row.label()).append("</th>");
            for (Motion column : Motion.values()) {
                int count = counts[from][names.indexOf(column.label())];
                text.append(String.format(
                        Locale.ROOT,
                        "<td><i style=\"background:%s;opacity:%.2f\"></i><span>%s</span></td>",
                        colour,
                        support == 0 ? 0 : 0.9 * count / support,
                        count == 0 ? "" : count));
            }
            text.append("</tr>");
        }
        return text.append("</table>").toString();
    }
}

package org.mvit4j.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class LineChartTest {

    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader("<div>" + html + "</div>")));
    }

    @Test
    void pointsLandWhereTheAxesSay() throws Exception {
        String html = new LineChart("step", 100, 1)
                .add("a & b", List.of(new double[] {0, 0}, new double[] {50, 0.5}, new double[] {100, 1}))
                .html();
        Document svg = parse(html);
        Element path = (Element) svg.getElementsByTagName("path").item(0);
        double[] numbers = List.of(path.getAttribute("d").split("[ML ]")).stream()
                .filter(text -> !text.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(numbers).hasSize(6);
        assertThat(numbers[2]).isEqualTo((numbers[0] + numbers[4]) / 2);
        assertThat(numbers[3]).isEqualTo((numbers[1] + numbers[5]) / 2);
        assertThat(numbers[1]).as("up is less").isGreaterThan(numbers[5]);
        assertThat(html).contains("a &amp; b");
    }

    @Test
    void axesFitThePointsAndLeaveOutWhatIsNotFinite() throws Exception {
        Map<String, List<double[]>> lines = new TreeMap<>();
        lines.put("loss", List.of(new double[] {20, 2.3}, new double[] {40, Double.NaN}, new double[] {60, 1.1}));
        lines.put("single", List.of(new double[] {30, 0.4}));
        Document svg = parse(LineChart.of("step", lines));
        assertThat(((Element) svg.getElementsByTagName("path").item(0)).getAttribute("d"))
                .doesNotContain("NaN")
                .matches("M[0-9. ]+L[0-9. ]+");
        assertThat(svg.getElementsByTagName("text").getLength()).isBetween(6, 20);
    }
}

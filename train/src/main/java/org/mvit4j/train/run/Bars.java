package org.mvit4j.train.run;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** Counts as bars. */
public final class Bars {

    private static final int LEGIBLE = 12;

    private Bars() {}

    /** Writes a PNG; its folder is made when missing. */
    public static void write(Path file, String title, Map<String, Integer> counts) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        CategoryChart chart =
                new CategoryChartBuilder().width(900).height(420).title(title).build();
        var styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setLegendVisible(false);
        styler.setPlotBorderVisible(false);
        styler.setXAxisLabelRotation(counts.size() > LEGIBLE ? 90 : 0);
        List<Integer> values = new ArrayList<>(counts.values());
        chart.addSeries("objects", new ArrayList<>(counts.keySet()), values);
        BufferedImage image = BitmapEncoder.getBufferedImage(chart);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        AtomicFile.write(file, bytes.toByteArray());
    }
}

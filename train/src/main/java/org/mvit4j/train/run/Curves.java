package org.mvit4j.train.run;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Curves of a run as pictures. */
public final class Curves {

    private static final Color[] COLORS = {
        new Color(0x1f, 0x5f, 0xa8),
        new Color(0xd9, 0x6b, 0x27),
        new Color(0x2e, 0x8b, 0x57),
        new Color(0xb0, 0x3a, 0x5b),
        new Color(0x6a, 0x51, 0xa3),
        new Color(0x8c, 0x6d, 0x31),
        new Color(0x3a, 0x9a, 0xa8),
        new Color(0x55, 0x55, 0x55)
    };

    private Curves() {}

    /** Writes {@code losses.png}, {@code learning_rate.png} and, if there was an evaluation, {@code ap.png}. */
    public static void write(Path folder, List<Metrics.Line> lines) throws IOException {
        draw(
                folder.resolve("losses.png"),
                "losses",
                "loss",
                lines,
                name -> name.endsWith("loss") || name.startsWith("loss"));
        draw(folder.resolve("learning_rate.png"), "learning rate", "rate", lines, "lr"::equals);
        draw(folder.resolve("ap.png"), "average precision", "AP", lines, name -> name.endsWith("/AP"));
    }

    private static void draw(Path file, String title, String axis, List<Metrics.Line> lines, Predicate<String> wanted)
            throws IOException {
        Map<String, List<double[]>> series = new TreeMap<>();
        for (Metrics.Line line : lines) {
            line.values().forEach((name, value) -> {
                if (wanted.test(name)) {
                    series.computeIfAbsent(name, n -> new ArrayList<>()).add(new double[] {line.iteration(), value});
                }
            });
        }
        if (!series.isEmpty()) {
            AtomicFile.write(file, png(title, axis, series));
        }
    }

    /** A line chart as PNG bytes; points are pairs of step and value. */
    public static byte[] png(String title, String axis, Map<String, List<double[]>> series) throws IOException {
        return png(title, "step", axis, series);
    }

    /** A line chart as PNG bytes; points are pairs. */
    public static byte[] png(String title, String xAxis, String axis, Map<String, List<double[]>> series)
            throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(900)
                .height(420)
                .title(title)
                .xAxisTitle(xAxis)
                .yAxisTitle(axis)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotGridLinesColor(new Color(0xe6, 0xe6, 0xe6));
        styler.setPlotBorderVisible(false);
        styler.setSeriesColors(COLORS);
        series.forEach((name, points) -> chart.addSeries(
                        name,
                        points.stream().mapToDouble(p -> p[0]).toArray(),
                        points.stream().mapToDouble(p -> p[1]).toArray())
                .setMarker(points.size() < 3 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE));
        BufferedImage image = BitmapEncoder.getBufferedImage(chart);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}

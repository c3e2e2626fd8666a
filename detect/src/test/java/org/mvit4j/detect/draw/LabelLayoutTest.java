package org.mvit4j.detect.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LabelLayoutTest {

    @Test
    void aLoneLabelSitsAboveItsBoxOrInsideAtTheTop() {
        LabelLayout.Place above = new LabelLayout(200, 100).place(new Rectangle2D.Double(20, 40, 60, 30), 50, 12, 2);
        LabelLayout.Place top = new LabelLayout(200, 100).place(new Rectangle2D.Double(20, 0, 60, 30), 50, 12, 2);

        assertThat(above).isEqualTo(new LabelLayout.Place(19, 27, false));
        assertThat(top).isEqualTo(new LabelLayout.Place(19, 0, false));
    }

    @Test
    void platesStayInsideAndApart() {
        Random random = new Random(17);
        LabelLayout layout = new LabelLayout(640, 480);
        List<Rectangle2D> plates = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            double width = 40 + random.nextInt(60);
            Rectangle2D box = new Rectangle2D.Double(200 + random.nextInt(200), 150 + random.nextInt(100), 30, 30);
            LabelLayout.Place place = layout.place(box, width, 12, 2);
            if (place != null) {
                plates.add(new Rectangle2D.Double(place.x(), place.y(), width, 12));
            }
        }
        assertThat(plates).hasSizeGreaterThan(60);
        Rectangle2D picture = new Rectangle2D.Double(0, 0, 640, 480);
        for (Rectangle2D plate : plates) {
            assertThat(picture.contains(plate)).isTrue();
            assertThat(plates).filteredOn(plate::intersects).hasSize(1);
        }
    }

    @Test
    void platesNeverCoverThePicture() {
        LabelLayout layout = new LabelLayout(64, 64);
        int placed = 0;
        for (int i = 0; i < 50; i++) {
            placed += layout.place(new Rectangle2D.Double(i, i, 10, 10), 60, 12, 1) == null ? 0 : 1;
        }

        assertThat(placed).isBetween(1, 2);
    }

    @Test
    void coloursAreStableDistinctAndReadable() {
        assertThat(Palette.colour(0)).isEqualTo(Palette.colour(0)).isNotEqualTo(Palette.colour(1));
        for (int i = 0; i < 300; i++) {
            Color plate = Palette.colour(i);
            double a = Palette.luminance(plate) + 0.05;
            double b = Palette.luminance(Palette.textOn(plate)) + 0.05;
            assertThat(Math.max(a, b) / Math.min(a, b)).as("colour %d", i).isGreaterThan(4.5);
            for (int j = i + 1; j < Math.min(i + 8, 300); j++) {
                Color other = Palette.colour(j);
                int distance = Math.abs(plate.getRed() - other.getRed())
                        + Math.abs(plate.getGreen() - other.getGreen())
                        + Math.abs(plate.getBlue() - other.getBlue());
                assertThat(distance).as("colours %d and %d", i, j).isGreaterThan(40);
            }
        }
    }
}

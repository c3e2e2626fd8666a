package org.mvit4j.detect.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.mvit4j.coco.mask.Rle;

class MaskOutlineTest {

    private static Rle mask(String... rows) {
        byte[] pixels = new byte[rows.length * rows[0].length()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#' ? 1 : 0);
        }
        return Rle.ofMask(pixels, rows.length, rows[0].length(), Rle.Layout.ROW_MAJOR);
    }

    /** Closed lines as lists of "x,y". */
    private static List<List<String>> lines(Path2D path) {
        List<List<String>> lines = new ArrayList<>();
        float[] p = new float[6];
        for (PathIterator it = path.getPathIterator(null); !it.isDone(); it.next()) {
            int kind = it.currentSegment(p);
            if (kind == PathIterator.SEG_MOVETO) {
                lines.add(new ArrayList<>());
            }
            if (kind != PathIterator.SEG_CLOSE) {
                lines.get(lines.size() - 1).add(p[0] + "," + p[1]);
            }
        }
        return lines;
    }

    @Test
    void onePixelIsADiamond() {
        assertThat(lines(MaskOutline.trace(mask("...", "..#", "..."))))
                .containsExactly(List.of("2.5,1.0", "3.0,1.5", "2.5,2.0", "2.0,1.5"));
    }

    @Test
    void straightEdgesAndSlopesAreSingleSegments() {
        assertThat(lines(MaskOutline.trace(mask("####", "####"))).get(0)).hasSize(8);
        List<String> triangle = lines(MaskOutline.trace(mask("#....", "##...", "###..", "####.", "#####")))
                .get(0);
        assertThat(triangle).contains("0.5,0.0", "4.5,5.0").doesNotContain("2.0,1.5", "2.5,2.0");
    }

    @Test
    void holesAndCornersThatTouchHaveLinesOfTheirOwn() {
        assertThat(lines(MaskOutline.trace(mask("###", "#.#", "###")))).hasSize(2);
        assertThat(lines(MaskOutline.trace(mask("#.", ".#")))).hasSize(2);
        assertThat(lines(MaskOutline.trace(Rle.empty(4, 5)))).isEmpty();
    }

    @Test
    void theLinesEncloseTheCentresOfTheMasksPixels() {
        Random random = new Random(5);
        for (int n = 0; n < 200; n++) {
            int width = 1 + random.nextInt(12);
            int height = 1 + random.nextInt(12);
            byte[] pixels = new byte[width * height];
            int density = 1 + random.nextInt(4);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (random.nextInt(5) < density ? 1 : 0);
            }
            Path2D path = MaskOutline.trace(Rle.ofMask(pixels, height, width, Rle.Layout.ROW_MAJOR));
            for (int i = 0; i < pixels.length; i++) {
                assertThat(path.contains(i % width + 0.5, i / width + 0.5))
                        .as("case %d, pixel %d of %d x %d", n, i, width, height)
                        .isEqualTo(pixels[i] == 1);
            }
        }
    }
}

package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void linesAppearByTheClockAndAtTheEnd() {
        long[] now = {0};
        List<String> lines = new ArrayList<>();
        try (Progress progress = new Progress.Lines("detecting", 40, lines::add, () -> now[0])) {
            for (int i = 0; i < 40; i++) {
                now[0] += 500_000_000L;
                progress.message("image " + i);
                progress.step(1);
            }
        }
        assertThat(lines)
                .containsExactly(
                        "detecting 20/40, 10.0 s, 2.00/s, 10 s left; image 19",
                        "detecting 40/40, 20.0 s, 2.00/s; image 39",
                        "detecting 40/40, 20.0 s, 2.00/s; image 39");
    }

    @Test
    void unknownTotalHasNoRest() {
        List<String> lines = new ArrayList<>();
        long[] now = {0};
        try (Progress progress = new Progress.Lines("reading", -1, lines::add, () -> now[0])) {
            now[0] = 4_000_000_000L;
            progress.step(8);
        }
        assertThat(lines).containsExactly("reading 8, 4.0 s, 2.00/s");
    }
}

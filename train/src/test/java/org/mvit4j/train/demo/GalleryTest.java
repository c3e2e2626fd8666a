package org.mvit4j.train.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GalleryTest {

    @Test
    void mistakesAreCountedAndNamed() {
        assertThat(new Gallery.Mistakes(List.of(), List.of()).text()).isEqualTo("all found");
        Gallery.Mistakes mistakes = new Gallery.Mistakes(List.of("star", "disc", "star"), List.of("ring"));
        assertThat(mistakes.count()).isEqualTo(4);
        assertThat(mistakes.text()).isEqualTo("missed: 2 × star, disc; found in vain: ring");
    }
}

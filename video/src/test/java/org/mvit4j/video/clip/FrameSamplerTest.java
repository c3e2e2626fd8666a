package org.mvit4j.video.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mvit4j.video.clip.FrameSampler.Family;

class FrameSamplerTest {

    @Test
    void slowFastMatchesTheReference() throws IOException {
        try (InputStream in = FrameSamplerTest.class.getResourceAsStream("/org/mvit4j/video/cases.json")) {
            JsonNode cases = new ObjectMapper().readTree(in).get("pyslowfast_sampling");
            assertThat(cases.size()).isGreaterThan(20);
            for (JsonNode golden : cases) {
                Family family = golden.get("use_offset").asBoolean() ? Family.SLOWFAST_OFFSET : Family.SLOWFAST;
                FrameSampler sampler = new FrameSampler(
                        family, golden.get("T").asInt(), golden.get("tau").asInt());
                int[] frames = sampler.test(
                        golden.get("L").asInt(),
                        golden.get("fps").asDouble(),
                        golden.get("clip").asInt(),
                        golden.get("num_clips").asInt());
                int[] expected = new ObjectMapper().convertValue(golden.get("idx"), int[].class);
                assertThat(frames).as(golden.toString()).containsExactly(expected);
            }
        }
    }

    @Test
    void strideIsExactInMmactionAndScenic() {
        assertThat(new FrameSampler(Family.MMACTION, 4, 8).test(100, 30, 0, 1)).containsExactly(37, 45, 53, 61);
        assertThat(new FrameSampler(Family.MMACTION, 4, 8).test(100, 30, 2, 3)).containsExactly(75, 83, 91, 99);
        assertThat(new FrameSampler(Family.MMACTION, 4, 8).test(20, 30, 0, 1)).containsExactly(0, 8, 16, 4);
        assertThat(new FrameSampler(Family.DMVR, 4, 8).test(100, 25, 0, 1)).containsExactly(34, 42, 50, 58);
        assertThat(new FrameSampler(Family.DMVR, 4, 8).test(100, 25, 1, 4)).containsExactly(22, 30, 38, 46);
        assertThat(new FrameSampler(Family.DMVR, 4, 8).test(200, 50, 0, 1)).containsExactly(68, 84, 100, 116);
        assertThat(new FrameSampler(Family.DMVR, 4, 2).test(3, 25, 0, 1)).containsExactly(0, 2, 1, 0);
    }

    @Test
    void segmentsTakeTheirMiddle() {
        // segments of 49/8: 0 6 12 18 24 31 37 43 49, with halves to even
        assertThat(new FrameSampler(Family.SEGMENT, 8, 1).test(50, 30, 3, 5))
                .containsExactly(3, 9, 15, 21, 27, 34, 40, 46);
        assertThat(new FrameSampler(Family.SEGMENT, 4, 1).test(2, 30, 0, 1)).containsExactly(0, 0, 0, 1);
    }

    @Test
    void secondsAreThinned() {
        assertThat(new FrameSampler(Family.PYTORCHVIDEO, 4, 15).test(300, 30, 0, 1))
                .containsExactly(0, 20, 40, 60);
        assertThat(new FrameSampler(Family.PYTORCHVIDEO, 4, 15).test(300, 30, 1, 2))
                .containsExactly(240, 259, 279, 299);
        assertThat(new FrameSampler(Family.TORCHVISION, 4, 4).test(300, 30, 0, 5))
                .containsExactly(0, 4, 8, 12);
        assertThat(new FrameSampler(Family.TORCHVISION, 4, 4).test(300, 30, 4, 5))
                .containsExactly(284, 288, 292, 296);
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void anyVideoGivesAClip(Family family) {
        long seed = 20260101;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            FrameSampler sampler = new FrameSampler(family, 1 + random.nextInt(40), 1 + random.nextInt(40));
            int length = 1 + random.nextInt(400);
            double rate = 5 + random.nextDouble() * 60;
            int views = 1 + random.nextInt(10);
            int[] test = sampler.test(length, rate, random.nextInt(views), views);
            int[] train = sampler.train(length, rate, random);
            assertThat(test).as("seed " + seed + ", round " + i).hasSize(sampler.frames());
            assertThat(train).hasSize(sampler.frames());
            assertThat(Arrays.stream(test).allMatch(f -> f >= 0 && f < length)).isTrue();
            assertThat(Arrays.stream(train).allMatch(f -> f >= 0 && f < length)).isTrue();
        }
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new FrameSampler(Family.SLOWFAST, 0, 4)).hasMessageContaining("0 frames");
        assertThatThrownBy(() -> new FrameSampler(Family.SLOWFAST, 8, 4).test(0, 30, 0, 1))
                .hasMessageContaining("0 frames");
        assertThatThrownBy(() -> new FrameSampler(Family.SLOWFAST, 8, 4).test(9, 30, 3, 3))
                .hasMessageContaining("no temporal view 3 of 3");
    }
}

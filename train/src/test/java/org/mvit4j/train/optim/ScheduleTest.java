package org.mvit4j.train.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    /** All 29 published recipes, at every step that the reference wrote down. */
    @Test
    void golden() throws IOException {
        JsonNode all;
        try (InputStream in = ScheduleTest.class.getResourceAsStream("/golden/lr_schedules.json")) {
            all = new ObjectMapper().readTree(Objects.requireNonNull(in));
        }
        int[] configs = {0};
        all.fields().forEachRemaining(config -> {
            JsonNode c = config.getValue();
            List<Integer> milestones = new ArrayList<>();
            c.get("milestones").forEach(m -> milestones.add(m.asInt()));
            int updates;
            if (c.get("num_updates").isNull()) {
                updates = milestones.remove(milestones.size() - 1);
            } else {
                updates = c.get("num_updates").asInt();
            }
            Schedule schedule = Schedule.multiStep(
                            List.of(1.0, 0.1, 0.01).subList(0, milestones.size() + 1), milestones, updates)
                    .withWarmup(
                            c.get("warmup_factor").asDouble(),
                            c.get("warmup_length").asDouble());
            c.get("multiplier")
                    .fields()
                    .forEachRemaining(point -> assertThat(schedule.factor(
                                    Long.parseLong(point.getKey()),
                                    c.get("max_iter").asLong()))
                            .as("%s at %s", config.getKey(), point.getKey())
                            .isCloseTo(point.getValue().asDouble(), within(1e-15)));
            configs[0]++;
        });
        assertThat(configs[0]).isEqualTo(29);
    }

    /** detectron2's own scheduler test: base 5, 30 steps, 5 of warm-up from 0.001, milestones 10, 15, 20. */
    @Test
    void referenceSteps() {
        Schedule schedule = Schedule.multiStep(List.of(1.0, 0.1, 0.01, 0.001), List.of(10, 15, 20), 30)
                .withWarmup(0.001, 5.0 / 30);
        double[] first = {0.005, 1.004, 2.003, 3.002, 4.001};
        for (int i = 0; i < 30; i++) {
            double wanted = i < 5 ? first[i] : i < 10 ? 5 : i < 15 ? 0.5 : i < 20 ? 0.05 : 0.005;
            assertThat(5 * schedule.factor(i, 30)).as("step %d", i).isCloseTo(wanted, within(1e-12));
        }
    }

    @Test
    void cosine() {
        Schedule schedule = Schedule.cosine(0).withWarmup(0.001, 5.0 / 30);
        for (int i = 5; i < 30; i++) {
            assertThat(5 * schedule.factor(i, 30))
                    .as("step %d", i)
                    .isCloseTo(2.5 * (1 + Math.cos(Math.PI * i / 30)), within(i == 5 ? 1e-2 : 1e-12));
        }
        assertThat(schedule.factor(0, 30)).isCloseTo(0.001, within(1e-12));
    }

    @Test
    void cosineAndLineGoFromOneToTheEnd() {
        for (Schedule schedule : List.of(Schedule.cosine(0.02), Schedule.linear(0.02))) {
            assertThat(schedule.at(0)).isEqualTo(1);
            assertThat(schedule.at(0.5)).isCloseTo(0.51, within(1e-12));
            assertThat(schedule.at(1)).isCloseTo(0.02, within(1e-12));
        }
        assertThat(Schedule.cosine(0).at(0.25)).isCloseTo((1 + Math.sqrt(0.5)) / 2, within(1e-12));
        assertThat(Schedule.linear(0).withWarmup(0.1, 0.2).at(0.1)).isCloseTo(0.45, within(1e-12));
    }
}

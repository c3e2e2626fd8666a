package org.mvit4j.video.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mvit4j.video.verify.VideoCases;

/** Logits of the reference code on small models. */
class GoldenTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void logitsMatch(boolean training) throws IOException {
        try (InputStream in = GoldenTest.class.getResourceAsStream("/org/mvit4j/video/cases.json")) {
            JsonNode file = new ObjectMapper().readTree(in);
            List<VideoCases.Result> results = new ArrayList<>();
            VideoCases.verify(file, Device.cpu(), training, results::addAll);
            assertThat(results).hasSizeGreaterThanOrEqualTo(training ? 30 : 60);
            assertThat(results)
                    .allSatisfy(r -> assertThat(r.difference()).as(r.name()).isLessThanOrEqualTo(r.tolerance()));
        }
    }
}

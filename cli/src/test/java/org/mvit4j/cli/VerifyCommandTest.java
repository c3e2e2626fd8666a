package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {

    private static final String SAMPLED = """
            {"pyslowfast_sampling": [{"T": 8, "tau": 32, "fps": 30.0, "L": 300, "num_clips": 1, "clip": 0,
              "use_offset": false, "idx": [0, 36, 72, 109, 145, 182, 218, %d]}]}""";

    @TempDir
    Path folder;

    private Path file(String json) throws IOException {
        return Files.writeString(folder.resolve("cases.json"), json);
    }

    @Test
    void videoCasesAreComparedToo() throws IOException {
        CliRun good = CliRun.of("verify", file(SAMPLED.formatted(255)).toString());
        assertThat(good.status()).isZero();
        assertThat(good.out()).contains("pyslowfast_sampling/0", "frames", "ok", "all 1 quantities");
        CliRun wrong = CliRun.of("verify", file(SAMPLED.formatted(253)).toString());
        assertThat(wrong.status()).isEqualTo(ExitStatus.FAILURES);
        assertThat(wrong.out()).contains("2.00e+00", "EXCEEDED", "1 of 1 quantities");
    }

    @Test
    void whatACaseLacksIsNamed() throws IOException {
        CliRun run = CliRun.of(
                "verify", file(SAMPLED.formatted(255).replace("tau", "tao")).toString());
        assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run.err()).contains("cases.json: case pyslowfast_sampling/0", "'tau'");
    }
}

package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainCommandTest {

    @ParameterizedTest
    @CsvSource({
        "--threads, 0, give 1 or more",
        "--replicas, 0, give 1 or more",
        "--ema, 1.5, a decay lies between 0 and 1",
        "--micro-batch, -2, 0 for the whole batch",
        "--evaluate, -1, 0 for no evaluation",
        "--repeat-threshold, -1, a share of the images",
        "--device, gpu:99, use cpu",
        "--data, no-such-folder, there is no such data set"
    })
    void aNumberThatMakesNoRunIsRefusedInALine(String option, String value, String fact) {
        List<String> arguments = new ArrayList<>(List.of("train", "-c", "mask_rcnn_mvitv2_t_3x", "--out", "never"));
        if (!option.equals("--data")) {
            arguments.addAll(List.of("--data", "."));
        }
        arguments.add(option + "=" + value);
        CliRun run = CliRun.of(arguments.toArray(String[]::new));
        assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run.err()).contains(value, fact);
        assertThat(run.err().strip().lines()).hasSize(1);
    }
}

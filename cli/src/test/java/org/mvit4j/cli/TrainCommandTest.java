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
        "--device, gpu:99, use cpu"
    })
    void everyTrainingRefusesANumberThatMakesNoRun(String option, String value, String fact) {
        String given = option + "=" + value;
        refused(value, fact, "train", "-c", "mask_rcnn_mvitv2_t_3x", "--data=.", "--out=never", given);
        refused(value, fact, "video", "train", "-m", "motion_vivit2", "--data=.", "--out=never", given);
    }

    @ParameterizedTest
    @CsvSource({"--repeat-threshold, -1, a share of the images", "--data, no-such-folder, there is no such data set"})
    void aDetectorsTrainingRefusesWhatMakesNoRun(String option, String value, String fact) {
        List<String> arguments = new ArrayList<>(List.of("train", "-c", "mask_rcnn_mvitv2_t_3x", "--out=never"));
        if (!option.equals("--data")) {
            arguments.add("--data=.");
        }
        arguments.add(option + "=" + value);
        refused(value, fact, arguments.toArray(String[]::new));
    }

    private static void refused(String value, String fact, String... arguments) {
        CliRun run = CliRun.of(arguments);
        assertThat(run.status()).isEqualTo(ExitStatus.BAD_INPUT);
        assertThat(run.err()).contains(value, fact);
        assertThat(run.err().strip().lines()).hasSize(1);
    }
}

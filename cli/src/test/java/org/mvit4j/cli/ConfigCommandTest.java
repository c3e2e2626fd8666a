package org.mvit4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigCommandTest {

    @Test
    void listPrintsPublishedAndCounted() {
        CliRun run = CliRun.of("config", "list");
        assertThat(run.status()).isEqualTo(ExitStatus.OK);
        assertThat(run.out())
                .containsPattern("mask_rcnn_mvitv2_t_3x +48\\.3 +43\\.8 +43\\.7M +279G +model_final_1a1c30\\.pkl")
                .containsPattern("mvitv2_t_in1k +82\\.3 +24\\.2M +4\\.7G +MViTv2_T_in1k\\.pyth");
    }

    @Test
    void listAsJson() throws IOException {
        JsonNode rows = new ObjectMapper()
                .readTree(CliRun.of("config", "list", "--json").out());
        assertThat(rows).hasSize(23);
        assertThat(rows.get(0).get("parameters").asLong()).isEqualTo(43_679_568);
    }

    @Test
    void showCanBeSavedEditedAndShownAgain(@TempDir Path folder) throws IOException {
        CliRun run = CliRun.of("config", "show", "mask_rcnn_mvitv2_t_3x", "input.test.short_side=640");
        assertThat(run.out()).contains("short_side: 640", "type: mvit", "last_block_indexes: [0, 2, 7, 9]");
        Path file = Files.writeString(folder.resolve("mine.yaml"), run.out());
        assertThat(CliRun.of("config", "show", file.toString()).out()).isEqualTo(run.out());
        assertThat(CliRun.of("config", "show", "mvitv2_b_in21k").out()).contains("cls_token: true");
    }

    @Test
    void paramsPerPartAndInTotal() throws IOException {
        CliRun run = CliRun.of("config", "params", "mask_rcnn_mvitv2_t_3x");
        assertThat(run.out())
                .contains("800x1280")
                .containsPattern("rpn +\\d")
                .containsPattern("total +43,679,568 +278\\.\\d+G");
        JsonNode json = new ObjectMapper()
                .readTree(CliRun.of("config", "params", "mvitv2_h_in21k", "--json")
                        .out());
        assertThat(json.get("total").get("parameters").asLong()).isEqualTo(694_804_128);
        assertThat(json.get("height").asInt()).isEqualTo(224);
    }

    @Test
    void badInputIsOneLineAndStatusTwo() {
        String[][] cases = {
            {"config", "show", "mask_rcnn_mvitv2_t_3x", "model.backbone.dept=3", "did you mean depth?"},
            {"config", "show", "nothing", "mvit config list"},
            {"config", "show", "no/such.yaml", "no such file"},
            {"config", "params", "mask_rcnn_mvitv2_t_3x", "--size=800", "HEIGHTxWIDTH"},
            {"config", "params", "mvitv2_t_in1k", "--size=224x224", "input.crop_size"},
            {"config", "see mvit config --help"},
        };
        for (String[] row : cases) {
            String[] args = Arrays.copyOf(row, row.length - 1);
            CliRun run = CliRun.of(args);
            assertThat(run.status()).as(run.err()).isEqualTo(ExitStatus.BAD_INPUT);
            assertThat(run.err().lines()).hasSize(1);
            assertThat(run.err()).startsWith("mvit: ").contains(row[row.length - 1]);
            assertThat(run.out()).isEmpty();
        }
    }
}

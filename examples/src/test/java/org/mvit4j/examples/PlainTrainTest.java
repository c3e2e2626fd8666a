package org.mvit4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.data.synthetic.ShapeDataset;
import org.mvit4j.train.demo.Demo;

class PlainTrainTest {

    @Test
    void lossesFall(@TempDir Path data) throws IOException, InterruptedException {
        new ShapeDataset(4, 1, 64, 2, 9).write(data, n -> {});
        List<Double> losses = PlainTrain.train(
                Demo.config(List.of(
                        "model.backbone.embed_dim=8",
                        "model.neck.out_channels=16",
                        "model.roi_heads.box_head.fc_dims=[16]",
                        "model.roi_heads.mask_head.conv_dims=[8]",
                        "model.roi_heads.mask_head.deconv_dim=8",
                        "solver.batch_size=2")),
                data,
                12);
        assertThat(losses.get(11)).isLessThan(losses.get(0));
    }
}

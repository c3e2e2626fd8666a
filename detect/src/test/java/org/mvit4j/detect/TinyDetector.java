package org.mvit4j.detect;

import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.maskrcnn.config.DetectorConfig;
import org.mvit4j.nn.RecipeWeights;
import org.mvit4j.nn.Torch;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.SafetensorsWriter;

/** A detector that is small in every dimension and finds something in any picture. */
public final class TinyDetector {

    public static final List<String> OVERRIDES = List.of(
            "model.num_classes=3",
            "model.class_names=[circle, square, 'star ★']",
            "model.backbone.embed_dim=8",
            "model.backbone.depth=4",
            "model.backbone.num_heads=1",
            "model.backbone.last_block_indexes=[0, 1, 2, 3]",
            "model.neck.out_channels=8",
            "model.rpn.post_nms_topk={train: 40, test: 40}",
            "model.roi_heads.box_head={conv_dims: [8], fc_dims: [16], norm: bn}",
            "model.roi_heads.mask_head={conv_dims: [8], deconv_dim: 8, norm: bn}",
            "input.test={short_side: 96, max_side: 160}");

    private TinyDetector() {}

    public static DetectorConfig config() throws IOException {
        return DetectorConfig.load("cascade_mask_rcnn_mvitv2_t_3x", OVERRIDES);
    }

    /** Writes its weights. */
    public static Path weights(Path folder) throws IOException {
        Path file = folder.resolve("tiny.safetensors");
        try (NDManager manager = Torch.newManager()) {
            GeneralizedRcnn model = GeneralizedRcnn.of(config().model());
            Weights.fill(model, manager, (name, shape) -> {
                float[] values = RecipeWeights.parameter(name, shape.getShape());
                for (int i = 0; name.endsWith("cls_score.weight") && i < values.length; i++) {
                    values[i] *= 10;
                }
                return values;
            });
            Weights.addTo(new SafetensorsWriter(), model).write(file);
        }
        return file;
    }

    public static RgbImage picture(int width, int height, long seed) {
        byte[] pixels = new byte[3 * width * height];
        new Random(seed).nextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }
}

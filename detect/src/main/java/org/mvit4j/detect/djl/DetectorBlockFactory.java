package org.mvit4j.detect.djl;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.mvit4j.detect.ModelDirectory;
import org.mvit4j.maskrcnn.GeneralizedRcnn;
import org.mvit4j.nn.Weights;
import org.mvit4j.nn.checkpoint.Checkpoint;
import org.mvit4j.nn.checkpoint.LoadOptions;

/** Builds the network of a model directory with its weights; named in {@code serving.properties}. */
public final class DetectorBlockFactory implements BlockFactory {

    private static final long serialVersionUID = 1;

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) throws IOException {
        ModelDirectory directory = ModelDirectory.open(modelPath);
        DetectorBlock block =
                new DetectorBlock(GeneralizedRcnn.of(directory.config().model()));
        try (Checkpoint checkpoint = Checkpoint.open(directory.weights())) {
            Weights.load(block, model.getNDManager(), checkpoint.stateDict(), LoadOptions.strict());
        }
        block.freezeParameters(true);
        return block;
    }
}

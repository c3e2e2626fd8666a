package org.mvit4j.video.djl;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.mvit4j.nn.checkpoint.CheckpointException;
import org.mvit4j.video.zoo.VideoModels;

/**
 * Makes the network of a model folder: the one checkpoint in it, of any family, and the argument {@code model}, a
 * published model's name, where that is needed.
 */
public final class VideoBlockFactory implements BlockFactory {
    private static final long serialVersionUID = 1L;

    /** Where the model keeps the protocol for its translator. */
    static final String PROTOCOL = "protocol";

    private static final List<String> SUFFIXES = List.of(".safetensors", ".pyth", ".pth", ".pkl", ".bin");

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments) throws IOException {
        Object name = arguments.get("model");
        VideoModels.Loaded loaded =
                VideoModels.load(weights(modelPath), name == null ? null : name.toString(), model.getNDManager());
        VideoTranslator.remember(model, loaded.protocol(), loaded.model().classes());
        Block block = loaded.model().block();
        block.freezeParameters(true);
        return block;
    }

    private static Path weights(Path modelPath) throws IOException {
        if (Files.isRegularFile(modelPath)) {
            return modelPath;
        }
        try (Stream<Path> files = Files.list(modelPath)) {
            List<Path> found = files.filter(file -> SUFFIXES.stream().anyMatch(file.toString()::endsWith))
                    .sorted()
                    .toList();
            if (found.size() != 1) {
                throw new CheckpointException(
                        modelPath, "holds " + found.size() + " weight files", "put exactly one checkpoint in it");
            }
            return found.get(0);
        }
    }
}

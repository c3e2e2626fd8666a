package org.mvit4j.video.djl;

import ai.djl.Application;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** DJL's criteria for video classifiers. */
public final class VideoCriteria {

    private VideoCriteria() {}

    /**
     * Criteria for a folder that holds a checkpoint of any family and, if wanted, {@code synset.txt} with a class name per
     * line.
     *
     * @param folder the model folder
     * @param name a published model whose protocol to follow, or null for its architecture's usual one
     */
    public static Criteria<Path, Classifications> of(Path folder, @Nullable String name) {
        Criteria.Builder<Path, Classifications> criteria = Criteria.builder()
                .optApplication(Application.CV.ACTION_RECOGNITION)
                .setTypes(Path.class, Classifications.class)
                .optEngine("PyTorch")
                .optModelPath(folder)
                .optArgument("blockFactory", VideoBlockFactory.class.getName())
                .optOption("hasParameter", "false")
                .optTranslatorFactory(new VideoTranslatorFactory());
        if (name != null) {
            criteria.optArgument("model", name);
        }
        return criteria.build();
    }
}

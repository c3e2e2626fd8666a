package org.mvit4j.detect.djl;

import ai.djl.Application;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import java.nio.file.Path;

/** DJL criteria for model directories. */
public final class DetectorCriteria {

    private DetectorCriteria() {}

    /**
     * Returns criteria from DJL images to DJL's detected objects.
     *
     * @param modelDirectory a folder written by {@code mvit package}, or its zip
     */
    public static Criteria<Image, DetectedObjects> of(Path modelDirectory) {
        return of(modelDirectory, Image.class, DetectedObjects.class);
    }

    /** Returns criteria for other types that {@link DetectionTranslatorFactory} knows. */
    public static <I, O> Criteria<I, O> of(Path modelDirectory, Class<I> input, Class<O> output) {
        // DJL looks for the translator of a typed criteria before it reads serving.properties, so it is named here
        return Criteria.builder()
                .optApplication(Application.CV.INSTANCE_SEGMENTATION)
                .setTypes(input, output)
                .optModelPath(modelDirectory)
                .optTranslatorFactory(new DetectionTranslatorFactory())
                .optEngine("PyTorch")
                .build();
    }
}

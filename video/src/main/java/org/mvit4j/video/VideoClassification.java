package org.mvit4j.video;

import ai.djl.modality.Classifications;
import java.util.Arrays;
import java.util.List;

/**
 * What a video shows.
 *
 * @param video the file or folder
 * @param top the best classes, best first
 * @param probabilities of every class
 * @param frames the frames that were seen, per temporal view
 * @param frameCount frames of the video
 * @param frameRate its frames per second
 * @param protocol the test protocol in words
 * @param notes what happened while reading, mostly empty
 */
@SuppressWarnings("ArrayRecordComponent")
public record VideoClassification(
        String video,
        List<Score> top,
        double[] probabilities,
        List<int[]> frames,
        int frameCount,
        double frameRate,
        String protocol,
        List<String> notes) {

    /**
     * A class and its probability.
     *
     * @param index from 0
     * @param name its name, or its number where no names were given
     * @param probability between 0 and 1
     */
    public record Score(int index, String name, double probability) {}

    /** As DJL's class. */
    public Classifications toClassifications(List<String> classNames) {
        return new Classifications(
                classNames, Arrays.stream(probabilities).boxed().toList());
    }
}

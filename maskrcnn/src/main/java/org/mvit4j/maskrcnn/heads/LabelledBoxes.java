package org.mvit4j.maskrcnn.heads;

import java.util.Arrays;
import org.mvit4j.maskrcnn.matching.Matcher;
import org.mvit4j.maskrcnn.matching.Matches;
import org.mvit4j.maskrcnn.matching.PairwiseIou;
import org.mvit4j.maskrcnn.structures.Boxes;
import org.mvit4j.maskrcnn.structures.GroundTruth;

/**
 * Boxes of one image that a head learns from.
 *
 * @param boxes n boxes
 * @param classes per box, the class it shows, or the number of classes for background
 * @param annotation per box, the index of the annotation it is matched with; of no meaning for background
 * @param background the number of classes
 */
@SuppressWarnings("ArrayRecordComponent")
record LabelledBoxes(Boxes boxes, int[] classes, int[] annotation, int background) {
    /** Labels every box by the annotation it overlaps most; below the matcher's threshold it shows background. */
    static LabelledBoxes label(Boxes boxes, GroundTruth truth, Matcher matcher, int background) {
        Matches matches = matcher.match(new PairwiseIou(truth.boxes(), boxes));
        var classes = new int[boxes.count()];
        Arrays.setAll(
                classes,
                i -> matches.label()[i] == Matcher.POSITIVE ? truth.classes()[matches.annotation()[i]] : background);
        return new LabelledBoxes(boxes, classes, matches.annotation(), background);
    }

    int count() {
        return classes.length;
    }

    boolean isForeground(int i) {
        return classes[i] < background;
    }

    /** Indices of the boxes that show an object, ascending. */
    int[] foreground() {
        var indices = new int[count()];
        int n = 0;
        for (int i = 0; i < indices.length; i++) {
            if (isForeground(i)) {
                indices[n++] = i;
            }
        }
        return Arrays.copyOf(indices, n);
    }

    LabelledBoxes select(int... indices) {
        return new LabelledBoxes(
                boxes.select(indices),
                Arrays.stream(indices).map(i -> classes[i]).toArray(),
                Arrays.stream(indices).map(i -> annotation[i]).toArray(),
                background);
    }
}

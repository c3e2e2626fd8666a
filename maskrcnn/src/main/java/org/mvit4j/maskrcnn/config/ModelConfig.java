package org.mvit4j.maskrcnn.config;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.mvit4j.maskrcnn.box.BatchedNms;

/**
 * The network, from pixels to detections.
 *
 * @param pixels channel order and normalisation of the input
 * @param backbone image to feature maps of strides 4, 8, 16, 32 (MViT) or of stride 16 (ViT)
 * @param neck feature maps to the pyramid p2..p6; {@link FpnConfig} goes with {@link MvitConfig},
 *     {@link SimpleFeaturePyramidConfig} with {@link VitConfig}
 * @param anchors the boxes that the RPN refines
 * @param rpn region proposal network
 * @param roiHeads box and mask heads, standard or cascade
 * @param batchedNms how suppression keeps pyramid levels and classes apart; this can change results in rare cases
 * @param numClasses number of foreground classes K
 * @param classNames the K names in the order of the class index; absent when nobody has named them
 * @param initWeights file name of the classification checkpoint that training starts from; absent for none
 */
public record ModelConfig(
        PixelConfig pixels,
        BackboneConfig backbone,
        NeckConfig neck,
        AnchorConfig anchors,
        RpnConfig rpn,
        RoiHeadsConfig roiHeads,
        BatchedNms.Form batchedNms,
        int numClasses,
        @Nullable List<String> classNames,
        @Nullable String initWeights) {

    public ModelConfig {
        Check.positive("num_classes", numClasses);
        if (classNames != null) {
            classNames = List.copyOf(classNames);
            Check.that(
                    classNames.size() == numClasses,
                    "class_names has " + classNames.size() + " names but num_classes is " + numClasses
                            + "; set both, or class_names=null");
            Check.that(Set.copyOf(classNames).size() == numClasses, "class_names holds a name twice; make them differ");
        }
        Check.that(
                backbone instanceof MvitConfig == neck instanceof FpnConfig,
                "this backbone does not go with this neck; use mvit with fpn, or vit with simple_feature_pyramid");
    }

    /** The names of the classes; {@code class 0}, {@code class 1}, … where nobody has named them. */
    public List<String> namesOrNumbers() {
        return classNames != null
                ? classNames
                : IntStream.range(0, numClasses).mapToObj(i -> "class " + i).toList();
    }
}

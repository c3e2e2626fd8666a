package org.mvit4j.maskrcnn.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.mvit4j.nn.Norm;

/** The feature pyramid p2..p6 over the backbone, chosen by {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = FpnConfig.class, name = "fpn"),
    @JsonSubTypes.Type(value = SimpleFeaturePyramidConfig.class, name = "simple_feature_pyramid")
})
public sealed interface NeckConfig permits FpnConfig, SimpleFeaturePyramidConfig {

    /** Channels of every pyramid level. */
    int outChannels();

    /** Norm of the pyramid's convolutions; with a norm they have no bias. */
    Norm.Kind norm();

    /** Side that every image is padded to, or 0 to pad a batch to its largest image. */
    int squarePad();

    /** What the padded sides must be a multiple of, or 0 for nothing. */
    int sizeDivisibility();
}

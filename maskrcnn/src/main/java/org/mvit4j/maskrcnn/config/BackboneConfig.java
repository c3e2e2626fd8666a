package org.mvit4j.maskrcnn.config;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The network that turns an image into feature maps, chosen by {@code type}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MvitConfig.class, name = "mvit"),
    @JsonSubTypes.Type(value = VitConfig.class, name = "vit")
})
public sealed interface BackboneConfig permits MvitConfig, VitConfig {

    /** Whether training recomputes activations instead of keeping them: those of the blocks, the neck and the heads. */
    boolean activationCheckpoint();
}

package org.mvit4j.video.verify;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.mvit4j.video.model.ViViTConfig;
import org.mvit4j.video.model.ViViTConfig.Attention;
import org.mvit4j.video.model.ViViTConfig.Classifier;
import org.mvit4j.video.model.ViViTConfig.Order;

/**
 * Which ViViT a case is about. Sizes come from the shapes of its Flax tensors; what leaves no trace there comes from the
 * configuration: the classifier without a cls token, the order of model 3, and that model 4 names no classifier.
 */
final class ViViTCase {

    private final JsonNode config;
    private final JsonNode params;

    private ViViTCase(JsonNode node) {
        config = node.required("config");
        params = node.required("params");
    }

    static ViViTConfig config(JsonNode node) {
        return new ViViTCase(node).config(CaseModel.longs(node.required("input_shape_NTHWC")));
    }

    private ViViTConfig config(long[] input) {
        boolean factorised = has("SpatialTransformer/");
        boolean cls =
                CaseModel.shape(params, "cls") != null || CaseModel.shape(params, "cls_SpatialTransformer") != null;
        String encoder = factorised ? "SpatialTransformer/" : "Transformer/";
        boolean selfAttention = has("LayerNorm_time");
        String attention = selfAttention ? "MultiHeadDotProductAttention_space" : "MultiHeadDotProductAttention_0";
        long[] query = CaseModel.requiredShape(params, encoder + "encoderblock_0/" + attention + "/query/kernel");
        String mlp = encoder + "encoderblock_0/MlpBlock" + (selfAttention ? "" : "_0") + "/Dense_0/kernel";
        long[] kernel = CaseModel.requiredShape(params, "embedding/kernel");
        ViViTConfig.Builder builder = ViViTConfig.base()
                .frames((int) input[1])
                .crop((int) input[2], (int) input[3])
                .patch((int) kernel[kernel.length - 4])
                .width((int) query[0])
                .heads((int) query[1])
                .depth(depth(encoder))
                .temporalDepth(depth("TemporalTransformer/"))
                .mlpWidth((int) CaseModel.requiredShape(params, mlp)[1])
                .classes((int) CaseModel.requiredShape(params, "output_projection/bias")[0]);
        if (kernel.length == 5) {
            builder.tubelet((int) kernel[0]);
        } else {
            builder.sampledFrames(config.required("n_sampled_frames").asInt());
        }
        boolean dotProduct = !factorised && !selfAttention && !cls && !config.has("classifier");
        builder.attention(
                factorised
                        ? Attention.FACTORISED_ENCODER
                        : selfAttention
                                ? Attention.FACTORISED_SELF_ATTENTION
                                : dotProduct ? Attention.FACTORISED_DOT_PRODUCT : Attention.SPACE_TIME);
        builder.classifier(
                config.has("classifier")
                        ? Classifier.valueOf(upper(config.get("classifier")))
                        : cls ? Classifier.TOKEN : Classifier.GAP);
        if (config.has("order")) {
            builder.order(Order.valueOf(upper(config.get("order"))));
        }
        return builder.build();
    }

    private int depth(String encoder) {
        int depth = 0;
        while (has(encoder + "encoderblock_" + depth + "/")) {
            depth++;
        }
        return depth;
    }

    private boolean has(String part) {
        for (JsonNode param : params) {
            if (param.required(0).asText().contains(part)) {
                return true;
            }
        }
        return false;
    }

    private static String upper(JsonNode text) {
        return text.asText().toUpperCase(Locale.ROOT);
    }
}

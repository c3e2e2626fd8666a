package org.mvit4j.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import org.mvit4j.nn.DropPath;
import org.mvit4j.nn.Init;
import org.mvit4j.nn.LayerNorm;
import org.mvit4j.nn.Linear;
import org.mvit4j.nn.NamedBlock;
import org.mvit4j.nn.Pass;

/**
 * MViT with a classification head, for images and clips.
 *
 * <p>Parameters: those of {@link MViT}, {@code norm}, {@code head.projection}. The output is logits [B, classes]; the
 * published evaluation applies softmax to them.
 */
public final class MViTClassifier extends NamedBlock {

    private final MViTSettings settings;
    private final MViT trunk;
    private final LayerNorm norm;
    private final Linear head;
    private final DropPath dropout = new DropPath(true);

    public MViTClassifier(MViTSettings settings) {
        this(settings, settings.resolve());
    }

    /**
     * A classifier whose blocks are others than its settings give, as some published files hold.
     *
     * @param plan the trunk; of the same frames, crop and cls token as the settings
     */
    public MViTClassifier(MViTSettings settings, MViTConfig plan) {
        this.settings = settings;
        trunk = child("", new MViT(plan));
        int width = trunk.config().outputDim();
        norm = child("norm", new LayerNorm(width));
        head = child("head.projection", new Linear(width, settings.numClasses(), Init.truncatedNormal(0.02)));
    }

    /** Returns the settings this model was made from. */
    public MViTSettings settings() {
        return settings;
    }

    /** Returns the trunk. */
    public MViT trunk() {
        return trunk;
    }

    /**
     * Computes logits.
     *
     * @param x [B, 3, H, W] for images, [B, 3, T, H, W] for clips
     * @return [B, classes], owned by the manager of {@code x}
     */
    public NDArray logits(Pass pass, NDArray x) {
        NDArray tokens = trunk.tokens(pass, x).tokens();
        NDArray pooled = pool(pass, tokens);
        tokens.close();
        if (pass.training() && settings.headDropout() > 0) {
            NDArray dropped = dropout(pass, pooled);
            pooled.close();
            pooled = dropped;
        }
        NDArray logits = head.forward(pass, pooled);
        pooled.close();
        return logits;
    }

    private NDArray dropout(Pass pass, NDArray x) {
        double rate = settings.headDropout();
        if (pass.random() == null) {
            return x.getNDArrayInternal().dropout(x, (float) rate, true).singletonOrThrow();
        }
        try (NDArray factors = dropout.drawOrNone(pass, x.getManager(), rate, x.getShape())) {
            return x.mul(factors);
        }
    }

    /**
     * Explains what one image or clip was classified by.
     *
     * @param pass inference
     * @param x [1, 3, H, W] or [1, 3, T, H, W]
     * @return relevance of the tokens of the patch embedding
     */
    public Relevance rollout(Pass pass, NDArray x) {
        return new MViTRollout(trunk, settings.clsToken() && !settings.meanPooling()).of(pass, x);
    }

    /** Token 0 or the mean of all, normalised before; with mean pooling, the grid's mean normalised after. */
    private NDArray pool(Pass pass, NDArray tokens) {
        boolean cls = settings.clsToken();
        if (settings.meanPooling()) {
            NDArray grid = cls ? tokens.get(":, 1:") : tokens;
            NDArray mean = grid.mean(new int[] {1});
            NDArray normed = norm.forward(pass, mean);
            mean.close();
            if (cls) {
                grid.close();
            }
            return normed;
        }
        if (cls) {
            NDArray first = tokens.get(":, 0");
            NDArray normed = norm.forward(pass, first);
            first.close();
            return normed;
        }
        NDArray normed = norm.forward(pass, tokens);
        NDArray mean = normed.mean(new int[] {1});
        normed.close();
        return mean;
    }

    @Override
    protected NDList forward(Pass pass, NDList inputs) {
        return new NDList(logits(pass, inputs.singletonOrThrow()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), settings.numClasses())};
    }
}

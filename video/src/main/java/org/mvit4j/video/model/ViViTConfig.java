package org.mvit4j.video.model;

/**
 * What a ViViT is: tokens, attention, size.
 *
 * @param attention one of the paper's four models
 * @param frames frames of a clip
 * @param cropHeight rows of the crop; rows that do not fill a patch are left out, and so below
 * @param cropWidth columns of the crop
 * @param patch side of a patch
 * @param tubelet frames of a tubelet, or 0 for uniform frame sampling
 * @param sampledFrames with uniform sampling, how many frames are taken
 * @param width width of the tokens
 * @param depth number of blocks; of the spatial encoder in model 2
 * @param temporalDepth blocks of model 2's temporal encoder; 0 is the average-pool baseline
 * @param heads number of attention heads
 * @param mlpWidth hidden width of the MLP
 * @param classifier how tokens become one vector, in both encoders of model 2
 * @param order the order of model 3's attentions; the paper writes space first, its code runs time first
 * @param stochasticDepth drop rate of the last block; kept branches are not rescaled
 * @param classes number of outputs
 */
public record ViViTConfig(
        Attention attention,
        int frames,
        int cropHeight,
        int cropWidth,
        int patch,
        int tubelet,
        int sampledFrames,
        int width,
        int depth,
        int temporalDepth,
        int heads,
        int mlpWidth,
        Classifier classifier,
        Order order,
        double stochasticDepth,
        int classes) {

    /** The paper's four models. */
    public enum Attention {
        /** Model 1: every token attends to every other. */
        SPACE_TIME,
        /** Model 2: an encoder per frame of tokens, then one over the frames. */
        FACTORISED_ENCODER,
        /** Model 3: each block attends along space and along time, one after the other. */
        FACTORISED_SELF_ATTENTION,
        /** Model 4: half of the heads attends along time, half along space. */
        FACTORISED_DOT_PRODUCT
    }

    /** How tokens become one vector. */
    public enum Classifier {
        /** A learned cls token. */
        TOKEN,
        /** The mean. */
        GAP,
        /** The maximum. */
        GMP,
        /** The sum. */
        GSP
    }

    /** The order of model 3's attentions. */
    public enum Order {
        TIME_SPACE,
        SPACE_TIME
    }

    public ViViTConfig {
        boolean perAxis =
                attention == Attention.FACTORISED_SELF_ATTENTION || attention == Attention.FACTORISED_DOT_PRODUCT;
        if (perAxis && classifier == Classifier.TOKEN) {
            throw new IllegalArgumentException(
                    "ViViT " + attention + " has no cls token: use classifier GAP, GMP or GSP");
        }
        if (width % heads != 0 || attention == Attention.FACTORISED_DOT_PRODUCT && heads % 2 != 0) {
            throw new IllegalArgumentException("ViViT " + attention + " of width " + width + " cannot have " + heads
                    + " heads" + (width % heads == 0 ? ": their number must be even" : ""));
        }
        if (tubelet > 0 ? frames < tubelet : sampledFrames < 1 || sampledFrames > frames) {
            throw new IllegalArgumentException("a clip of " + frames + " frames has no "
                    + (tubelet > 0 ? "tubelet of " + tubelet : sampledFrames + " frames to sample"));
        }
        if (cropHeight < patch || cropWidth < patch) {
            throw new IllegalArgumentException(
                    "a crop of " + cropHeight + " x " + cropWidth + " has no patch of side " + patch);
        }
    }

    /** Model 1, B/16x2: 32 frames, 224 pixels, cls token, 400 classes. */
    public static Builder base() {
        return new Builder();
    }

    /** The L size, otherwise as {@link #base}. */
    public static Builder large() {
        return new Builder().width(1024).depth(24).heads(16).mlpWidth(4096);
    }

    /** The H/14 size, otherwise as {@link #base}. */
    public static Builder huge() {
        return new Builder().width(1280).depth(32).heads(16).mlpWidth(5120).patch(14);
    }

    /** Frames of tokens. */
    public int tokenFrames() {
        return tubelet > 0 ? frames / tubelet : sampledFrames;
    }

    /** Tokens of one frame of tokens. */
    public int tokensPerFrame() {
        return (cropHeight / patch) * (cropWidth / patch);
    }

    /** Returns a builder that starts from this. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects the differences from model 1, B/16x2. */
    public static final class Builder {
        private Attention attention = Attention.SPACE_TIME;
        private int frames = 32;
        private int cropHeight = 224;
        private int cropWidth = 224;
        private int patch = 16;
        private int tubelet = 2;
        private int sampledFrames;
        private int width = 768;
        private int depth = 12;
        private int temporalDepth = 4;
        private int heads = 12;
        private int mlpWidth = 3072;
        private Classifier classifier = Classifier.TOKEN;
        private Order order = Order.TIME_SPACE;
        private double stochasticDepth;
        private int classes = 400;

        private Builder() {}

        private Builder(ViViTConfig c) {
            attention = c.attention;
            frames = c.frames;
            cropHeight = c.cropHeight;
            cropWidth = c.cropWidth;
            patch = c.patch;
            tubelet = c.tubelet;
            sampledFrames = c.sampledFrames;
            width = c.width;
            depth = c.depth;
            temporalDepth = c.temporalDepth;
            heads = c.heads;
            mlpWidth = c.mlpWidth;
            classifier = c.classifier;
            order = c.order;
            stochasticDepth = c.stochasticDepth;
            classes = c.classes;
        }

        /** Chooses the model; models 3 and 4 have no cls token and switch to the mean. */
        public Builder attention(Attention value) {
            attention = value;
            boolean perAxis = value == Attention.FACTORISED_SELF_ATTENTION || value == Attention.FACTORISED_DOT_PRODUCT;
            if (perAxis && classifier == Classifier.TOKEN) {
                classifier = Classifier.GAP;
            }
            return this;
        }

        public Builder frames(int value) {
            frames = value;
            return this;
        }

        public Builder crop(int height, int width) {
            cropHeight = height;
            cropWidth = width;
            return this;
        }

        public Builder patch(int value) {
            patch = value;
            return this;
        }

        public Builder tubelet(int value) {
            tubelet = value;
            sampledFrames = 0;
            return this;
        }

        /** Uniform frame sampling instead of tubelets. */
        public Builder sampledFrames(int value) {
            sampledFrames = value;
            tubelet = 0;
            return this;
        }

        public Builder width(int value) {
            width = value;
            return this;
        }

        public Builder depth(int value) {
            depth = value;
            return this;
        }

        public Builder temporalDepth(int value) {
            temporalDepth = value;
            return this;
        }

        public Builder heads(int value) {
            heads = value;
            return this;
        }

        public Builder mlpWidth(int value) {
            mlpWidth = value;
            return this;
        }

        public Builder classifier(Classifier value) {
            classifier = value;
            return this;
        }

        public Builder order(Order value) {
            order = value;
            return this;
        }

        public Builder stochasticDepth(double value) {
            stochasticDepth = value;
            return this;
        }

        public Builder classes(int value) {
            classes = value;
            return this;
        }

        public ViViTConfig build() {
            return new ViViTConfig(
                    attention,
                    frames,
                    cropHeight,
                    cropWidth,
                    patch,
                    tubelet,
                    sampledFrames,
                    width,
                    depth,
                    temporalDepth,
                    heads,
                    mlpWidth,
                    classifier,
                    order,
                    stochasticDepth,
                    classes);
        }
    }
}

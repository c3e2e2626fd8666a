package org.mvit4j.maskrcnn.config;

import org.jspecify.annotations.Nullable;

/**
 * What the authors published about a model.
 *
 * @param boxAp COCO val2017 box AP
 * @param maskAp COCO val2017 mask AP
 * @param params parameters as printed, such as {@code 44M}; absent where the authors give none
 * @param flops multiply-adds as printed, such as {@code 279G}; absent where the authors give none
 * @param pretrain what the backbone was trained on before
 * @param epochs passes over train2017
 * @param modelId number of the training run
 * @param directory folder of the release that holds the file
 * @param file name of the released checkpoint
 */
public record PublishedConfig(
        double boxAp,
        double maskAp,
        @Nullable String params,
        @Nullable String flops,
        String pretrain,
        int epochs,
        String modelId,
        String directory,
        String file) {}

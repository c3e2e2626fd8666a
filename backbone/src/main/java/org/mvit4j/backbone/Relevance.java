package org.mvit4j.backbone;

/**
 * How much each token after the patch embedding fed a classifier's output, by attention rollout (Abnar and Zuidema,
 * Quantifying Attention Flow in Transformers, ACL 2020).
 *
 * <p>Every attention step is taken as the matrix {@code (A + I) / 2}: A its softmax, mean of the heads, and the identity
 * for the residual. Their product over all steps, read at what the head reads, is the relevance. MLPs, norms and the
 * values' sizes play no part. All of it sums to one: what is not on the patches is on the cls token.
 *
 * <p>Pooling attention has fewer keys than tokens, and fewer outputs than inputs where queries are pooled. There the two
 * terms become {@code (A K + S) / 2}: row k of K, and row q of S, spread a pooled key or output in equal parts over the
 * tokens within half a stride of it. For S that is the window of the shortcut's own pooling. A key's filter is narrower
 * than its stride, so that most tokens are under no filter at all; letting each key stand for its whole neighbourhood
 * resamples the key axis to the tokens instead of showing a grid of dots. The pooled query that MViTv2 adds to the
 * attention's result counts as part of the shortcut.
 *
 * @param values per token, t slowest
 * @param grid frames, rows and columns of tokens
 * @param cls what lies on the cls token, 0 where there is none
 */
@SuppressWarnings("ArrayRecordComponent")
public record Relevance(float[] values, Extent grid, double cls) {}

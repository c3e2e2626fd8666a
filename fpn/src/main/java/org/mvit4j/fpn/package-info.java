/**
 * Feature pyramids: {@link org.mvit4j.fpn.Fpn} joins the stages of a hierarchical network top-down,
 * {@link org.mvit4j.fpn.SimpleFeaturePyramid} scales the one map of a plain network up and down. Both are
 * {@link org.mvit4j.fpn.Neck}s, and {@link org.mvit4j.fpn.PyramidBackbone} puts one behind its network.
 */
@NullMarked
package org.mvit4j.fpn;

import org.jspecify.annotations.NullMarked;

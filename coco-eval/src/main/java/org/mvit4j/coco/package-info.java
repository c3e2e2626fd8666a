/**
 * The COCO evaluator: the numbers of pycocotools 2.0.11 to the last bit, without a tensor library and without native
 * code.
 *
 * <pre>{@code
 * CocoDataset gt = CocoDataset.read(Path.of("instances_val2017.json"));
 * CocoResults dt = CocoResults.read(Path.of("detections.json"), gt);
 * EvalArrays arrays = CocoEvaluator.evaluate(gt, dt, EvalParams.bbox()).accumulate();
 * Summary summary = Summary.of(arrays);
 * System.out.print(summary.table());
 * double ap = summary.ap();
 * }</pre>
 *
 * <p>{@link org.mvit4j.coco.json} reads bytes, {@link org.mvit4j.coco.mask} holds run-length masks, {@link
 * org.mvit4j.coco.data} the data set and the results as columns, and {@link org.mvit4j.coco.eval} matches, accumulates
 * and summarises. Arrows point that way only.
 */
@NullMarked
package org.mvit4j.coco;

import org.jspecify.annotations.NullMarked;

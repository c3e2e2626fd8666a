/**
 * Update rules, parameter groups and learning rates with the numbers of PyTorch and detectron2. An optimizer updates the
 * model's memory in place by one fused engine call per parameter; its state has names and can be saved.
 */
@NullMarked
package org.mvit4j.train.optim;

import org.jspecify.annotations.NullMarked;

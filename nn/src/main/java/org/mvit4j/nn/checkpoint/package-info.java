/**
 * Checkpoint files: reading what others wrote, writing our own, and the names between them.
 *
 * <p>{@link org.mvit4j.nn.checkpoint.Checkpoint#open} reads detectron2 pickles, torch zip and legacy archives and
 * safetensors behind one API. Tensors stay on disk until they are read, slice by slice, so files of any size work in a
 * small heap; pickles run in a machine that knows an allow-list of constructors and executes nothing. A
 * {@link org.mvit4j.nn.checkpoint.NameFilter} per source family turns a file's names into the reference names, a
 * {@link org.mvit4j.nn.checkpoint.StateDictPlan} compares them with what a model needs, and
 * {@link org.mvit4j.nn.checkpoint.SafetensorsWriter} writes. Nothing here depends on a tensor engine.
 */
@NullMarked
package org.mvit4j.nn.checkpoint;

import org.jspecify.annotations.NullMarked;

package org.mvit4j.nn.checkpoint;

import java.util.List;
import java.util.Map;

/**
 * What a container was found to hold.
 *
 * @param location the entry that held the weights; empty when they are the whole
 * @param stateDict the weights
 * @param metadata scalars and texts beside them
 * @param otherEntries what else is there, described
 */
record CheckpointContents(
        String location, StateDict stateDict, Map<String, String> metadata, List<String> otherEntries) {}

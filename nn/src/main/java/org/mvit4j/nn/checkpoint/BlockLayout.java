package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the blocks of a file with reference names say about the network: how many there are, where its stages begin, and
 * whether the width grows in attention (MViTv2) or in the MLP of the block before (MViTv1, MViTv2-L of ImageNet-1K).
 *
 * @param depth number of blocks
 * @param projections blocks that own a shortcut projection, ascending
 * @param widthGrowth where the width grows; null when it never does
 */
record BlockLayout(
        int depth, List<Integer> projections, @Nullable WidthGrowth widthGrowth) {
    /** The part of a block whose output is wider than its input. */
    enum WidthGrowth {
        IN_ATTENTION("in attention"),
        IN_MLP("in the MLP");

        private final String text;

        WidthGrowth(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\.(.+)");

    static BlockLayout of(StateDict reference) {
        int depth = 0;
        TreeSet<Integer> projections = new TreeSet<>();
        for (String name : reference.names()) {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                int index = Integer.parseInt(block.group(1));
                depth = Math.max(depth, index + 1);
                if (block.group(2).equals("proj.weight")) {
                    projections.add(index);
                }
            }
        }
        return new BlockLayout(depth, List.copyOf(projections), growth(reference, projections));
    }

    private static @Nullable WidthGrowth growth(StateDict reference, TreeSet<Integer> projections) {
        if (projections.isEmpty()) {
            return null;
        }
        StoredTensor norm1 = reference.get("blocks." + projections.first() + ".norm1.weight");
        StoredTensor norm2 = reference.get("blocks." + projections.first() + ".norm2.weight");
        if (norm1 == null || norm2 == null) {
            return null;
        }
        return norm1.elementCount() == norm2.elementCount() ? WidthGrowth.IN_MLP : WidthGrowth.IN_ATTENTION;
    }

    /** First block of each stage, beginning with 0. */
    List<Integer> stageStarts() {
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        for (int projection : projections) {
            starts.add(widthGrowth == WidthGrowth.IN_MLP ? projection + 1 : projection);
        }
        return starts;
    }
}

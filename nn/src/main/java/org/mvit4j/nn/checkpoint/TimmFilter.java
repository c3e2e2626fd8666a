package org.mvit4j.nn.checkpoint;

import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * timm's MViTv2: blocks are numbered within stages, the shortcut projection is named after the place where the width
 * grows, and the classifier is {@code head.fc}. Depths are read from the file.
 */
final class TimmFilter implements NameFilter {
    private static final Pattern STAGE_BLOCK = Pattern.compile("stages\\.(\\d{1,2})\\.blocks\\.(\\d{1,4})\\.(.+)");
    private static final Pattern BLOCK = Pattern.compile("blocks\\.(\\d{1,4})\\.(.+)");
    private static final Pattern SHORTCUT = Pattern.compile("shortcut_proj_(attn|mlp)\\.(weight|bias)");

    @Override
    public StateDict toReference(StateDict file) {
        TreeMap<Integer, Integer> depths = new TreeMap<>();
        for (String name : file.names()) {
            Matcher block = STAGE_BLOCK.matcher(name);
            if (block.matches()) {
                depths.merge(Integer.parseInt(block.group(1)), Integer.parseInt(block.group(2)) + 1, Math::max);
            }
        }
        return file.rename(name -> {
            Matcher block = STAGE_BLOCK.matcher(name);
            if (block.matches()) {
                int before = depths.headMap(Integer.parseInt(block.group(1))).values().stream()
                        .mapToInt(Integer::intValue)
                        .sum();
                String leaf = SHORTCUT.matcher(block.group(3)).replaceFirst("proj.$2");
                return "blocks." + (before + Integer.parseInt(block.group(2))) + '.' + leaf;
            }
            return name.startsWith("head.fc.") ? "head.projection." + name.substring("head.fc.".length()) : name;
        });
    }

    @Override
    public StateDict fromReference(StateDict reference) {
        BlockLayout layout = BlockLayout.of(reference);
        String shortcut =
                layout.widthGrowth() == BlockLayout.WidthGrowth.IN_MLP ? "shortcut_proj_mlp." : "shortcut_proj_attn.";
        List<Integer> starts = layout.stageStarts();
        return reference.rename(name -> {
            Matcher block = BLOCK.matcher(name);
            if (block.matches()) {
                int index = Integer.parseInt(block.group(1));
                int stage =
                        (int) starts.stream().filter(start -> start <= index).count() - 1;
                String leaf = block.group(2);
                return "stages." + stage + ".blocks." + (index - starts.get(stage)) + '.'
                        + (leaf.startsWith("proj.") ? shortcut + leaf.substring("proj.".length()) : leaf);
            }
            return name.startsWith("head.projection.")
                    ? "head.fc." + name.substring("head.projection.".length())
                    : name;
        });
    }
}

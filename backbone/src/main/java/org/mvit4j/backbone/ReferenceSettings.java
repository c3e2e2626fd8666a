package org.mvit4j.backbone;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The published configuration files of the MViT classifiers as settings, with overrides by the files' own dotted keys
 * ({@code MVIT.EMBED_DIM}), for comparing against results that name such a file.
 */
public final class ReferenceSettings {

    private static final Map<Integer, Double> T = twice(1, 3, 8);
    private static final Map<Integer, Double> S = twice(1, 3, 14);
    private static final Map<Integer, Double> B = twice(2, 5, 21);
    private static final Map<Integer, Double> L = twice(2, 8, 44);
    private static final Map<Integer, Double> H = twice(4, 12, 72);

    private ReferenceSettings() {}

    /**
     * Returns the settings of a published file.
     *
     * @param file the path or name, such as {@code configs/Kinetics/MVITv2_S_16x4.yaml}; its letter case is ignored
     * @param overrides dotted keys of the file's format to values
     */
    public static MViTSettings of(String file, Map<String, ?> overrides) {
        String name =
                file.substring(file.lastIndexOf('/') + 1).replace(".yaml", "").toLowerCase(Locale.ROOT);
        boolean something = file.toLowerCase(Locale.ROOT).contains("ssv2");
        Map<String, Object> keys = new HashMap<>(base(name, something, file));
        overrides.forEach((key, value) -> {
            if (!keys.containsKey(key) && !IGNORED.contains(key)) {
                throw new IllegalArgumentException(
                        "override " + key + " of " + file + " is not known; known are " + new TreeMap<>(keys).keySet());
            }
            keys.put(key, value);
        });
        return settings(keys);
    }

    /** Keys that have no effect on what the model computes. */
    private static final List<String> IGNORED = List.of(
            "DATA.TEST_CROP_SIZE",
            "DATA.SAMPLING_RATE",
            "MODEL.MODEL_NAME",
            "MODEL.ARCH",
            "NUM_GPUS",
            "MVIT.NORM",
            "MVIT.DROPOUT_RATE",
            "MVIT.REL_POS_ZERO_INIT",
            "MODEL.HEAD_ACT",
            "MODEL.ACT_CHECKPOINT");

    private static Map<String, Object> base(String name, boolean something, String file) {
        int classes = something ? 174 : 400;
        return switch (name) {
            case "mvitv2_t", "mvitv2_t_test" -> image(96, 1, 10, T, 0.1, true);
            case "mvitv2_s", "mvitv2_s_test" -> image(96, 1, 16, S, 0.1, true);
            case "mvitv2_b", "mvitv2_b_test" -> image(96, 1, 24, B, 0.3, true);
            case "mvitv2_l", "mvitv2_l_test" -> image(144, 2, 48, L, 0.5, false);
            case "mvitv2_h", "mvitv2_h_test" -> image(192, 3, 80, H, 0.5, true);
            case "mvit_b_16x4_conv" -> videoV1(16, 16, S, List.of(3, 3, 3), 0.2, classes);
            case "mvit_b_32x3_conv", "mvit_b_32x3_conv_k600" ->
                videoV1(32, 24, B, null, 0.3, name.endsWith("k600") ? 600 : classes);
            case "mvitv2_s_16x4" -> videoV2(16, 224, 96, 1, 16, S, something ? 0.4 : 0.2, classes);
            case "mvitv2_b_32x3" -> videoV2(32, 224, 96, 1, 24, B, something ? 0.4 : 0.3, classes);
            case "mvitv2_l_40x3", "mvitv2_l_40x3_test" -> videoV2(40, 312, 144, 2, 48, L, 0.75, classes);
            case "k400_mvitv2_s_16x4_ft" -> maskFeat(videoV2(16, 224, 96, 1, 16, S, 0.1, 400));
            case "k400_mvitv2_l_16x4_ft" -> maskFeat(videoV2(16, 224, 144, 2, 48, L, 0.2, 400));
            default ->
                throw new IllegalArgumentException("configuration " + file + " is not one of the published "
                        + "MViT files (MVITv2_{T,S,B,L,H}, MVIT_B_{16x4,32x3}_CONV, MVITv2_{S_16x4,B_32x3,L_40x3}, "
                        + "k400_MVITv2_{S,L}_16x4_FT)");
        };
    }

    private static Map<String, Object> image(
            int dim, int heads, int depth, Map<Integer, Double> mul, double dropPath, boolean inAttention) {
        Map<String, Object> keys = common(2, dim, heads, depth, mul, dropPath, 1000);
        keys.put("MVIT.CLS_EMBED_ON", false);
        keys.put("MVIT.DIM_MUL_IN_ATT", inAttention);
        keys.put("MVIT.POOL_KV_STRIDE_ADAPTIVE", List.of(4, 4));
        keys.put("MVIT.POOL_KVQ_KERNEL", List.of(3, 3));
        keys.put("MVIT.POOL_Q_STRIDE", queries(depth, mul, true, 2));
        keys.put("MODEL.DROPOUT_RATE", 0.0);
        v2(keys);
        return keys;
    }

    private static Map<String, Object> videoV2(
            int frames,
            int crop,
            int dim,
            int heads,
            int depth,
            Map<Integer, Double> mul,
            double dropPath,
            int classes) {
        Map<String, Object> keys = common(3, dim, heads, depth, mul, dropPath, classes);
        keys.put("DATA.NUM_FRAMES", frames);
        keys.put("DATA.TRAIN_CROP_SIZE", crop);
        keys.put("MVIT.DIM_MUL_IN_ATT", true);
        keys.put("MVIT.POOL_KVQ_KERNEL", List.of(3, 3, 3));
        keys.put("MVIT.POOL_Q_STRIDE", queries(depth, mul, true, 3));
        keys.put("MVIT.REL_POS_TEMPORAL", true);
        v2(keys);
        return keys;
    }

    private static void v2(Map<String, Object> keys) {
        keys.put("MVIT.USE_ABS_POS", false);
        keys.put("MVIT.REL_POS_SPATIAL", true);
        keys.put("MVIT.RESIDUAL_POOLING", true);
    }

    private static Map<String, Object> videoV1(
            int frames, int depth, Map<Integer, Double> mul, @Nullable Object kernel, double dropPath, int classes) {
        Map<String, Object> keys = common(3, 96, 1, depth, mul, dropPath, classes);
        keys.put("DATA.NUM_FRAMES", frames);
        keys.put("MVIT.SEP_POS_EMBED", true);
        keys.put("MVIT.POOL_KVQ_KERNEL", kernel == null ? List.of() : kernel);
        keys.put("MVIT.POOL_Q_STRIDE", queries(depth, mul, false, 3));
        return keys;
    }

    private static Map<String, Object> maskFeat(Map<String, Object> keys) {
        keys.put("MVIT.DIM_MUL_IN_ATT", false);
        keys.put("MVIT.USE_MEAN_POOLING", true);
        return keys;
    }

    private static Map<String, Object> common(
            int rank, int dim, int heads, int depth, Map<Integer, Double> mul, double dropPath, int classes) {
        Map<String, Object> keys = new HashMap<>();
        keys.put("DATA.NUM_FRAMES", rank == 2 ? 1 : 16);
        keys.put("DATA.TRAIN_CROP_SIZE", 224);
        keys.put("MODEL.NUM_CLASSES", classes);
        keys.put("MODEL.DROPOUT_RATE", 0.5);
        keys.put("MVIT.PATCH_2D", rank == 2);
        keys.put("MVIT.PATCH_KERNEL", rank == 2 ? List.of(7, 7) : List.of(3, 7, 7));
        keys.put("MVIT.PATCH_STRIDE", rank == 2 ? List.of(4, 4) : List.of(2, 4, 4));
        keys.put("MVIT.PATCH_PADDING", rank == 2 ? List.of(3, 3) : List.of(1, 3, 3));
        keys.put("MVIT.EMBED_DIM", dim);
        keys.put("MVIT.NUM_HEADS", heads);
        keys.put("MVIT.DEPTH", depth);
        keys.put("MVIT.MLP_RATIO", 4.0);
        keys.put("MVIT.QKV_BIAS", true);
        keys.put("MVIT.MODE", "conv");
        keys.put("MVIT.POOL_FIRST", false);
        keys.put("MVIT.CLS_EMBED_ON", true);
        keys.put("MVIT.USE_ABS_POS", true);
        keys.put("MVIT.SEP_POS_EMBED", false);
        keys.put("MVIT.REL_POS_SPATIAL", false);
        keys.put("MVIT.REL_POS_TEMPORAL", false);
        keys.put("MVIT.RESIDUAL_POOLING", false);
        keys.put("MVIT.DIM_MUL_IN_ATT", false);
        keys.put("MVIT.USE_MEAN_POOLING", false);
        keys.put("MVIT.DROPPATH_RATE", dropPath);
        keys.put("MVIT.DIM_MUL", pairs(mul));
        keys.put("MVIT.HEAD_MUL", pairs(mul));
        keys.put("MVIT.POOL_KV_STRIDE", List.of());
        keys.put("MVIT.POOL_KV_STRIDE_ADAPTIVE", List.of(1, 8, 8));
        return keys;
    }

    private static MViTSettings settings(Map<String, Object> keys) {
        boolean flat = (Boolean) value(keys, "MVIT.PATCH_2D");
        for (String key : List.of("MVIT.POOL_FIRST")) {
            if ((Boolean) value(keys, key)) {
                throw new IllegalArgumentException(key + " is not supported: no published model uses it");
            }
        }
        if (!(Boolean) value(keys, "MVIT.QKV_BIAS")) {
            throw new IllegalArgumentException("MVIT.QKV_BIAS false is not supported: no published model uses it");
        }
        return new MViTSettings(
                flat ? 2 : 3,
                integer(keys, "DATA.NUM_FRAMES"),
                integer(keys, "DATA.TRAIN_CROP_SIZE"),
                required(extent(value(keys, "MVIT.PATCH_KERNEL")), "MVIT.PATCH_KERNEL"),
                required(extent(value(keys, "MVIT.PATCH_STRIDE")), "MVIT.PATCH_STRIDE"),
                integer(keys, "MVIT.EMBED_DIM"),
                integer(keys, "MVIT.NUM_HEADS"),
                integer(keys, "MVIT.DEPTH"),
                number(keys, "MVIT.MLP_RATIO"),
                (Boolean) value(keys, "MVIT.CLS_EMBED_ON"),
                (Boolean) value(keys, "MVIT.USE_ABS_POS"),
                (Boolean) value(keys, "MVIT.SEP_POS_EMBED"),
                (Boolean) value(keys, "MVIT.REL_POS_SPATIAL"),
                (Boolean) value(keys, "MVIT.REL_POS_TEMPORAL"),
                (Boolean) value(keys, "MVIT.RESIDUAL_POOLING"),
                (Boolean) value(keys, "MVIT.DIM_MUL_IN_ATT"),
                factors(value(keys, "MVIT.DIM_MUL")),
                factors(value(keys, "MVIT.HEAD_MUL")),
                extent(value(keys, "MVIT.POOL_KVQ_KERNEL")),
                strides(value(keys, "MVIT.POOL_Q_STRIDE")),
                strides(value(keys, "MVIT.POOL_KV_STRIDE")),
                extent(value(keys, "MVIT.POOL_KV_STRIDE_ADAPTIVE")),
                number(keys, "MVIT.DROPPATH_RATE"),
                integer(keys, "MODEL.NUM_CLASSES"),
                number(keys, "MODEL.DROPOUT_RATE"),
                (Boolean) value(keys, "MVIT.USE_MEAN_POOLING"),
                poolMode(value(keys, "MVIT.MODE")));
    }

    private static MViTBlockConfig.PoolMode poolMode(Object mode) {
        return switch (mode.toString()) {
            case "conv" -> MViTBlockConfig.PoolMode.CONV;
            case "max" -> MViTBlockConfig.PoolMode.MAX;
            case "avg" -> MViTBlockConfig.PoolMode.AVG;
            default -> throw new IllegalArgumentException("MVIT.MODE " + mode + " is unknown: use conv, max or avg");
        };
    }

    private static Object value(Map<String, Object> keys, String key) {
        Object value = keys.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + " has no value");
        }
        return value;
    }

    private static int integer(Map<String, Object> keys, String key) {
        return ((Number) value(keys, key)).intValue();
    }

    private static double number(Map<String, Object> keys, String key) {
        return ((Number) value(keys, key)).doubleValue();
    }

    /** Two numbers are height and width, three start with time, none is absent. */
    private static @Nullable Extent extent(Object value) {
        List<?> list = (List<?>) value;
        return switch (list.size()) {
            case 0 -> null;
            case 2 -> new Extent(1, at(list, 0), at(list, 1));
            case 3 -> new Extent(at(list, 0), at(list, 1), at(list, 2));
            default -> throw new IllegalArgumentException(list + " must have two or three numbers");
        };
    }

    private static Extent required(@Nullable Extent extent, String key) {
        if (extent == null) {
            throw new IllegalArgumentException(key + " must not be empty");
        }
        return extent;
    }

    private static int at(List<?> list, int index) {
        return ((Number) list.get(index)).intValue();
    }

    private static Map<Integer, Double> factors(Object pairs) {
        Map<Integer, Double> factors = new TreeMap<>();
        for (Object pair : (List<?>) pairs) {
            List<?> entry = (List<?>) pair;
            factors.put(at(entry, 0), ((Number) entry.get(1)).doubleValue());
        }
        return factors;
    }

    private static Map<Integer, Extent> strides(Object entries) {
        Map<Integer, Extent> strides = new TreeMap<>();
        for (Object entry : (List<?>) entries) {
            List<?> list = (List<?>) entry;
            strides.put(at(list, 0), required(extent(list.subList(1, list.size())), "a pooling stride"));
        }
        return strides;
    }

    private static Map<Integer, Double> twice(int... blocks) {
        Map<Integer, Double> factors = new TreeMap<>();
        for (int block : blocks) {
            factors.put(block, 2.0);
        }
        return factors;
    }

    private static List<List<Number>> pairs(Map<Integer, Double> factors) {
        return factors.entrySet().stream()
                .map(e -> List.<Number>of(e.getKey(), e.getValue()))
                .toList();
    }

    /** Stride 2 where the width doubles; the second generation lists every other block too, with stride 1. */
    private static List<List<Integer>> queries(int depth, Map<Integer, Double> mul, boolean every, int rank) {
        return java.util.stream.IntStream.range(0, depth)
                .filter(i -> every || mul.containsKey(i))
                .mapToObj(i -> {
                    int s = mul.containsKey(i) ? 2 : 1;
                    return rank == 2 ? List.of(i, s, s) : List.of(i, 1, s, s);
                })
                .toList();
    }
}

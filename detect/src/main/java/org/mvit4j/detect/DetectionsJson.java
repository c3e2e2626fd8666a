package org.mvit4j.detect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Detections as JSON: {@code {width, height, detections: [{class, class_index, score, box, segmentation}]}}. */
public final class DetectionsJson {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private DetectionsJson() {}

    /** Returns a tree of maps and lists, with boxes as x1, y1, x2, y2 in pixels and masks as COCO run lengths. */
    public static Map<String, Object> tree(Detections detections) {
        List<Object> items = new ArrayList<>();
        for (Detection d : detections) {
            Map<String, Object> item = new LinkedHashMap<>();
            item.put("class", d.className());
            item.put("class_index", d.classIndex());
            item.put("score", d.score());
            item.put("box", d.box());
            if (d.mask() != null) {
                Map<String, Object> segmentation = new LinkedHashMap<>();
                segmentation.put("size", List.of(detections.height(), detections.width()));
                segmentation.put("counts", d.mask().toCompressedString());
                item.put("segmentation", segmentation);
            }
            items.add(item);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("width", detections.width());
        tree.put("height", detections.height());
        tree.put("detections", items);
        return tree;
    }

    /** Returns the JSON text. */
    public static String write(Detections detections) {
        try {
            return MAPPER.writeValueAsString(tree(detections));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers and strings can always be written", e);
        }
    }
}

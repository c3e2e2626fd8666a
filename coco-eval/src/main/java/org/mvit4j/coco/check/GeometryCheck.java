package org.mvit4j.coco.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Whether boxes, masks and images agree in form and size. */
final class GeometryCheck extends Inspection {

    private GeometryCheck(Evidence evidence) {
        super(evidence);
    }

    static void run(Evidence evidence) {
        GeometryCheck check = new GeometryCheck(evidence);
        check.boxes();
        check.sizes();
    }

    private void boxes() {
        Map<Object, List<RawFile.Record>> sampled = evidence.sampled();
        BoxForm[] forms = BoxForm.values();
        int[] found = new int[forms.length];
        int total = 0;
        for (Map.Entry<Object, List<RawFile.Record>> entry : sampled.entrySet()) {
            List<RawFile.Record> here = objects.getOrDefault(entry.getKey(), List.of());
            RawFile.Record image = images.get(entry.getKey());
            total += here.size();
            for (int f = 0; f < forms.length && image != null; f++) {
                Set<RawFile.Record> hit = new HashSet<>();
                for (RawFile.Record d : entry.getValue()) {
                    double[] box = d.box;
                    double[] read = box == null ? null : forms[f].read(box, image.width, image.height);
                    RawFile.Record on = Evidence.on(here, read);
                    if (on != null) {
                        hit.add(on);
                    }
                }
                found[f] += hit.size();
            }
        }
        int best = 0;
        for (int f = 1; f < forms.length; f++) {
            best = found[f] > found[best] ? f : best;
        }
        List<Integer> boxed = Evidence.rows(detections, d -> d.box != null && d.box.length == 4);
        if (best > 0 && found[best] >= 3 && found[best] >= 0.1 * total && found[best] > 2 * found[0]) {
            evidence.ofDetections(
                    Finding.Code.BOX_FORM,
                    String.format(
                            Locale.ROOT,
                            "boxes look like %s: of %d objects %d are met by a detection as it is written and %d if it"
                                    + " is read so",
                            forms[best].description,
                            total,
                            found[0],
                            found[best]),
                    boxed,
                    forms[best].fix);
        }
        evidence.ofDetections(
                Finding.Code.EMPTY_BOX,
                "boxes without width or height match nothing",
                Evidence.rows(detections, d -> d.box != null && d.box.length == 4 && !(d.box[2] > 0 && d.box[3] > 0)),
                "write [x, y, width, height] with positive sides, or leave such detections out");
        evidence.ofDetections(
                Finding.Code.MISSING_FIELD,
                "bbox is not a list of four numbers",
                Evidence.rows(detections, d -> d.box != null && d.box.length != 4),
                "write [x, y, width, height]");
    }

    private void sizes() {
        int beyond = 0;
        int fits = 0;
        List<Integer> bad = new ArrayList<>();
        for (int row = 0; row < truth.annotations.size(); row++) {
            RawFile.Record a = truth.annotations.get(row);
            RawFile.Record image = images.get(Evidence.key(a.image));
            if (a.box == null || a.box.length != 4 || image == null || image.width <= 0 || image.height <= 0) {
                continue;
            }
            double right = a.box[0] + a.box[2];
            double bottom = a.box[1] + a.box[3];
            if (right > image.width + 2 || bottom > image.height + 2) {
                beyond++;
                bad.add(row);
                fits += right <= image.height + 2 && bottom <= image.width + 2 ? 1 : 0;
            }
        }
        if (beyond >= 3 && fits > 0.8 * beyond) {
            evidence.ofAnnotations(
                    Finding.Code.SWAPPED_SIZE,
                    "boxes reach beyond their image, and would not if its width and height were exchanged",
                    bad,
                    "exchange \"width\" and \"height\" in \"images\"; a picture read as an array has height first");
        }
        List<Integer> masks = Evidence.rows(detections, d -> {
            RawFile.Record image = images.get(Evidence.key(d.image));
            return d.maskSize != null
                    && d.maskSize.length == 2
                    && image != null
                    && image.width > 0
                    && (d.maskSize[0] != image.height || d.maskSize[1] != image.width);
        });
        long turned = masks.stream()
                .filter(i -> {
                    RawFile.Record d = detections.get(i);
                    RawFile.Record image = images.get(Evidence.key(d.image));
                    return image != null
                            && d.maskSize != null
                            && d.maskSize[0] == image.width
                            && d.maskSize[1] == image.height;
                })
                .count();
        evidence.ofDetections(
                Finding.Code.MASK_SIZE,
                "masks of another size than their image match nothing",
                masks,
                turned > masks.size() / 2
                        ? "sizes are exchanged: write size as [height, width] and encode the mask column by column"
                        : "bring masks to the size of the original image before encoding");
    }
}

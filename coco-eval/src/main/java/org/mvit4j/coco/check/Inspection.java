package org.mvit4j.coco.check;

import java.util.List;
import java.util.Map;

/** Looks at the evidence for one kind of fault, by the names the evidence has for its parts. */
abstract class Inspection {
    final Evidence evidence;
    final RawFile truth;
    final List<RawFile.Record> detections;
    final Map<Object, RawFile.Record> images;
    final Map<Object, Integer> categoryPosition;
    final Map<Object, List<RawFile.Record>> objects;

    Inspection(Evidence evidence) {
        this.evidence = evidence;
        truth = evidence.truth;
        detections = evidence.detections;
        images = evidence.images;
        categoryPosition = evidence.categoryPosition;
        objects = evidence.objects;
    }
}

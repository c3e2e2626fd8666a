package org.mvit4j.coco.data;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.mvit4j.coco.Strictness;
import org.mvit4j.coco.Workers;
import org.mvit4j.coco.json.HeapBytes;
import org.mvit4j.coco.json.MappedFile;

/**
 * A COCO data set: images, categories and ground-truth annotations (an {@code instances_*.json} or {@code
 * person_keypoints_*.json} file, or an LVIS one). Immutable and safe for use by many threads.
 */
public final class CocoDataset {
    private final String name;
    private final IdSpace space;
    private final Images images;
    private final Categories categories;
    private final Annotations annotations;
    private final String info;
    private final String licenses;
    private volatile @Nullable AnnotationIndex index;

    CocoDataset(
            String name,
            IdSpace space,
            Images images,
            Categories categories,
            Annotations annotations,
            String info,
            String licenses) {
        this.name = name;
        this.space = space;
        this.images = images;
        this.categories = categories;
        this.annotations = annotations;
        this.info = info;
        this.licenses = licenses;
    }

    /** Reads an annotation file in the compatible mode on all processors. */
    public static CocoDataset read(Path file) {
        return read(file, Strictness.COMPATIBLE);
    }

    /**
     * Reads an annotation file on all processors.
     *
     * @throws org.mvit4j.coco.CocoFormatException if it is not one
     */
    public static CocoDataset read(Path file, Strictness strictness) {
        try (Workers workers = Workers.ofMachine()) {
            return read(file, strictness, workers);
        }
    }

    /** Reads an annotation file with {@code workers}. */
    public static CocoDataset read(Path file, Strictness strictness, Workers workers) {
        return workers.call(new Callable<CocoDataset>() {
            @Override
            public CocoDataset call() {
                return new DatasetReader(MappedFile.open(file), strictness, workers).read();
            }
        });
    }

    /** Reads an annotation file that is in memory; {@code name} stands for it in messages. */
    public static CocoDataset parse(String name, byte[] json, Strictness strictness) {
        try (Workers workers = new Workers(1)) {
            return new DatasetReader(new HeapBytes(name, json), strictness, workers).read();
        }
    }

    /** Builds a data set in memory. */
    public static DatasetBuilder builder() {
        return new DatasetBuilder();
    }

    /** The file this was read from, or a name. */
    public String name() {
        return name;
    }

    /** The images. */
    public Images images() {
        return images;
    }

    /** The categories. */
    public Categories categories() {
        return categories;
    }

    /** The annotations. */
    public Annotations annotations() {
        return annotations;
    }

    /** Annotation rows by image; made on first use. */
    public AnnotationIndex byImage() {
        AnnotationIndex known = index;
        if (known == null) {
            known = new AnnotationIndex(this); // two threads may both make it; the results are equal
            index = known;
        }
        return known;
    }

    /** Queries by image, category, area and crowd flag. */
    public DatasetQuery query() {
        return new DatasetQuery(this);
    }

    /** The file's {@code info} as JSON text, {@code {}} if it has none. */
    public String info() {
        return info;
    }

    /** The file's {@code licenses} as JSON text, {@code []} if it has none. */
    public String licenses() {
        return licenses;
    }

    /** Codes of ids that are not integers. */
    public IdSpace ids() {
        return space;
    }
}

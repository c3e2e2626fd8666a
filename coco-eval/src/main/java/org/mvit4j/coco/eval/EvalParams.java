package org.mvit4j.coco.eval;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an evaluation can be told, with the reference's defaults. Immutable.
 *
 * <pre>{@code EvalParams.segm().toBuilder().maxDetections(1, 10, 500).build()}</pre>
 */
public final class EvalParams {
    /** Rules by which detections are admitted and ignored. */
    public enum Protocol {
        /** COCO: crowds, a limit per image and category. */
        COCO,
        /** LVIS: federated labels, a limit of detections per image over all categories, no crowds. */
        LVIS
    }

    /** A limit that never limits. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private static final int MOST_AREAS = 64;
    private static final double[] COCO_SIGMAS = {
        .26, .25, .25, .35, .35, .79, .79, .72, .72, .62, .62, 1.07, 1.07, .87, .87, .89, .89
    };

    private final Protocol protocol;
    private final IouType iouType;
    private final double[] iouThresholds;
    private final double[] recallThresholds;
    private final List<AreaRange> areas;
    private final int[] maxDetections;
    private final boolean useCategories;
    private final long @Nullable [] imageIds;
    private final long @Nullable [] categoryIds;
    private final double[] sigmas;
    private final double boundaryRatio;
    private final boolean halfOpenAreas;

    private EvalParams(Builder b) {
        protocol = b.protocol;
        iouType = b.iouType;
        iouThresholds = b.iouThresholds.clone();
        recallThresholds = b.recallThresholds.clone();
        areas = List.copyOf(b.areas);
        maxDetections = b.maxDetections.clone();
        Arrays.sort(maxDetections);
        useCategories = b.useCategories;
        imageIds = b.imageIds == null ? null : b.imageIds.clone();
        categoryIds = b.categoryIds == null ? null : b.categoryIds.clone();
        sigmas = b.sigmas.clone();
        boundaryRatio = b.boundaryRatio;
        halfOpenAreas = b.halfOpenAreas;
        require(iouThresholds.length > 0, "at least one IoU threshold is needed");
        require(recallThresholds.length > 0, "at least one recall threshold is needed");
        require(!areas.isEmpty() && areas.size() <= MOST_AREAS, "from 1 to " + MOST_AREAS + " area ranges are needed");
        require(maxDetections.length > 0, "at least one limit of detections is needed");
        require(maxDetections[0] >= 0, "a limit of detections must not be negative");
        require(
                protocol == Protocol.COCO || useCategories && iouType != IouType.KEYPOINTS,
                "LVIS has neither keypoints nor an evaluation without categories");
    }

    private static void require(boolean holds, String fact) {
        if (!holds) {
            throw new IllegalArgumentException(fact);
        }
    }

    /** COCO boxes. */
    public static EvalParams bbox() {
        return of(IouType.BBOX);
    }

    /** COCO masks. */
    public static EvalParams segm() {
        return of(IouType.SEGM);
    }

    /** COCO person keypoints. */
    public static EvalParams keypoints() {
        return of(IouType.KEYPOINTS);
    }

    /** COCO boundary AP. */
    public static EvalParams boundary() {
        return of(IouType.BOUNDARY);
    }

    /** COCO evaluation of {@code type}. */
    public static EvalParams of(IouType type) {
        return new Builder(type).build();
    }

    /** LVIS v1 evaluation of {@code type}: at most 300 detections of an image. */
    public static EvalParams lvis(IouType type) {
        return new Builder(type).protocol(Protocol.LVIS).maxDetections(300).build();
    }

    /**
     * NumPy's {@code linspace}: {@code count} doubles from {@code low} to {@code high}, which is not what adding a step
     * gives.
     */
    public static double[] linspace(double low, double high, int count) {
        double[] values = new double[count];
        double step = (high - low) / (count - 1);
        for (int i = 0; i < count; i++) {
            values[i] = i * step + low;
        }
        if (count > 1) {
            values[count - 1] = high;
        }
        return values;
    }

    /** A builder with these values. */
    public Builder toBuilder() {
        Builder b = new Builder(iouType);
        b.protocol = protocol;
        b.iouThresholds = iouThresholds;
        b.recallThresholds = recallThresholds;
        b.areas = areas;
        b.maxDetections = maxDetections;
        b.useCategories = useCategories;
        b.imageIds = imageIds;
        b.categoryIds = categoryIds;
        b.sigmas = sigmas;
        b.boundaryRatio = boundaryRatio;
        b.halfOpenAreas = halfOpenAreas;
        return b;
    }

    /** Whose rules apply. */
    public Protocol protocol() {
        return protocol;
    }

    /** What similarity means. */
    public IouType iouType() {
        return iouType;
    }

    /** The T similarity thresholds. */
    public double[] iouThresholds() {
        return iouThresholds.clone();
    }

    /** The R recall thresholds. */
    public double[] recallThresholds() {
        return recallThresholds.clone();
    }

    /** The A area ranges. */
    public List<AreaRange> areas() {
        return areas;
    }

    /** The M limits of detections, ascending. */
    public int[] maxDetections() {
        return maxDetections.clone();
    }

    /** Whether detections must be of the object's category. */
    public boolean useCategories() {
        return useCategories;
    }

    /** The images to evaluate; null for all. */
    public long @Nullable [] imageIds() {
        return imageIds == null ? null : imageIds.clone();
    }

    /** The categories to evaluate; null for all. */
    public long @Nullable [] categoryIds() {
        return categoryIds == null ? null : categoryIds.clone();
    }

    /** Per-keypoint constants of object keypoint similarity. */
    public double[] sigmas() {
        return sigmas.clone();
    }

    /** Width of a boundary as a share of the image diagonal. */
    public double boundaryRatio() {
        return boundaryRatio;
    }

    /** Whether area ranges exclude their upper bound, as in the LVIS variant of boundary AP. */
    public boolean halfOpenAreas() {
        return halfOpenAreas;
    }

    /** How many detections of one image and category take part in matching. */
    int matchLimit() {
        return protocol == Protocol.LVIS ? UNLIMITED : maxDetections[maxDetections.length - 1];
    }

    /** Whether matches under both can be merged: all is equal but images and categories. */
    boolean comparable(EvalParams that) {
        return protocol == that.protocol
                && iouType == that.iouType
                && Arrays.equals(iouThresholds, that.iouThresholds)
                && Arrays.equals(recallThresholds, that.recallThresholds)
                && areas.equals(that.areas)
                && Arrays.equals(maxDetections, that.maxDetections)
                && useCategories == that.useCategories
                && Arrays.equals(sigmas, that.sigmas)
                && boundaryRatio == that.boundaryRatio
                && halfOpenAreas == that.halfOpenAreas;
    }

    /** Number M of limits in the arrays; LVIS arrays have no such axis. */
    int limits() {
        return protocol == Protocol.LVIS ? 1 : maxDetections.length;
    }

    /** Limit number {@code m} of an image and category. */
    int limit(int m) {
        return protocol == Protocol.LVIS ? UNLIMITED : maxDetections[m];
    }

    /** Collects parameters; starts with the reference's defaults. */
    public static final class Builder {
        private Protocol protocol = Protocol.COCO;
        private final IouType iouType;
        private double[] iouThresholds = linspace(.5, .95, 10);
        private double[] recallThresholds = linspace(0, 1, 101);
        private List<AreaRange> areas;
        private int[] maxDetections;
        private boolean useCategories = true;
        private long @Nullable [] imageIds;
        private long @Nullable [] categoryIds;
        private double[] sigmas;
        private double boundaryRatio = 0.02;
        private boolean halfOpenAreas;

        private Builder(IouType iouType) {
            this.iouType = iouType;
            boolean pose = iouType == IouType.KEYPOINTS;
            areas = pose ? AreaRange.KEYPOINTS : AreaRange.COCO;
            maxDetections = pose ? new int[] {20} : new int[] {1, 10, 100};
            sigmas = new double[COCO_SIGMAS.length];
            for (int i = 0; i < sigmas.length; i++) {
                sigmas[i] = COCO_SIGMAS[i] / 10;
            }
        }

        /** Sets whose rules apply. */
        public Builder protocol(Protocol value) {
            protocol = value;
            return this;
        }

        /** Sets the similarity thresholds. */
        public Builder iouThresholds(double... values) {
            iouThresholds = values;
            return this;
        }

        /** Sets the recall thresholds. */
        public Builder recallThresholds(double... values) {
            recallThresholds = values;
            return this;
        }

        /** Sets the area ranges. */
        public Builder areas(List<AreaRange> values) {
            areas = values;
            return this;
        }

        /** Sets the limits of detections per image and category, any number of them. */
        public Builder maxDetections(int... values) {
            maxDetections = values;
            return this;
        }

        /** Sets whether detections must be of the object's category. */
        public Builder useCategories(boolean value) {
            useCategories = value;
            return this;
        }

        /** Sets the images to evaluate. */
        public Builder imageIds(long @Nullable ... values) {
            imageIds = values;
            return this;
        }

        /** Sets the categories to evaluate. */
        public Builder categoryIds(long @Nullable ... values) {
            categoryIds = values;
            return this;
        }

        /** Sets the keypoint constants. */
        public Builder sigmas(double... values) {
            sigmas = values;
            return this;
        }

        /** Sets the width of a boundary as a share of the image diagonal. */
        public Builder boundaryRatio(double value) {
            boundaryRatio = value;
            return this;
        }

        /** Sets whether area ranges exclude their upper bound. */
        public Builder halfOpenAreas(boolean value) {
            halfOpenAreas = value;
            return this;
        }

        /** The parameters. */
        public EvalParams build() {
            return new EvalParams(this);
        }
    }
}

package org.mvit4j.data.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.data.augment.AnnotationMapper;
import org.mvit4j.data.augment.Augmentation;
import org.mvit4j.data.augment.BitMask;
import org.mvit4j.data.augment.InstanceAnnotation;
import org.mvit4j.data.augment.TrainingSample;
import org.mvit4j.data.image.ImageReader;
import org.mvit4j.data.image.RgbImage;
import org.mvit4j.data.loader.SampleSource;

/**
 * Reads and augments the images of a data set.
 *
 * @param instances the data set
 * @param augmentation drawn anew for every sample
 * @param mapper how annotations follow
 * @param largestOutput bound of the pixels of an augmented image
 */
public record DetectionSamples(
        CocoInstances instances, Augmentation augmentation, AnnotationMapper mapper, long largestOutput)
        implements SampleSource<TrainingSample> {

    private static final int CHANNELS = 3;
    private static final long UNKNOWN_PIXELS = 4_000_000;

    @Override
    public int size() {
        return instances.size();
    }

    @Override
    public String name(int index) {
        return instances.file(index).toString();
    }

    @Override
    public long cost(int index) {
        long pixels = (long) instances.width(index) * instances.height(index);
        return CHANNELS * ((pixels > 0 ? pixels : UNKNOWN_PIXELS) + largestOutput);
    }

    /**
     * @throws IOException if the picture cannot be read or has another size than the annotation file says
     */
    @Override
    public TrainingSample load(int index, RandomGenerator random) throws IOException {
        Path file = instances.file(index);
        RgbImage image = ImageReader.standard().read(file);
        int width = instances.width(index);
        int height = instances.height(index);
        if (width >= 0 && height >= 0 && (image.width() != width || image.height() != height)) {
            throw new IOException("the picture is " + image.size() + ", the annotation file says " + width + " x "
                    + height + "; correct width and height there");
        }
        List<InstanceAnnotation> annotations = instances.annotations(index);
        for (InstanceAnnotation annotation : annotations) {
            if (annotation.shape() instanceof BitMask mask
                    && (mask.width() != image.width() || mask.height() != image.height())) {
                throw new IOException(
                        "a mask is " + mask.width() + " x " + mask.height() + ", the picture " + image.size());
            }
        }
        return mapper.map(instances.imageId(index), image, annotations, augmentation.draw(image.size(), random));
    }
}

package org.mvit4j.video.data;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.mvit4j.data.loader.SampleSource;
import org.mvit4j.video.augment.ClipAugmentation;
import org.mvit4j.video.augment.TrainingClip;
import org.mvit4j.video.clip.FrameSource;

/**
 * The training clips of a data set: each sample is one video, opened once, with as many independently drawn clips as the
 * augmentation repeats (Hoffer et al., Augment Your Batch, CVPR 2020).
 *
 * @param dataset the videos
 * @param augmentation drawn anew for every clip
 */
public record ClipSamples(ClipDataset dataset, ClipAugmentation augmentation)
        implements SampleSource<List<TrainingClip>> {

    @Override
    public int size() {
        return dataset.size();
    }

    @Override
    public String name(int index) {
        return dataset.name(index);
    }

    @Override
    public long cost(int index) {
        return augmentation.repeats() * augmentation.bytes();
    }

    @Override
    public List<TrainingClip> load(int index, RandomGenerator random) throws IOException {
        List<TrainingClip> clips = new ArrayList<>();
        try (FrameSource video = dataset.open(index)) {
            for (int i = 0; i < augmentation.repeats(); i++) {
                clips.add(augmentation.draw(video, dataset.label(index), random));
            }
        }
        return List.copyOf(clips);
    }
}

package org.mvit4j.video.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mvit4j.data.batch.Normalization;
import org.mvit4j.data.loader.BatchLoader;
import org.mvit4j.data.loader.BatchSampler;
import org.mvit4j.data.loader.EpochOrder;
import org.mvit4j.data.loader.SampleException;
import org.mvit4j.data.loader.SeedMix;
import org.mvit4j.nn.Torch;
import org.mvit4j.video.augment.ClipAugmentation;
import org.mvit4j.video.augment.ClipBatch;
import org.mvit4j.video.augment.Mixing;
import org.mvit4j.video.augment.RandomErasing;
import org.mvit4j.video.augment.RandomWindow;
import org.mvit4j.video.augment.TrainingClip;
import org.mvit4j.video.clip.FrameSampler;
import org.mvit4j.video.clip.TestClips;

class ClipSamplesTest {

    private static final ClipAugmentation AUGMENTATION = ClipAugmentation.builder(
                    new FrameSampler(FrameSampler.Family.SLOWFAST, 4, 2),
                    RandomWindow.InceptionCrop.standard(32),
                    Normalization.IMAGENET)
            .optFlip(0.5)
            .optErasing(RandomErasing.standard(0.5, RandomErasing.Mode.PIXEL))
            .optRepeats(2)
            .build();

    @TempDir
    Path folder;

    private ClipFolder drawn() throws IOException {
        for (String name : List.of("down", "up")) {
            Path inner = Files.createDirectories(folder.resolve(name));
            for (int i = 0; i < 3; i++) {
                TestClips.write(inner.resolve(i + ".mp4"), 12 + i);
            }
        }
        return ClipFolder.open(folder);
    }

    private static List<TrainingClip> epoch(ClipSamples samples, int threads, long budget, List<String> skipped)
            throws InterruptedException {
        BatchLoader.Settings settings = new BatchLoader.Settings(threads, budget, 4, 11, skipped::add);
        List<TrainingClip> clips = new ArrayList<>();
        try (BatchLoader<List<TrainingClip>> loader =
                new BatchLoader<>(samples, BatchSampler.of(EpochOrder.shuffled(samples.size(), 3), 2), settings)) {
            for (int batch = 0; batch < 3; batch++) {
                loader.next().samples().forEach(clips::addAll);
            }
        }
        return clips;
    }

    @Test
    void threadsAndBudgetsDoNotChangeTheClips() throws IOException, InterruptedException {
        ClipSamples samples = new ClipSamples(drawn(), AUGMENTATION);
        List<TrainingClip> one = epoch(samples, 1, 1, new ArrayList<>());
        List<TrainingClip> three = epoch(samples, 3, 1L << 30, new ArrayList<>());
        assertThat(one).hasSize(12);
        for (int i = 0; i < one.size(); i++) {
            assertThat(three.get(i).label()).isEqualTo(one.get(i).label());
            assertThat(three.get(i).pixels()).isEqualTo(one.get(i).pixels());
        }
        assertThat(one.get(0).pixels())
                .as("repeats are drawn apart")
                .isNotEqualTo(one.get(1).pixels());
    }

    @Test
    void aBrokenClipIsNamedAndReplaced() throws IOException, InterruptedException {
        drawn();
        Path broken = Files.writeString(folder.resolve("up/1.mp4"), "no video");
        ClipSamples samples = new ClipSamples(ClipFolder.open(folder), AUGMENTATION);
        List<String> skipped = new CopyOnWriteArrayList<>();
        List<TrainingClip> clips = epoch(samples, 1, 1 << 20, skipped);
        assertThat(clips).hasSize(12);
        assertThat(skipped).hasSize(1).first().asString().startsWith(broken + ": is no video");
        List<String> again = new CopyOnWriteArrayList<>();
        List<TrainingClip> same = epoch(samples, 2, 1 << 30, again);
        assertThat(again).as("batches may be prepared ahead").isNotEmpty().isSubsetOf(skipped);
        assertThat(same.stream().map(TrainingClip::label))
                .isEqualTo(clips.stream().map(TrainingClip::label).toList());
        try (BatchLoader<List<TrainingClip>> strict = new BatchLoader<>(
                samples,
                BatchSampler.of(EpochOrder.sequential(samples.size()), samples.size()),
                BatchLoader.Settings.standard(1))) {
            assertThatThrownBy(strict::next)
                    .isInstanceOf(SampleException.class)
                    .hasMessageContaining(broken.toString());
        }
    }

    @Test
    void aBatchHasClipsAndSoftTargets() throws IOException {
        ClipSamples samples = new ClipSamples(drawn(), AUGMENTATION);
        List<TrainingClip> clips = new ArrayList<>(samples.load(0, SeedMix.random(1, 0)));
        clips.addAll(samples.load(5, SeedMix.random(1, 1)));
        ClipBatch batch = ClipBatch.of(clips, Mixing.mViT(), 2, SeedMix.random(2, 0));
        try (NDManager manager = Torch.newManager()) {
            assertThat(batch.pixels(manager).getShape()).isEqualTo(new Shape(4, 3, 4, 32, 32));
            assertThat(batch.targets(manager).sum(new int[] {1}).toFloatArray())
                    .usingComparatorWithPrecision(1e-6f)
                    .containsExactly(1, 1, 1, 1);
        }
        assertThatThrownBy(() -> ClipBatch.of(clips, Mixing.none(), 1, SeedMix.random(2, 0)))
                .hasMessageContaining("label 1 is none of the 1 classes");
    }
}

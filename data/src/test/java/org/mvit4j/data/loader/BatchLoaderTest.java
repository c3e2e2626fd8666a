package org.mvit4j.data.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatchLoaderTest {

    /** Samples are strings of their index and their randomness; some take longer than others, some are broken. */
    private static class Numbers implements SampleSource<String> {
        final AtomicLong inMemory = new AtomicLong();
        final AtomicLong most = new AtomicLong();
        final int broken;

        Numbers(int broken) {
            this.broken = broken;
        }

        @Override
        public int size() {
            return 20;
        }

        @Override
        public String name(int index) {
            return index + ".jpg";
        }

        @Override
        public long cost(int index) {
            return 100;
        }

        @Override
        public String load(int index, RandomGenerator random) throws IOException {
            if (index == broken) {
                throw new IOException(name(index) + ": this JPEG is corrupt");
            }
            Thread.yield();
            if (index % 5 == 0) {
                try {
                    Thread.sleep(2);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            return index + ":" + random.nextInt(1000);
        }
    }

    private static List<String> run(int threads, int broken, @Nullable List<String> skipped)
            throws InterruptedException {
        BatchSampler sampler = BatchSampler.of(EpochOrder.shuffled(20, 4), 3);
        var settings = new BatchLoader.Settings(threads, 1000, 8, 11, skipped == null ? null : skipped::add);
        List<String> seen = new ArrayList<>();
        try (BatchLoader<String> loader = new BatchLoader<>(new Numbers(broken), sampler, settings)) {
            for (int i = 0; i < 25; i++) {
                seen.addAll(loader.next().samples());
            }
            assertThat(loader.peakBytes()).isBetween(300L, 1000L);
        }
        return seen;
    }

    @Test
    void resultsDoNotDependOnTheNumberOfThreads() throws InterruptedException {
        assertThat(run(1, -1, null)).isEqualTo(run(4, -1, null));
        assertThat(run(1, 5, new ArrayList<>())).isEqualTo(run(4, 5, Collections.synchronizedList(new ArrayList<>())));
    }

    @Test
    void aBrokenSampleStopsWithItsName() {
        assertThatThrownBy(() -> run(2, 5, null))
                .isInstanceOf(SampleException.class)
                .hasMessage("5.jpg: this JPEG is corrupt");
    }

    @Test
    void aBrokenSampleIsReplacedOnRequest() throws InterruptedException {
        List<String> skipped = Collections.synchronizedList(new ArrayList<>());
        List<String> seen = run(2, 5, skipped);
        assertThat(seen).hasSize(75).noneMatch(s -> s.startsWith("5:"));
        assertThat(skipped).isNotEmpty().allMatch("5.jpg: this JPEG is corrupt"::equals);
    }

    @Test
    void resumesBehindTheBatchThatWasUsed() throws InterruptedException {
        var settings = new BatchLoader.Settings(3, 100_000, 8, 11, null);
        List<String> rest = new ArrayList<>();
        BatchSampler.State state;
        try (var loader = new BatchLoader<>(
                new Numbers(-1), BatchSampler.grouped(EpochOrder.shuffled(20, 4), 3, i -> i % 2), settings)) {
            loader.next();
            state = loader.next().after();
            for (int i = 0; i < 10; i++) {
                rest.addAll(loader.next().samples());
            }
        }
        BatchSampler sampler = BatchSampler.grouped(EpochOrder.shuffled(20, 4), 3, i -> i % 2);
        sampler.restore(state);
        List<String> resumed = new ArrayList<>();
        try (var loader = new BatchLoader<>(new Numbers(-1), sampler, settings)) {
            for (int i = 0; i < 10; i++) {
                resumed.addAll(loader.next().samples());
            }
        }
        assertThat(resumed).isEqualTo(rest);
    }

    @Test
    void aBudgetBelowOneBatchStillWorks() throws InterruptedException {
        BatchSampler sampler = BatchSampler.of(EpochOrder.sequential(20), 4);
        var settings = new BatchLoader.Settings(2, 1, 8, 0, null);
        try (var loader = new BatchLoader<>(new Numbers(-1), sampler, settings)) {
            for (int i = 0; i < 12; i++) {
                assertThat(loader.next().samples()).hasSize(4);
            }
            assertThat(loader.peakBytes()).isEqualTo(400);
        }
    }
}

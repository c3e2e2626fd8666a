package org.mvit4j.coco.analysis;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import org.mvit4j.coco.Workers;

/** Draws images with replacement and hands each draw's multiplicities to a thread's own consumer. */
final class Resampler {
    /** Takes one draw. */
    interface Consumer {
        void accept(int draw, double[] multiplicity);
    }

    /** Makes a consumer with the scratch space of one thread. */
    interface ConsumerFactory {
        Consumer create();
    }

    private static final int BLOCK = 16;

    private final int images;
    private final BootstrapSettings settings;
    private final LongConsumer progress;
    private final long[] seeds;

    Resampler(int images, BootstrapSettings settings, LongConsumer progress) {
        this.images = images;
        this.settings = settings;
        this.progress = progress;
        seeds = new SplittableRandom(settings.seed()).longs(settings.draws()).toArray();
    }

    void run(Workers workers, ConsumerFactory factory) {
        int blocks = (settings.draws() + BLOCK - 1) / BLOCK;
        ThreadLocal<Consumer> consumers = ThreadLocal.withInitial(factory::create);
        workers.call(new Callable<Boolean>() {
            @Override
            public Boolean call() {
                workers.forEach(blocks, (IntConsumer) block -> {
                    Consumer consumer = consumers.get();
                    double[] multiplicity = new double[images];
                    int end = Math.min(settings.draws(), (block + 1) * BLOCK);
                    for (int draw = block * BLOCK; draw < end; draw++) {
                        fill(draw, multiplicity);
                        consumer.accept(draw, multiplicity);
                    }
                    progress.accept(end - block * BLOCK);
                });
                return Boolean.TRUE;
            }
        });
    }

    private void fill(int draw, double[] multiplicity) {
        Arrays.fill(multiplicity, 0);
        SplittableRandom random = new SplittableRandom(seeds[draw]);
        for (int i = 0; i < images; i++) {
            multiplicity[random.nextInt(images)]++;
        }
    }
}

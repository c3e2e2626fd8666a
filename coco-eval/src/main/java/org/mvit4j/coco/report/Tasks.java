package org.mvit4j.coco.report;

import java.util.function.LongConsumer;

/** Is told of long work. */
public interface Tasks {
    /** Tells nobody. */
    Tasks SILENT = (name, total) -> new Task() {
        @Override
        public void accept(long steps) {}

        @Override
        public void close() {}
    };

    /** Work begins: {@code total} steps, advanced by {@link Task#accept} from any thread. */
    Task begin(String name, long total);

    /** Work going on; closing it ends it. */
    interface Task extends LongConsumer, AutoCloseable {
        @Override
        void close();
    }
}

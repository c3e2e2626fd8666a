package org.mvit4j.nn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TorchTest {

    @Test
    void workersShareTheProcessorsAndLeaveOtherThreadsAlone() throws Exception {
        Torch.ready();
        int before = JniUtils.getNumThreads();
        try {
            JniUtils.setNumThreads(4);
            ExecutorService workers = Torch.workers(2, "worker");
            try {
                Callable<Integer> question = JniUtils::getNumThreads;
                for (Future<Integer> answer : workers.invokeAll(List.of(question, question, question))) {
                    assertThat(answer.get()).isEqualTo(2);
                }
            } finally {
                workers.shutdownNow();
            }
            assertThat(JniUtils.getNumThreads()).isEqualTo(4);
            int[] later = new int[1];
            Thread thread = new Thread(() -> later[0] = JniUtils.getNumThreads());
            thread.start();
            thread.join();
            assertThat(later[0]).isEqualTo(4);
        } finally {
            JniUtils.setNumThreads(before);
        }
    }
}

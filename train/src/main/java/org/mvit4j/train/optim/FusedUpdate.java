package org.mvit4j.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import org.mvit4j.nn.TorchScript;

/** In-place updates of many arrays in one call of the engine, each reading and writing every value once. */
final class FusedUpdate {

    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(FusedUpdate.class, "update.ts");
    }

    private FusedUpdate() {}

    /** Runs a function on lists of as many arrays each; nothing happens when they are empty. */
    static void run(NDManager scope, String function, List<NDList> lists, double... numbers) {
        if (!lists.get(0).isEmpty()) {
            Script.INSTANCE.update(scope, function, lists, numbers).close();
        }
    }

    /** The Euclidean norm of all values of at least one array, summed in float64. */
    static double norm(NDManager scope, NDList arrays) {
        try (NDArray norm = Script.INSTANCE.update(scope, "norm", List.of(arrays))) {
            return norm.getDouble();
        }
    }
}

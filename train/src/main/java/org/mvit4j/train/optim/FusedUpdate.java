package org.mvit4j.train.optim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import org.mvit4j.nn.TorchScript;

/** In-place updates as single engine functions, each reading and writing every value once. */
final class FusedUpdate {

    private static final class Script {
        static final TorchScript INSTANCE = TorchScript.load(FusedUpdate.class, "update.ts");
    }

    private FusedUpdate() {}

    /**
     * Runs a function on arrays with scalars as its last argument.
     *
     * @return a number that the function computes, dropped by most callers
     */
    static void run(NDManager scope, String function, NDList arrays, double... scalars) {
        try (NDArray numbers = scope.create(scalars)) {
            NDList arguments = new NDList(arrays);
            arguments.add(numbers);
            Script.INSTANCE.call(function, false, arguments).close();
        }
    }
}

package org.mvit4j.nn;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;

/** The engine itself: started once, with the one manager that lives as long as the process. */
public final class Torch {

    private Torch() {}

    private static final class Holder {
        static final PtNDManager ROOT =
                (PtNDManager) Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    }

    /** Starts the engine when it has not been started. */
    public static void ready() {
        root();
    }

    /** Returns a new manager of CPU memory, to be closed by the caller. */
    public static NDManager newManager() {
        return root().newSubManager();
    }

    /** Returns a new manager of a device's memory, to be closed by the caller. */
    public static NDManager newManager(Device device) {
        return root().newSubManager(device);
    }

    static PtNDManager root() {
        return Holder.ROOT;
    }
}

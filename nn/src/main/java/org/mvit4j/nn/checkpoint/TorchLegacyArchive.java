package org.mvit4j.nn.checkpoint;

import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * torch's format before version 1.6: pickles of a magic number, a version, the writer's system and the object, then the
 * list of storage keys and each storage's element count and bytes (always little-endian).
 */
final class TorchLegacyArchive {
    static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);

    private TorchLegacyArchive() {}

    /** Reads on behind the magic number, which {@code first} has read. */
    static Object read(RegionInput input, PickleMachine first) {
        Object origin = input.origin();
        Function<List<?>, Object> none = PickleMachine.noPersistentIds(origin);
        if (!(first.next(input, none).run() instanceof Long version) || version != 1001) {
            throw CheckpointException.damaged(origin, "is a legacy torch file of an unknown version");
        }
        first.next(input, none).run(); // the writer's system: storages are little-endian on all of them

        Map<String, TorchStorage.Root> roots = new HashMap<>();
        Object object = first.next(input, TorchStorage.resolver(origin, (key, byteCount) -> {
                    TorchStorage.Root root = new TorchStorage.Root(byteCount);
                    roots.put(key, root);
                    return root;
                }))
                .run();
        if (!(first.next(input, none).run() instanceof List<?> keys)) {
            throw CheckpointException.damaged(origin, "has no list of storages");
        }
        for (Object key : keys) {
            TorchStorage.Root root = roots.get(key);
            if (root == null) {
                throw CheckpointException.damaged(origin, "delivers a storage that nothing refers to");
            }
            long elements = input.readLong();
            if (elements < 0 || root.byteCount() > 0 && (elements == 0 || root.byteCount() % elements != 0)) {
                throw CheckpointException.damaged(
                        origin,
                        "announces a storage of " + root.byteCount() + " bytes and delivers " + elements + " elements");
            }
            root.deliver(input.skip(root.byteCount()), ByteOrder.LITTLE_ENDIAN);
        }
        return object;
    }

    /** A storage that {@code torch} nested as bytes in a plain pickle. */
    static Object loadStorage(List<?> arguments, PickleMachine machine) {
        Object origin = machine.origin();
        if (arguments.size() != 1 || !(arguments.get(0) instanceof ByteRegion bytes)) {
            throw PickleGlobal.badArguments(origin, "torch.storage._load_from_bytes");
        }
        RegionInput input = new RegionInput(bytes, "pickle");
        PickleMachine inner = machine.inner(input);
        if (!MAGIC.equals(inner.run()) || !(read(input, inner) instanceof TorchStorage storage)) {
            throw CheckpointException.damaged(origin, "has a nested storage of unknown form");
        }
        return storage;
    }
}

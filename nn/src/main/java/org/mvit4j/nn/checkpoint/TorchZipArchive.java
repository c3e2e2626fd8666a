package org.mvit4j.nn.checkpoint;

import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** torch's zip format: {@code <root>/data.pkl} and one entry per storage, {@code <root>/data/<key>}. */
final class TorchZipArchive {
    private static final int PICKLE_LIMIT = 1 << 30;
    private static final int SMALL_ENTRY = 64;

    private TorchZipArchive() {}

    static Object read(ByteRegion file) {
        Map<String, ByteRegion> entries = new ZipDirectory(file).entries();
        String root = root(file, entries);
        ByteRegion pickle = entry(entries, root + "data.pkl", file);
        if (pickle.size() > PICKLE_LIMIT) {
            throw CheckpointException.damaged(file.origin(), "has a data.pkl of " + pickle.size() + " bytes");
        }
        pickle.verify();
        ByteOrder order = byteOrder(entries, root, file);
        return new PickleMachine(
                        new RegionInput(pickle, "pickle"), TorchStorage.resolver(file.origin(), (key, byteCount) -> {
                            ByteRegion bytes = entry(entries, root + "data/" + key, file);
                            if (bytes.size() != byteCount) {
                                throw CheckpointException.damaged(
                                        file.origin(),
                                        "storage " + key + " announces " + byteCount + " bytes and has "
                                                + bytes.size());
                            }
                            TorchStorage.Root storage = new TorchStorage.Root(byteCount);
                            storage.deliver(bytes, order);
                            return storage;
                        }))
                .run();
    }

    private static String root(ByteRegion file, Map<String, ByteRegion> entries) {
        List<String> pickles = entries.keySet().stream()
                .filter(name -> name.equals("data.pkl") || name.endsWith("/data.pkl"))
                .toList();
        if (pickles.size() != 1) {
            throw new CheckpointException(
                    file.origin(),
                    "is a zip file with " + pickles.size() + " data.pkl entries, a torch checkpoint has one",
                    "give the file that torch.save wrote");
        }
        String root = pickles.get(0).substring(0, pickles.get(0).length() - "data.pkl".length());
        if (entries.containsKey(root + "constants.pkl")) {
            throw new CheckpointException(
                    file.origin(),
                    "is a TorchScript program, not a checkpoint",
                    "save model.state_dict() with torch.save");
        }
        return root;
    }

    private static ByteRegion entry(Map<String, ByteRegion> entries, String name, ByteRegion file) {
        ByteRegion entry = entries.get(name);
        if (entry == null) {
            throw CheckpointException.damaged(file.origin(), "lacks its entry " + CheckpointException.quote(name));
        }
        return entry;
    }

    private static ByteOrder byteOrder(Map<String, ByteRegion> entries, String root, ByteRegion file) {
        ByteRegion entry = entries.get(root + "byteorder");
        if (entry == null) {
            return ByteOrder.LITTLE_ENDIAN;
        }
        String order = entry.toText(SMALL_ENTRY).trim();
        return switch (order) {
            case "little" -> ByteOrder.LITTLE_ENDIAN;
            case "big" -> ByteOrder.BIG_ENDIAN;
            default ->
                throw CheckpointException.damaged(
                        file.origin(), "names the byte order " + CheckpointException.quote(order));
        };
    }
}

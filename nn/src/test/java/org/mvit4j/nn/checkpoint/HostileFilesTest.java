package org.mvit4j.nn.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that try something: each ends in one line that names the file and the fact. */
class HostileFilesTest {
    @TempDir
    Path folder;

    private void refuses(PickleBytes pickle, String fact) {
        refuses(pickle.write(folder.resolve("weights.pkl")), fact);
    }

    private static void refuses(Path file, String fact) {
        assertThatThrownBy(() -> {
                    try (Checkpoint checkpoint = Checkpoint.open(file)) {
                        checkpoint.stateDict().forEach(StoredTensor::toFloats);
                    }
                })
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(fact)
                .message()
                .doesNotContain("\n")
                .contains("; ");
    }

    // --- pickles

    @ParameterizedTest
    @CsvSource({
        "posix, system",
        "os, system",
        "builtins, eval",
        "builtins, getattr",
        "__builtin__, exec",
        "subprocess, Popen",
        "torch, load",
        "torch.hub, load",
        "numpy.testing._private.utils, runstring",
        "numpy.core.multiarray, fromfile",
        "runpy, _run_code",
        "java.lang.Runtime, exec",
    })
    void classesThatWeightsDoNotNeed(String module, String name) {
        refuses(
                new PickleBytes(2).global(module, name).text("touch /tmp/x").ops("\u0085R."),
                "names '" + module + "." + name + "', which weights do not need; refused, nothing was run");
        refuses(
                new PickleBytes(4).text(module).text(name).op(0x93).op(')').ops("R."),
                "names '" + module + "." + name + "'");
    }

    @Test
    void opcodesOfOtherTrades() {
        refuses(new PickleBytes(2).ops("iposix\nsystem\n."), "opcode 'i'");
        refuses(new PickleBytes(2).ops("(o."), "opcode 'o'");
        refuses(new PickleBytes(2).op(0x82).op(1).op('.'), "opcode 0x82");
        refuses(new PickleBytes(5).op(0x97).op('.'), "opcode 0x97");
        refuses(new PickleBytes(1).ops("}."), "uses pickle protocol 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.",
                "a.",
                "R.",
                "b.",
                "(.",
                "t.",
                "Q.",
                "h\u0001.",
                "}a.",
                "}}s.",
                "]NNs.",
                "(N}u.",
                "((((((",
                "\u0093."
            })
    void stacksThatDoNotAddUp(String opcodes) {
        refuses(new PickleBytes(2).ops(opcodes), "");
    }

    @Test
    void valuesWithoutEnd() throws IOException {
        Path file = folder.resolve("deep.pkl");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(new PickleBytes(2).toByteArray());
            byte[] dicts = new byte[1 << 20];
            Arrays.fill(dicts, (byte) '}');
            for (int i = 0; i < 64; i++) {
                out.write(dicts);
            }
        }
        refuses(file, "its pickle builds more than 2000000 values");
        refuses(new PickleBytes(2).ops("(".repeat(2000)), "nests more than 1000 deep");
        refuses(new PickleBytes(2).ops("Nr").int32(0x7FFFFFFF).op('.'), "its pickle builds more than");
        refuses(new PickleBytes(2).op(0x8B).int32(1 << 30).op('.'), "an integer of 1073741824 bytes");
    }

    @Test
    void selfReference() {
        PickleBytes dict = new PickleBytes(2).ops("}q\0").text("model").ops("h\0s.");
        refuses(dict, "holds no tensors");
        PickleBytes among = new PickleBytes(2)
                .ops("}q\0")
                .text("model")
                .ops("}q\u0001")
                .text("x")
                .ops("h\u0001s");
        refuses(
                among.text("w")
                        .arrayHead()
                        .op('C')
                        .op(4)
                        .raw(new byte[4])
                        .arrayTail(1)
                        .ops("ss."),
                "a dict of 2 among its weights, called 'x'");
        refuses(new PickleBytes(2).ops("]q\0h\0a."), "holds a list of 1, not a dict of tensors");
    }

    @Test
    void doublingLists() {
        PickleBytes pickle = new PickleBytes(2).ops("]q\0");
        for (int i = 0; i < 100; i++) {
            pickle.ops("](h\0h\0h\0h\0eq\0");
        }
        refuses(pickle.ops("."), "holds a list of 4");
    }

    @Test
    void lengthsBeyondTheFile() {
        refuses(
                new PickleBytes(4).op(0x8E).int64(Long.MAX_VALUE).op('.'),
                "9223372036854775807 bytes announced, 1 left");
        refuses(new PickleBytes(4).op(0x8E).int64(-5).op('.'), "-5 bytes announced");
        refuses(new PickleBytes(5).op(0x96).int64(1L << 40).op('.'), "bytes announced");
        refuses(new PickleBytes(3).op('B').int32(-1).op('.'), "4294967295 bytes announced");
        refuses(new PickleBytes(2).op('X').int32(-1).op('.'), "4294967295 bytes announced");
        refuses(new PickleBytes(4).op(0x95).int64(1L << 50).op('.'), "ends within a pickle frame");
    }

    @Test
    void arraysWhoseBytesDoNotFitTheirShape() {
        PickleBytes array = new PickleBytes(5)
                .op('}')
                .text("w")
                .arrayHead()
                .op(0x96)
                .int64(4)
                .raw(new byte[4]);
        refuses(
                array.arrayTail(1 << 30, 1 << 30, 1 << 30).ops("s."),
                "an array of shape 1073741824x1073741824x1073741824");
        PickleBytes negative = new PickleBytes(5)
                .op('}')
                .text("w")
                .arrayHead()
                .op(0x96)
                .int64(4)
                .raw(new byte[4]);
        refuses(negative.arrayTail(-1).ops("s."), "an array of shape -1");
        PickleBytes objects = new PickleBytes(2)
                .op('}')
                .text("w")
                .global("numpy", "dtype")
                .text("O8")
                .ops("\u0089\u0088\u0087Rs.");
        refuses(objects, "numpy dtype 'O8'");
    }

    @Test
    void nestedStorages() {
        byte[] inner = new PickleBytes(2)
                .global("torch.storage", "_load_from_bytes")
                .ops("C\0\u0085R.")
                .toByteArray();
        refuses(
                new PickleBytes(3)
                        .global("torch.storage", "_load_from_bytes")
                        .op('B')
                        .int32(inner.length)
                        .raw(inner)
                        .ops("\u0085R."),
                "nests a pickle in a pickle");
    }

    // --- zips

    private Path zip(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                ZipEntry member = new ZipEntry(entry.getKey());
                CRC32 crc = new CRC32();
                crc.update(entry.getValue());
                member.setCrc(crc.getValue());
                member.setSize(entry.getValue().length);
                zip.putNextEntry(member);
                zip.write(entry.getValue());
            }
        }
        return file;
    }

    /** {@code {'w': tensor}} on storage {@code key} of so many floats. */
    private static byte[] tensor(String key, int elements, int offset, int[] shape, int[] stride) {
        PickleBytes pickle = new PickleBytes(2)
                .op('}')
                .text("w")
                .global("torch._utils", "_rebuild_tensor_v2")
                .ops("((");
        pickle.text("storage")
                .global("torch", "FloatStorage")
                .text(key)
                .text("cpu")
                .integer(elements)
                .ops("tQ");
        pickle.integer(offset).op('(');
        Arrays.stream(shape).forEach(pickle::integer);
        pickle.ops("t(");
        Arrays.stream(stride).forEach(pickle::integer);
        return pickle.ops("t\u0089NtRs.").toByteArray();
    }

    private Path torch(byte[] pickle, Map<String, byte[]> more) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("a/data.pkl", pickle);
        entries.put("a/data/0", new byte[16]);
        entries.putAll(more);
        return zip("weights.pth", entries);
    }

    @Test
    void tensorsInsideTheirStorageOnly() throws IOException {
        try (Checkpoint good = Checkpoint.open(torch(tensor("0", 4, 1, new int[] {3}, new int[] {1}), Map.of()))) {
            assertThat(good.tensor("w").toFloats()).hasSize(3);
        }
        refuses(torch(tensor("0", 4, 2, new int[] {3}, new int[] {1}), Map.of()), "reaches beyond its 16 stored bytes");
        refuses(torch(tensor("0", 4, 0, new int[] {2, 2}, new int[] {3, 1}), Map.of()), "reaches beyond");
        refuses(torch(tensor("0", 4, -1, new int[] {1}, new int[] {1}), Map.of()), "bad offset");
        refuses(torch(tensor("0", 4, 0, new int[] {2}, new int[] {-1}), Map.of()), "reaches beyond");
        refuses(torch(tensor("0", 4, 0, new int[] {-4}, new int[] {1}), Map.of()), "impossible shape");
        refuses(
                torch(tensor("0", 4, 0, new int[] {1 << 30, 4}, new int[] {0, 1}), Map.of()),
                "repeats a small storage");
        refuses(
                torch(tensor("0", 5, 0, new int[] {4}, new int[] {1}), Map.of()),
                "storage 0 announces 20 bytes and has 16");
        refuses(torch(tensor("7", 4, 0, new int[] {4}, new int[] {1}), Map.of()), "lacks its entry 'a/data/7'");
        refuses(torch(tensor("../../etc/passwd", 4, 0, new int[] {4}, new int[] {1}), Map.of()), "lacks its entry");
        refuses(
                torch(
                        tensor("0", 4, 0, new int[] {4}, new int[] {1}),
                        Map.of("a/byteorder", "middle".getBytes(StandardCharsets.UTF_8))),
                "byte order 'middle'");
        refuses(
                torch(tensor("0", 4, 0, new int[] {4}, new int[] {1}), Map.of("a/constants.pkl", new byte[1])),
                "TorchScript");
    }

    @Test
    void pathsThatLeaveTheArchive() throws IOException {
        byte[] pickle = tensor("0", 4, 0, new int[] {4}, new int[] {1});
        for (String path : new String[] {"../x", "/etc/x", "a/../../x", "a\\x", ".."}) {
            refuses(torch(pickle, Map.of(path, new byte[1])), "entry with the path");
        }
    }

    @Test
    void wrongChecksum() throws IOException {
        Path file = torch(tensor("0", 4, 0, new int[] {4}, new int[] {1}), Map.of());
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        byte[] flipped = bytes.clone();
        flipped[text.indexOf("a/data/0") + 8 + 3] ^= 1;
        refuses(Files.write(file, flipped), "entry a/data/0 fails its CRC-32");
        byte[] named = bytes.clone();
        named[text.indexOf("cpu")] ^= 1;
        refuses(Files.write(file, named), "entry a/data.pkl fails its CRC-32");
    }

    @Test
    void bomb() throws IOException {
        Path file = folder.resolve("bomb.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("a/data.pkl"));
            for (int i = 0; i < 32; i++) {
                zip.write(new byte[1 << 20]);
            }
        }
        refuses(file, "(a zip bomb)");
    }

    @Test
    void entriesOnTheSameBytes() throws IOException {
        Path file = torch(tensor("0", 4, 0, new int[] {4}, new int[] {1}), Map.of("b", new byte[1]));
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int directory = text.indexOf("PK\1\2");
        int second = text.indexOf("PK\1\2", directory + 4);
        int third = text.indexOf("PK\1\2", second + 4);
        System.arraycopy(bytes, second + 42, bytes, third + 42, 4);
        refuses(Files.write(file, bytes), "share bytes");
    }

    // --- Flax

    private void refusesFlax(String latin1, String fact) {
        try {
            byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
            refuses(Files.write(folder.resolve("checkpoint"), bytes), fact);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void flaxTreesWithoutEnd() {
        refusesFlax("\u0082\u00a9optimizer\u0080\u00abglobal_step\u0001", "holds no arrays");
        refusesFlax("\u0081\u00a6params" + "\u0081\u00a1a".repeat(200), "nests more than 100 deep");
        refusesFlax(
                "\u0081\u00a6params\u00dd\u00ff\u00ff\u00ff\u00ff" + "\u00c0".repeat(2_000_100),
                "more than 2000000 values");
        refusesFlax("\u0081\u00a6params\u00df\u00ff\u00ff\u00ff\u00ff\u00a1a\u0001", "ends within its msgpack");
        refusesFlax("\u0081\u00a6params\u00db\u00ff\u00ff\u00ff\u00ff", "4294967295 bytes announced");
        refusesFlax("\u0081\u00a6params\u00c9\u007f\u00ff\u00ff\u00ff\u0001", "2147483647 bytes announced");
        refusesFlax("\u0082\u00a6params\u00c0\u00a6params\u00c0", "two entries 'params' in one map");
        refusesFlax("\u0081\u00a6params\u00c1", "0xC1");
        refusesFlax("\u0082\u00a6params\u00c0\u0080\u00c0", "whose key is no short text");
        refusesFlax("\u0081\u00a6params\u00c0\u00c0", "has 1 bytes behind its tree");
        String texts = ("\u00da\u00ff\u00ff" + "x".repeat(65535)).repeat(300);
        refusesFlax("\u0081\u00a6params\u00dc\u0001\u002c" + texts, "bytes of names and texts");
    }

    @Test
    void flaxArraysThatDoNotAddUp() {
        String two = "\u0091\u0002"; // shape (2)
        String f4 = "\u00a7float32";
        refusesFlax(flaxArray("\u0093" + two + f4 + "\u00c4\u0004abcd"), "shape 2 and type F32 with 4 bytes");
        refusesFlax(
                flaxArray("\u0093" + two + "\u00a6object\u00c4\u0002ab"), "'w' is an array of numpy dtype 'object'");
        refusesFlax(flaxArray("\u0092" + two + f4), "not shape, type and bytes");
        refusesFlax(flaxArray("\u0093" + f4 + f4 + "\u00c4\u0002ab"), "not shape, type and bytes");
        refusesFlax(flaxArray("\u0093\u0091\u00ff" + f4 + "\u00c4\u0000"), "shape -1 and type F32");
        refusesFlax(flaxArray("\u0093\u0091\u00a1a" + f4 + "\u00c4\u0000"), "whose shape is no list");
        refusesFlax(
                flaxArray("\u0093" + two + f4 + "\u00c4\u0008abcdefgh\u0001"),
                "an extension of 22 bytes whose content has 21");
        String chunk = flaxExtension("\u0093" + two + f4 + "\u00c4\u0008abcdefgh");
        String head = "\u0081\u00a6params\u0081\u00a1w\u0083\u00b9__msgpack_chunked_array__\u00c3";
        String whole = "\u00a5shape\u0081\u00a10\u0004\u00a6chunks\u0082\u00a10" + chunk;
        refusesFlax(head + whole + "\u00a12" + chunk, "in chunks without their shape or order");
        refusesFlax(head + whole + "\u00a11\u0001", "in chunks that are not arrays of one type");
        refusesFlax(head + whole.replace('\u0004', '\u0005') + "\u00a11" + chunk, "shape 5 and type F32 with 16 bytes");
    }

    private static String flaxArray(String content) {
        return "\u0081\u00a6params\u0081\u00a1w" + flaxExtension(content);
    }

    private static String flaxExtension(String content) {
        return "\u00c7" + (char) content.length() + "\u0001" + content;
    }

    // --- everything else

    @ParameterizedTest
    @CsvSource({
        "'', is empty",
        "'version https://git-lfs.github.com/spec/v1', Git LFS pointer",
        "'<!DOCTYPE html>', web page",
        "'hello, this is not a checkpoint', is none of",
    })
    void notACheckpoint(String content, String fact) throws IOException {
        refuses(Files.writeString(folder.resolve("weights.pkl"), content), fact);
    }

    @Test
    void notAFile() {
        refuses(folder, "is a directory");
        refuses(folder.resolve("absent.pkl"), "does not exist");
    }

    @Test
    void goldenFilesCutAnywhere() throws IOException {
        for (Path golden : Resources.list("golden", "tiny_").toList()) {
            byte[] bytes = Files.readAllBytes(golden);
            for (int length = 0; length < bytes.length; length += 7) {
                Path file = folder.resolve("cut");
                Files.write(file, Arrays.copyOf(bytes, length));
                refuses(file, "");
            }
        }
    }

    @Test
    void emptyGigabytes() throws IOException {
        Path file = folder.resolve("zeros.pkl");
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write(new PickleBytes(2).toByteArray());
            out.setLength(5L << 30);
        }
        refuses(file, "opcode 0x00");
    }
}

package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The classes and functions a checkpoint's pickle may name, and what we build in their place. Anything else is refused.
 */
final class PickleGlobal {
    private static final Map<String, PickleGlobal> ALLOWED = new HashMap<>();

    static {
        allowCounted("collections OrderedDict", PickleGlobal::newDict);
        allow("collections defaultdict", (arguments, origin) -> new PickleDict());
        allowCounted("collections Counter", PickleGlobal::newDict);
        for (String builtins : List.of("builtins", "__builtin__")) {
            allowCounted(builtins + " dict", PickleGlobal::newDict);
            allow(builtins + " list", PickleGlobal::newList);
            allow(builtins + " set", PickleGlobal::newList);
            allow(builtins + " frozenset", PickleGlobal::newList);
            allow(builtins + " tuple", PickleGlobal::newList);
            allow(builtins + " bytes", PickleGlobal::newBytes);
            allow(builtins + " bytearray", PickleGlobal::newBytes);
        }
        allow("_codecs encode", PickleGlobal::encode);

        allow("numpy ndarray", PickleGlobal::notCalled);
        allow("numpy dtype", (arguments, origin) -> NumpyDtype.construct(arguments, origin));
        allow("numpy.core.multiarray _reconstruct", (arguments, origin) -> new NumpyArray());
        allow("numpy.core.multiarray scalar", NumpyArray::scalar);
        allow("numpy.core.numeric _frombuffer", NumpyArray::fromBuffer);

        allow("torch Size", PickleGlobal::newList);
        allow("torch device", (arguments, origin) -> "device");
        allow("torch Tensor", PickleGlobal::notCalled);
        allow("torch.nn.parameter Parameter", PickleGlobal::notCalled);
        allow("torch.nn.parameter Buffer", PickleGlobal::notCalled);
        allow("torch._utils _rebuild_tensor", TorchTensor::rebuild);
        allow("torch._utils _rebuild_tensor_v2", TorchTensor::rebuild);
        allow("torch._utils _rebuild_tensor_v3", TorchTensor::rebuildWithType);
        allow("torch._utils _rebuild_parameter", PickleGlobal::firstArgument);
        allow("torch._utils _rebuild_parameter_with_state", PickleGlobal::firstArgument);
        allowCounted("torch._tensor _rebuild_from_type_v2", PickleGlobal::rebuildFromType);
        allowCounted("torch.storage _load_from_bytes", TorchLegacyArchive::loadStorage);
        allow("torch.storage UntypedStorage", PickleGlobal::notCalled);
        allow("torch.storage TypedStorage", PickleGlobal::notCalled);
        allow("torch UntypedStorage", PickleGlobal::notCalled);
        allow("torch TypedStorage", PickleGlobal::notCalled);
        allowStorage("Double", TensorType.F64);
        allowStorage("Float", TensorType.F32);
        allowStorage("Half", TensorType.F16);
        allowStorage("BFloat16", TensorType.BF16);
        allowStorage("Long", TensorType.I64);
        allowStorage("Int", TensorType.I32);
        allowStorage("Short", TensorType.I16);
        allowStorage("Char", TensorType.I8);
        allowStorage("Byte", TensorType.U8);
        allowStorage("Bool", TensorType.BOOL);
        allowStorage("ComplexFloat", TensorType.C64);
        for (String dtype : List.of(
                "float64",
                "float32",
                "float16",
                "bfloat16",
                "int64",
                "int32",
                "int16",
                "int8",
                "uint64",
                "uint32",
                "uint16",
                "uint8",
                "bool",
                "complex64",
                "float8_e4m3fn",
                "float8_e5m2")) {
            TensorType type = TensorType.parse(dtype.toUpperCase(Locale.ROOT));
            ALLOWED.put("torch " + dtype, new PickleGlobal("torch." + dtype, type, PickleGlobal::notCalled));
        }

        // inert company of weights: settings that are kept out of the way
        for (String settings : List.of("yacs.config CfgNode", "fvcore.common.config CfgNode")) {
            allow(settings, (arguments, origin) -> new PickleDict());
        }
        for (String inert :
                List.of("argparse Namespace", "pathlib PosixPath", "pathlib PurePosixPath", "pathlib WindowsPath")) {
            allow(inert, (arguments, origin) -> new Inert(inert.replace(' ', '.')));
        }
    }

    /** What an allowed name does when it is called. */
    private interface Constructor {
        Object construct(List<?> arguments, PickleMachine machine);
    }

    /** The same for those that need nothing but the file's name for their messages. */
    private interface SimpleConstructor {
        Object construct(List<?> arguments, Object origin);
    }

    /** An object of no interest to us; its state is dropped. */
    record Inert(String className) {}

    private final String name;
    private final @Nullable TensorType type;
    private final Constructor constructor;

    private PickleGlobal(String name, @Nullable TensorType type, Constructor constructor) {
        this.name = name;
        this.type = type;
        this.constructor = constructor;
    }

    private static void allow(String name, SimpleConstructor constructor) {
        allowCounted(name, (arguments, machine) -> constructor.construct(arguments, machine.origin()));
    }

    private static void allowCounted(String name, Constructor constructor) {
        ALLOWED.put(name, new PickleGlobal(name.replace(' ', '.'), null, constructor));
    }

    private static void allowStorage(String prefix, TensorType type) {
        String name = prefix + "Storage";
        PickleGlobal global = new PickleGlobal("torch." + name, type, PickleGlobal::notCalled);
        ALLOWED.put("torch " + name, global);
        ALLOWED.put("torch.storage " + name, global);
        ALLOWED.put("torch.cuda " + name, global);
    }

    static PickleGlobal resolve(String module, String name, Object origin) {
        String home =
                module.startsWith("numpy._core") ? "numpy.core" + module.substring("numpy._core".length()) : module;
        PickleGlobal global = ALLOWED.get(home + ' ' + name);
        if (global == null) {
            throw new CheckpointException(
                    origin,
                    "its pickle names " + CheckpointException.quote(module + "." + name)
                            + ", which weights do not need; refused, nothing was run",
                    "save the state dict alone, as plain tensors, at a source you trust");
        }
        return global;
    }

    /** Element type of a typed storage class or of a dtype. */
    @Nullable
    TensorType type() {
        return type;
    }

    Object call(List<?> arguments, PickleMachine machine) {
        return constructor.construct(arguments, machine);
    }

    /** Python's {@code __setstate__} on something we built. */
    static void setState(Object target, Object state, Object origin) {
        if (target instanceof NumpyArray array) {
            array.setState(state, origin);
        } else if (target instanceof NumpyDtype dtype) {
            dtype.setState(state, origin);
        } else if (!(target instanceof PickleDict || target instanceof TorchTensor || target instanceof Inert)) {
            throw CheckpointException.damaged(origin, "its pickle gives a state to something that has none");
        }
    }

    static CheckpointException badArguments(Object origin, String function) {
        return CheckpointException.damaged(origin, "its pickle passes wrong arguments to " + function);
    }

    private static Object notCalled(List<?> arguments, Object context) {
        Object origin = context instanceof PickleMachine machine ? machine.origin() : context;
        throw CheckpointException.damaged(origin, "its pickle calls a class that tensors only refer to");
    }

    private static Object newDict(List<?> arguments, PickleMachine machine) {
        if (!arguments.isEmpty() && arguments.get(0) instanceof PickleDict source) {
            return source;
        }
        PickleDict dict = new PickleDict();
        if (!arguments.isEmpty() && arguments.get(0) instanceof List<?> pairs) {
            machine.spend(pairs.size());
            for (Object pair : pairs) {
                if (!(pair instanceof List<?> item) || item.size() != 2) {
                    throw badArguments(machine.origin(), "dict");
                }
                dict.put(item.get(0), item.get(1));
            }
        }
        return dict;
    }

    private static Object newList(List<?> arguments, Object origin) {
        return !arguments.isEmpty() && arguments.get(0) instanceof List<?> items ? items : new ArrayList<>(0);
    }

    private static Object newBytes(List<?> arguments, Object origin) {
        if (arguments.isEmpty()) {
            return new HeapRegion(origin, new byte[0]);
        }
        if (arguments.get(0) instanceof ByteRegion bytes) {
            return bytes;
        }
        return encode(arguments, origin);
    }

    private static Object encode(List<?> arguments, Object origin) {
        boolean latin1 = arguments.size() == 2
                && arguments.get(1) instanceof String charset
                && charset.toLowerCase(Locale.ROOT).matches("latin-?1|iso-?8859-?1");
        if (!latin1) {
            throw badArguments(origin, "_codecs.encode");
        }
        if (arguments.get(0) instanceof PickleText text) {
            return text.latin1();
        }
        if (arguments.get(0) instanceof String text) {
            return latin1Bytes(text, origin);
        }
        throw badArguments(origin, "_codecs.encode");
    }

    /** The bytes of a short text of characters below U+0100. */
    static ByteRegion latin1Bytes(String text, Object origin) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            if (text.charAt(i) > 0xFF) {
                throw CheckpointException.damaged(origin, "an array's latin1 text holds something that is not a byte");
            }
            bytes[i] = (byte) text.charAt(i);
        }
        return new HeapRegion(origin, bytes);
    }

    private static Object firstArgument(List<?> arguments, Object origin) {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof TorchTensor tensor)) {
            throw badArguments(origin, "_rebuild_parameter");
        }
        return tensor;
    }

    private static Object rebuildFromType(List<?> arguments, PickleMachine machine) {
        if (arguments.size() < 3
                || !(arguments.get(0) instanceof PickleGlobal function)
                || !function.name.startsWith("torch._utils._rebuild")
                || !(arguments.get(2) instanceof List<?> nested)) {
            throw badArguments(machine.origin(), "_rebuild_from_type_v2");
        }
        return function.call(nested, machine);
    }

    @Override
    public String toString() {
        return name;
    }
}

package org.mvit4j.nn;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions written in TorchScript and compiled by the engine when the process first needs them.
 *
 * <p>A script is a text resource of plain functions,
 *
 * <pre>{@code
 * def gelu_mlp(x: Tensor, w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor) -> Tensor:
 *   return torch.linear(torch.gelu(torch.linear(x, w1, b1)), w2, b2)
 * }</pre>
 *
 * with two-space indentation, every type written out, {@code torch.name} for the engine's operators and
 * {@code self.name(…)} for other functions of the same text or of {@code prelude.ts}. It gives what DJL's NDArray lacks (fused attention,
 * embedding_bag, grouped convolutions in any rank …) with gradients, and intermediates die as soon as the
 * engine has used them instead of living until a manager closes. Scalars travel as one int64 array:
 * {@code call(…, ints)} appends it as the last argument when there are any.
 *
 * <p>Scripts hold no parameters, work on every device, and may be called from any thread.
 */
public final class TorchScript {

    private static final Logger logger = LoggerFactory.getLogger(TorchScript.class);
    private static final Map<String, TorchScript> LOADED = new ConcurrentHashMap<>();
    private static final Pattern DEFINITION = Pattern.compile("(?m)^def (\\w+)\\(");

    private final PtSymbolBlock module;
    private final Map<String, NDArray> methods = new ConcurrentHashMap<>();

    private TorchScript(PtSymbolBlock module) {
        this.module = module;
    }

    /**
     * Compiles a script once per process.
     *
     * @param owner a class of the package that holds the resource
     * @param resource the file name of the text
     */
    public static TorchScript load(Class<?> owner, String resource) {
        return LOADED.computeIfAbsent(owner.getPackageName() + '/' + resource, key -> compile(read(owner, resource)));
    }

    private static String read(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "script " + resource + " is not beside " + owner.getName() + " on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("script " + resource + " cannot be read", e);
        }
    }

    /** Compiles a text; each call makes a module that lives as long as the process. */
    public static TorchScript compile(String text) {
        return new TorchScript(module(text + "\n" + Prelude.TEXT));
    }

    private static PtSymbolBlock module(String text) {
        try {
            return JniUtils.loadModule(Torch.root(), new ByteArrayInputStream(archive(text)), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Calls a function that returns one tensor.
     *
     * @param training whether gradients are recorded; without, none are, whatever the thread's mode
     * @param inputs the tensors; the result belongs to the manager of the first
     * @param ints when not empty, passed as a last argument: an int64 tensor on the CPU
     */
    public NDArray call(String function, boolean training, NDList inputs, long... ints) {
        return run(function, training, inputs, ints).singletonOrThrow();
    }

    /** Calls a function that returns a tuple or list of tensors; see {@link #call}. */
    public NDList run(String function, boolean training, NDList inputs, long... ints) {
        NDArray method = methods.computeIfAbsent(function, TorchScript::marker);
        JniUtils.setGraphExecutorOptimize(false);
        NDList arguments = new NDList(inputs.size() + 2);
        arguments.addAll(inputs);
        if (ints.length == 0) {
            arguments.add(method);
            return forward(arguments, training);
        }
        try (NDManager scope = Torch.newManager()) {
            arguments.add(scope.create(ints));
            arguments.add(method);
            return forward(arguments, training);
        }
    }

    /**
     * Calls a function that changes lists of tensors in place, without gradients: all of a model's parameters in one
     * call.
     *
     * @param scope owns what the call needs
     * @param lists the function's first arguments, each of type {@code List[Tensor]} and not empty
     * @param numbers its last argument, a float64 tensor
     * @return the one tensor that the function returns, on the manager of the first array
     */
    public NDArray update(NDManager scope, String function, List<NDList> lists, double... numbers) {
        JniUtils.setGraphExecutorOptimize(false);
        NDList arguments = new NDList();
        List<String> names = new ArrayList<>(); // the engine knows the members of a list by their names
        for (int i = 0; i < lists.size(); i++) {
            for (NDArray array : lists.get(i)) {
                names.add(array.getName());
                array.setName("list" + i + "[]");
                arguments.add(array);
            }
        }
        try (NDArray last = scope.create(numbers)) {
            arguments.add(last);
            arguments.add(methods.computeIfAbsent(function, TorchScript::marker));
            return forward(arguments, false).singletonOrThrow();
        } finally {
            for (int i = names.size() - 1; i >= 0; i--) { // an array that comes twice keeps its own name
                arguments.get(i).setName(names.get(i));
            }
        }
    }

    /** The engine's own inference flag bypasses its dispatcher's checks; a thread without gradients is enough. */
    private NDList forward(NDList arguments, boolean training) {
        if (training) {
            return IValueUtils.forward(module, arguments, true);
        }
        try (InferenceMode ignored = InferenceMode.enter()) {
            return IValueUtils.forward(module, arguments, true);
        }
    }

    private static NDArray marker(String function) {
        NDArray marker = Torch.root().create(0);
        marker.setName("module_method:" + function);
        return marker;
    }

    /** The functions that every script may call, with oneDNN's operators where this build of the engine has them. */
    private static final class Prelude {
        static final String TEXT = text();

        private Prelude() {}

        private static String text() {
            String template = read(TorchScript.class, "prelude.ts");
            String fast = template.replace("ONEDNN", "True").replace("LINEAR", "ops.mkldnn._linear_pointwise");
            try {
                module(fast).close();
                return fast;
            } catch (EngineException e) {
                logger.info("this build of the engine has no oneDNN operators; linear layers use its BLAS");
                return DEFINITION_OF_FALLBACK
                        + template.replace("ONEDNN", "False").replace("LINEAR", "self.fallback");
            }
        }

        private static final String DEFINITION_OF_FALLBACK = """
                def fallback(x: Tensor, weight: Tensor, bias: Tensor, a: str, b: List[int], c: str) -> Tensor:
                  return torch.linear(x, weight, bias)

                """;
    }

    /** The archive the engine's loader expects: one module type without attributes, its methods as text. */
    private static byte[] archive(String text) {
        StringBuilder code = new StringBuilder(
                "class Script(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
        String methods = DEFINITION.matcher(text).replaceAll("def $1(self: __torch__.Script, ");
        methods.lines()
                .forEach(line ->
                        code.append(line.isBlank() ? "" : "  ").append(line).append('\n'));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            // c__torch__\nScript\n )\x81 } ( X training \x88 u b .  : an instance whose state is {training: True}
            store(zip, "data.pkl", "\u0080\u0002c__torch__\nScript\n)\u0081}(X\b\0\0\0training\u0088ub.");
            store(zip, "constants.pkl", "\u0080\u0002).");
            store(zip, "version", "3\n");
            store(zip, "code/__torch__.py", code.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, String content) throws IOException {
        byte[] data = content.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(data);
        ZipEntry entry = new ZipEntry("script/" + name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(data.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(data);
        zip.closeEntry();
    }
}

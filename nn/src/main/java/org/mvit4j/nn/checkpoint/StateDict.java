package org.mvit4j.nn.checkpoint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tensors by name, in file order. Immutable; renaming and filtering make new ones that share the stored values. */
public final class StateDict implements Iterable<StoredTensor> {
    private final Object origin;
    private final Map<String, StoredTensor> tensors = new LinkedHashMap<>();

    /**
     * @param origin the file, for messages
     * @throws CheckpointException if two tensors bear one name
     */
    StateDict(Object origin, Collection<? extends StoredTensor> tensors) {
        this.origin = origin;
        for (StoredTensor tensor : tensors) {
            if (this.tensors.put(tensor.name(), tensor) != null) {
                throw new CheckpointException(
                        origin,
                        "two tensors are called " + CheckpointException.quote(tensor.name()) + " after renaming",
                        "choose another source family");
            }
        }
    }

    /**
     * Tensors brought together from elsewhere.
     *
     * @param origin the file, for messages
     * @throws CheckpointException if two tensors bear one name
     */
    public static StateDict of(Object origin, Collection<? extends StoredTensor> tensors) {
        return new StateDict(origin, tensors);
    }

    /** The file the tensors come from, for messages. */
    public Object origin() {
        return origin;
    }

    public int size() {
        return tensors.size();
    }

    public boolean contains(String name) {
        return tensors.containsKey(name);
    }

    public @Nullable StoredTensor get(String name) {
        return tensors.get(name);
    }

    /** @throws CheckpointException if no tensor has this name */
    public StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new CheckpointException(
                    origin,
                    "has no tensor " + CheckpointException.quote(name),
                    "list its names with checkpoint inspect");
        }
        return tensor;
    }

    public List<String> names() {
        return List.copyOf(tensors.keySet());
    }

    /** Name to shape, in order. */
    public Map<String, long[]> shapes() {
        return tensors.values().stream()
                .collect(Collectors.toMap(StoredTensor::name, StoredTensor::shape, (a, b) -> a, LinkedHashMap::new));
    }

    /** Sum of all elements. */
    public long parameterCount() {
        return tensors.values().stream().mapToLong(StoredTensor::elementCount).sum();
    }

    public boolean anyName(Predicate<String> predicate) {
        return tensors.keySet().stream().anyMatch(predicate);
    }

    /** Each tensor replaced by what {@code change} makes of it; null drops it. */
    public StateDict map(Function<StoredTensor, @Nullable StoredTensor> change) {
        List<StoredTensor> changed = new ArrayList<>(tensors.size());
        for (StoredTensor tensor : this) {
            StoredTensor result = change.apply(tensor);
            if (result != null) {
                changed.add(result);
            }
        }
        return new StateDict(origin, changed);
    }

    /** New names; null drops the tensor. */
    public StateDict rename(Function<String, @Nullable String> newName) {
        return map(tensor -> {
            String name = newName.apply(tensor.name());
            return name == null ? null : name.equals(tensor.name()) ? tensor : tensor.named(name);
        });
    }

    public StateDict filter(Predicate<String> keep) {
        return map(tensor -> keep.test(tensor.name()) ? tensor : null);
    }

    /** Only what lies under a prefix (give it with its dot), without the prefix. */
    public StateDict under(String prefix) {
        return rename(name -> name.startsWith(prefix) ? name.substring(prefix.length()) : null);
    }

    public StateDict withPrefix(String prefix) {
        return rename(prefix::concat);
    }

    /** Without a prefix that every name carries, such as {@code module.}; unchanged when one does not. */
    public StateDict withoutCommonPrefix(String prefix) {
        boolean common = !tensors.isEmpty()
                && tensors.keySet().stream().allMatch(name -> name.startsWith(prefix) && !name.equals(prefix));
        return common ? under(prefix) : this;
    }

    @Override
    public Iterator<StoredTensor> iterator() {
        return List.copyOf(tensors.values()).iterator();
    }
}

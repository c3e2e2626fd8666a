package org.mvit4j.nn.checkpoint;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pickle virtual machine for checkpoints, protocols 2 to 5.
 *
 * <p>It builds plain values only: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link BigInteger},
 * {@link #NONE}, {@link List} (lists, tuples, sets), {@link PickleDict}, {@link ByteRegion} for bytes of any length and
 * {@link PickleText} for long texts (both stay in the file), and what {@link PickleGlobal} makes of the few callables
 * on its list. Nothing is executed, no other class can be named, and stack, memo and the number of values are bounded,
 * so that memory stays within a fixed budget whatever the file says.
 */
final class PickleMachine {
    static final Object NONE = None.NONE;

    /** Texts and 8-bit strings up to this many bytes become {@link String}s. */
    static final int SHORT_TEXT = 4096;

    private static final int MAX_VALUES = 2_000_000;
    private static final int MAX_STEPS = 64_000_000;
    private static final int MAX_TEXT_TOTAL = 64 << 20;
    private static final int MAX_INTEGER_BYTES = 64;

    private enum None {
        NONE
    }

    /** What a file may still spend; a pickle nested in another draws on the same purse. */
    private static final class Budget {
        private int steps;
        private int values;
        private long text;
    }

    private final RegionInput input;
    private final Function<List<?>, Object> persistentLoad;
    private final ArrayList<Object> stack = new ArrayList<>();
    private final ArrayList<Integer> marks = new ArrayList<>();
    private Object[] memo = new Object[64];
    private int memoSize;
    private final Budget budget;
    private final boolean nested;
    private int protocol = -1;

    /** @param persistentLoad turns a persistent id (torch's storages) into a value */
    PickleMachine(RegionInput input, Function<List<?>, Object> persistentLoad) {
        this(input, persistentLoad, new Budget(), false);
    }

    private PickleMachine(RegionInput input, Function<List<?>, Object> persistentLoad, Budget budget, boolean nested) {
        this.input = input;
        this.persistentLoad = persistentLoad;
        this.budget = budget;
        this.nested = nested;
    }

    /** A machine for a further pickle of the same file, with the same budget. */
    PickleMachine next(RegionInput nextInput, Function<List<?>, Object> load) {
        return new PickleMachine(nextInput, load, budget, nested);
    }

    /** A machine for a pickle inside this pickle, which may hold no further one. */
    PickleMachine inner(RegionInput innerInput) {
        if (nested) {
            throw CheckpointException.damaged(input.origin(), "nests a pickle in a pickle in a pickle");
        }
        return new PickleMachine(innerInput, noPersistentIds(input.origin()), budget, true);
    }

    Object origin() {
        return input.origin();
    }

    /** For pickles that own all their bytes. */
    static Function<List<?>, Object> noPersistentIds(Object origin) {
        return id -> {
            throw CheckpointException.damaged(origin, "its pickle refers to a storage outside of it");
        };
    }

    int protocol() {
        return protocol;
    }

    /** Runs one pickle up to its STOP; the input is left behind it. */
    Object run() {
        while (true) {
            int opcode = input.readByte();
            if (protocol < 0 && opcode != 0x80) {
                throw new CheckpointException(
                        input.origin(),
                        "is not a pickle of protocol 2 to 5",
                        "write it again with protocol 2 or later");
            }
            if (opcode == '.') {
                return pop();
            }
            if (++budget.steps > MAX_STEPS) {
                throw tooLarge();
            }
            step(opcode);
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> setProtocol(input.readByte());
            case 0x95 -> requireFrame(input.readLong());
            case '(' -> mark();
            case '0' -> pop();
            case '1' -> popMark();
            case '2' -> push(peek());
            // scalars
            case 'N' -> push(NONE);
            case 0x88 -> push(Boolean.TRUE);
            case 0x89 -> push(Boolean.FALSE);
            case 'J' -> push((long) input.readInt());
            case 'K' -> push((long) input.readByte());
            case 'M' -> push((long) input.readShort());
            case 0x8A -> push(readLong(input.readByte()));
            case 0x8B -> push(readLong(input.readInt()));
            case 'G' -> push(input.readBigEndianDouble());
            // texts and bytes
            case 'X' -> pushText(input.readInt() & 0xFFFFFFFFL);
            case 0x8C -> pushText(input.readByte());
            case 0x8D -> pushText(input.readLong());
            case 'U' -> pushString8(input.readByte());
            case 'T' -> pushString8(input.readInt());
            case 'B' -> push(input.skip(input.readInt() & 0xFFFFFFFFL));
            case 'C' -> push(input.skip(input.readByte()));
            case 0x8E, 0x96 -> push(input.skip(input.readLong()));
            // containers
            case ')' -> push(List.of());
            case ']', 0x8F -> push(new ArrayList<>(0));
            case '}' -> push(new PickleDict());
            case 't', 0x91 -> push(popMark());
            case 'l' -> push(popMark());
            case 0x85 -> push(tuple(1));
            case 0x86 -> push(tuple(2));
            case 0x87 -> push(tuple(3));
            case 'd' -> pushDict(popMark());
            case 'a' -> append(List.of(pop()));
            case 'e', 0x90 -> append(popMark());
            case 's' -> setItem();
            case 'u' -> setItems(popMark());
            // memo
            case 'q' -> memoize(input.readByte());
            case 'r' -> memoize(input.readInt());
            case 0x94 -> memoize(memoSize);
            case 'h' -> push(recall(input.readByte()));
            case 'j' -> push(recall(input.readInt()));
            // objects
            case 'c' -> {
                String module = input.readLine();
                push(global(module, input.readLine()));
            }
            case 0x93 -> {
                Object name = pop();
                push(global(shortText(pop()), shortText(name)));
            }
            case 'R', 0x81 -> {
                List<?> arguments = list(pop());
                push(callable(pop()).call(arguments, this));
            }
            case 0x92 -> {
                pop();
                List<?> arguments = list(pop());
                push(callable(pop()).call(arguments, this));
            }
            case 'b' -> {
                Object state = pop();
                PickleGlobal.setState(peek(), state, input.origin());
            }
            case 'Q' -> push(persistentLoad.apply(list(pop())));
            default -> throw unsupported(opcode);
        }
    }

    private CheckpointException unsupported(int opcode) {
        String name = opcode > 0x20 && opcode < 0x7F ? "'" + (char) opcode + "'" : String.format("0x%02x", opcode);
        return CheckpointException.damaged(
                input.origin(),
                "its pickle has opcode " + name + " at byte " + (input.position() - 1)
                        + ", which no checkpoint of protocol 2 to 5 needs");
    }

    private void setProtocol(int version) {
        if (version < 2 || version > 5) {
            throw new CheckpointException(
                    input.origin(), "uses pickle protocol " + version, "write it again with a protocol from 2 to 5");
        }
        protocol = version;
    }

    private void requireFrame(long length) {
        if (length < 0 || length > input.remaining()) {
            throw CheckpointException.damaged(input.origin(), "ends within a pickle frame of " + length + " bytes");
        }
    }

    private Object readLong(int length) {
        if (length < 0 || length > MAX_INTEGER_BYTES) {
            throw CheckpointException.damaged(input.origin(), "its pickle has an integer of " + length + " bytes");
        }
        if (length == 0) {
            return 0L;
        }
        byte[] digits = input.readBytes(length);
        for (int low = 0, high = length - 1; low < high; low++, high--) {
            byte swap = digits[low];
            digits[low] = digits[high];
            digits[high] = swap;
        }
        BigInteger value = new BigInteger(digits);
        return value.bitLength() < 64 ? (Object) value.longValue() : value;
    }

    private void pushText(long length) {
        if (length >= 0 && length <= SHORT_TEXT) {
            push(countText(new String(input.readBytes((int) length), StandardCharsets.UTF_8)));
        } else {
            push(new PickleText(input.skip(length)));
        }
    }

    private void pushString8(int length) {
        if (length >= 0 && length <= SHORT_TEXT) {
            push(countText(new String(input.readBytes(length), StandardCharsets.ISO_8859_1)));
        } else {
            push(input.skip(length));
        }
    }

    private String countText(String text) {
        budget.text += text.length();
        if (budget.text > MAX_TEXT_TOTAL) {
            throw tooLarge();
        }
        return text;
    }

    private void push(Object value) {
        spend(1);
        stack.add(value);
    }

    /** Counts values built. */
    void spend(int count) {
        budget.values += count;
        if (budget.values > MAX_VALUES) {
            throw tooLarge();
        }
    }

    private Object pop() {
        if (stack.isEmpty() || !marks.isEmpty() && stack.size() <= marks.get(marks.size() - 1)) {
            throw CheckpointException.damaged(input.origin(), "its pickle takes more from the stack than it put there");
        }
        return stack.remove(stack.size() - 1);
    }

    private Object peek() {
        Object top = pop();
        stack.add(top);
        return top;
    }

    private void mark() {
        if (marks.size() >= 1000) {
            throw CheckpointException.damaged(input.origin(), "its pickle nests more than 1000 deep");
        }
        marks.add(stack.size());
    }

    private ArrayList<Object> popMark() {
        if (marks.isEmpty()) {
            throw CheckpointException.damaged(input.origin(), "its pickle closes a mark it never set");
        }
        List<Object> above = stack.subList(marks.remove(marks.size() - 1), stack.size());
        ArrayList<Object> items = new ArrayList<>(above);
        above.clear();
        return items;
    }

    private List<Object> tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = pop();
        }
        return Arrays.asList(items);
    }

    private void append(List<Object> items) {
        if (!(peek() instanceof ArrayList<?> target)) {
            throw CheckpointException.damaged(input.origin(), "its pickle appends to something that is not a list");
        }
        @SuppressWarnings("unchecked")
        ArrayList<Object> list = (ArrayList<Object>) target;
        list.addAll(items);
    }

    private void setItem() {
        Object value = pop();
        Object key = pop();
        dict(peek()).put(key, value);
    }

    private void setItems(List<Object> items) {
        fill(dict(peek()), items);
    }

    private void pushDict(List<Object> items) {
        PickleDict dict = new PickleDict();
        fill(dict, items);
        push(dict);
    }

    private void fill(PickleDict dict, List<Object> items) {
        if (items.size() % 2 != 0) {
            throw CheckpointException.damaged(input.origin(), "its pickle has a dict key without a value");
        }
        for (int i = 0; i < items.size(); i += 2) {
            dict.put(items.get(i), items.get(i + 1));
        }
    }

    private void memoize(int index) {
        if (index < 0 || index >= MAX_VALUES) {
            throw tooLarge();
        }
        if (index >= memo.length) {
            memo = Arrays.copyOf(memo, Math.max(index + 1, (int) Math.min(MAX_VALUES, memo.length * 2L)));
        }
        memo[index] = peek();
        memoSize++;
    }

    private Object recall(int index) {
        @Nullable Object value = index < 0 || index >= memo.length ? null : memo[index];
        if (value == null) {
            throw CheckpointException.damaged(
                    input.origin(), "its pickle recalls value " + index + " before it exists");
        }
        return value;
    }

    private Object global(String module, String name) {
        return PickleGlobal.resolve(module, name, input.origin());
    }

    private PickleGlobal callable(Object value) {
        if (value instanceof PickleGlobal global) {
            return global;
        }
        throw CheckpointException.damaged(input.origin(), "its pickle calls something that is not a constructor");
    }

    private List<?> list(Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw CheckpointException.damaged(input.origin(), "its pickle passes something else where a tuple belongs");
    }

    private PickleDict dict(Object value) {
        if (value instanceof PickleDict dict) {
            return dict;
        }
        throw CheckpointException.damaged(input.origin(), "its pickle sets an item on something that is not a dict");
    }

    private String shortText(Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw CheckpointException.damaged(input.origin(), "its pickle names a class by something that is not a text");
    }

    private CheckpointException tooLarge() {
        return new CheckpointException(
                input.origin(),
                "its pickle builds more than " + MAX_VALUES + " values",
                "save the state dict alone, without optimizer and logs");
    }
}

package io.github.mambaout.weights.pickle;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads pickles of protocols 1 to 5 (Python's {@code pickletools} describes them) into {@link PickleValue}s.
 *
 * <p>It can make numbers, strings, containers, records of names that are allowed, and nothing else: any other name ends the
 * reading at once. Time and memory are bounded by the bytes that are there, of which at most {@value #MOST_BYTES} are read,
 * in at most {@value #MOST_OPERATIONS} operations for each pickle; a published model takes 10,000.
 */
public final class Unpickler {
    private static final long MOST_BYTES = 64L << 20;
    private static final int MOST_OPERATIONS = 2_000_000;
    private static final int LARGEST_NUMBER_BYTES = 1024;
    private static final int LAST_PROTOCOL = 5;
    private static final PickleGlobal ORDERED_DICT = new PickleGlobal("collections", "OrderedDict");

    private final PickleInput input;
    private final Set<PickleGlobal> allowed;
    private final List<PicklePersistent> persistent = new ArrayList<>();
    private PickleStack stack = new PickleStack();
    private Map<Integer, PickleValue> memo = new HashMap<>();
    private int operations;

    /**
     * @param input where the pickles are
     * @param allowed what they may name
     */
    public Unpickler(PickleInput input, Set<PickleGlobal> allowed) {
        this.input = input;
        this.allowed = allowed;
    }

    /** @return the references to outside of all pickles so far, in their order; can't be changed */
    public List<PicklePersistent> persistent() {
        return Collections.unmodifiableList(persistent);
    }

    /**
     * Reads one pickle and stops behind it.
     *
     * @return its value
     * @throws PickleException if it is damaged, too large, names what is not allowed or refers to buffers beside it
     * @throws IOException if the bytes can't be read
     */
    public PickleValue read() throws IOException {
        input.allow(MOST_BYTES);
        stack = new PickleStack();
        memo = new HashMap<>();
        operations = 0;
        for (int opcode = input.readByte(); opcode != '.'; opcode = input.readByte()) {
            count(1);
            execute(opcode);
        }
        return stack.pop();
    }

    private void count(int more) throws PickleException {
        operations += more;
        if (operations > MOST_OPERATIONS) {
            throw new PickleException("holds a pickle of more than " + MOST_OPERATIONS
                    + " operations, which no weights need. Save the state dict alone.");
        }
    }

    private void execute(int opcode) throws IOException {
        switch (opcode) {
            case 0x80 -> protocol();
            case 0x95 -> input.readNumber(8); // FRAME: a hint on how much to buffer
            case '(' -> stack.mark();
            case '0' -> stack.discard();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.peek());

            case 'N' -> stack.push(new PickleValue.Nothing());
            case 0x88 -> stack.push(new PickleValue.Truth(true));
            case 0x89 -> stack.push(new PickleValue.Truth(false));
            case 'K' -> whole(input.readNumber(1));
            case 'M' -> whole(input.readNumber(2));
            case 'J' -> whole((int) input.readNumber(4));
            case 'I', 'L' -> decimal(input.readLine());
            case 0x8a -> whole(input.readNumber(1), "LONG1");
            case 0x8b -> whole(input.readNumber(4), "LONG4");
            case 'G' ->
                stack.push(new PickleValue.Real(Double.longBitsToDouble(Long.reverseBytes(input.readNumber(8)))));

            case 'U', 0x8c -> text(input.readNumber(1));
            case 'T', 'X' -> text(input.readNumber(4));
            case 0x8d -> text(input.readNumber(8));
            case 'C' -> bytes(input.readNumber(1));
            case 'B' -> bytes(input.readNumber(4));
            case 0x8e, 0x96 -> bytes(input.readNumber(8));

            case ')', ']', 0x8f -> stack.push(new PickleSequence(new ArrayList<>(0)));
            case '}' -> stack.push(new PickleDict());
            case 0x85 -> stack.push(new PickleSequence(stack.pop(1)));
            case 0x86 -> stack.push(new PickleSequence(stack.pop(2)));
            case 0x87 -> stack.push(new PickleSequence(stack.pop(3)));
            case 't', 'l', 0x91 -> stack.push(new PickleSequence(stack.popToMark()));
            case 'd' -> {
                List<PickleValue> items = stack.popToMark();
                stack.push(new PickleDict());
                setItems(items);
            }
            case 'a' -> append(stack.pop(1));
            case 'e', 0x90 -> append(stack.popToMark());
            case 's' -> setItems(stack.pop(2));
            case 'u' -> setItems(stack.popToMark());

            case 'q' -> memo.put((int) input.readNumber(1), stack.peek());
            case 'r' -> memo.put((int) input.readNumber(4), stack.peek());
            case 'p' -> memo.put(index(input.readLine()), stack.peek());
            case 0x94 -> memo.put(memo.size(), stack.peek());
            case 'h' -> recall((int) input.readNumber(1));
            case 'j' -> recall((int) input.readNumber(4));
            case 'g' -> recall(index(input.readLine()));

            case 'c' -> stack.push(global(input.readLine(), input.readLine()));
            case 0x93 -> stackGlobal();
            case 'R', 0x81 -> {
                PickleValue arguments = stack.pop();
                make(stack.pop(), arguments);
            }
            case 0x92 -> {
                stack.pop(); // arguments by name
                PickleValue arguments = stack.pop();
                make(stack.pop(), arguments);
            }
            case 'i' -> {
                PickleGlobal type = global(input.readLine(), input.readLine());
                make(type, new PickleSequence(stack.popToMark()));
            }
            case 'o' -> {
                List<PickleValue> items = stack.popToMark();
                if (items.isEmpty()) {
                    throw damaged("makes an object of no class");
                }
                make(items.get(0), new PickleSequence(items.subList(1, items.size())));
            }
            case 'b' -> stack.pop();
            case 'Q' -> {
                PicklePersistent reference = new PicklePersistent(stack.pop());
                persistent.add(reference);
                stack.push(reference);
            }

            case 'F', 'S', 'V', 'P' -> throw unsupported(opcode, "protocol 0, which can't hold tensors");
            case 0x82, 0x83, 0x84 -> throw unsupported(opcode, "the registry of extension codes");
            case 0x97, 0x98 -> throw unsupported(opcode, "buffers outside of the pickle");
            default -> throw damaged("holds the unknown operation 0x" + Integer.toHexString(opcode));
        }
    }

    private void protocol() throws IOException {
        long protocol = input.readNumber(1);
        if (protocol > LAST_PROTOCOL) {
            throw new PickleException("is pickled with protocol " + protocol + ", but only 1 to " + LAST_PROTOCOL
                    + " are read. Save it with PyTorch's default protocol.");
        }
    }

    private void whole(long value) {
        stack.push(new PickleValue.Whole(BigInteger.valueOf(value)));
    }

    private void whole(long length, String operation) throws IOException {
        if (length > LARGEST_NUMBER_BYTES) {
            throw damaged("holds a number of " + length + " bytes (" + operation + ")");
        }
        byte[] bytes = input.readBytes(length);
        byte[] bigEndian = new byte[bytes.length + 1];
        for (int i = 0; i < bytes.length; i++) {
            bigEndian[bytes.length - i] = bytes[i];
        }
        bigEndian[0] = bytes.length > 0 && bytes[bytes.length - 1] < 0 ? (byte) -1 : 0;
        stack.push(new PickleValue.Whole(new BigInteger(bigEndian)));
    }

    private void decimal(String digits) throws PickleException {
        switch (digits) {
            case "00" -> stack.push(new PickleValue.Truth(false));
            case "01" -> stack.push(new PickleValue.Truth(true));
            default -> stack.push(new PickleValue.Whole(number(digits)));
        }
    }

    private BigInteger number(String digits) throws PickleException {
        try {
            return new BigInteger(digits.endsWith("L") ? digits.substring(0, digits.length() - 1) : digits);
        } catch (NumberFormatException e) {
            throw damaged("should hold a whole number, but holds other characters");
        }
    }

    private int index(String digits) throws PickleException {
        return number(digits).intValue();
    }

    private void text(long length) throws IOException {
        stack.push(new PickleValue.Text(new String(input.readBytes(length), StandardCharsets.UTF_8)));
    }

    private void bytes(long length) throws IOException {
        input.skip(length);
        stack.push(new PickleValue.Bytes(length));
    }

    private void append(List<PickleValue> items) throws PickleException {
        PickleValue container = stack.peek();
        if (container instanceof PickleSequence sequence) {
            sequence.addAll(items);
        } else if (!(container instanceof PickleObject)) {
            throw damaged("appends to what is no list");
        }
    }

    private void setItems(List<PickleValue> keysAndValues) throws PickleException {
        PickleValue container = stack.peek();
        if (keysAndValues.size() % 2 != 0) {
            throw damaged("sets a key without a value");
        }
        if (container instanceof PickleDict dict) {
            for (int i = 0; i < keysAndValues.size(); i += 2) {
                dict.put(keysAndValues.get(i), keysAndValues.get(i + 1));
            }
        } else if (!(container instanceof PickleObject)) {
            throw damaged("sets an item of what is no dictionary");
        }
    }

    private void recall(int index) throws PickleException {
        PickleValue value = memo.get(index);
        if (value == null) {
            throw damaged("refers to a value that it has not made");
        }
        stack.push(value);
    }

    private void stackGlobal() throws PickleException {
        PickleValue name = stack.pop();
        PickleValue module = stack.pop();
        if (!(name instanceof PickleValue.Text nameText) || !(module instanceof PickleValue.Text moduleText)) {
            throw damaged("names a class by what is no string");
        }
        stack.push(global(moduleText.value(), nameText.value()));
    }

    private PickleGlobal global(String module, String name) throws PickleException {
        PickleGlobal global = new PickleGlobal(module, name);
        if (!allowed.contains(global)) {
            throw new PickleException("asks for the Python class or function \"" + printable(global)
                    + "\", which weights do not need and which is never loaded or called here, so the file is refused. If you "
                    + "trust where it comes from, load it in Python and save its state dict alone: "
                    + "torch.save(model.state_dict(), \"weights.pth\").");
        }
        return global;
    }

    /** Names come from files that want to do harm; a terminal must not obey them. */
    private static String printable(PickleGlobal global) {
        return global.toString().replaceAll("\\P{Print}", "?");
    }

    private void make(PickleValue type, PickleValue arguments) throws PickleException {
        if (!(type instanceof PickleGlobal global) || !(arguments instanceof PickleSequence sequence)) {
            throw damaged("calls what is no class or function");
        }
        stack.push(global.equals(ORDERED_DICT) ? orderedDict(sequence) : new PickleObject(global, sequence));
    }

    /** Python 3 sets the items afterwards; Python 2 gives them as a list of pairs. */
    private PickleDict orderedDict(PickleSequence arguments) throws PickleException {
        PickleDict dict = new PickleDict();
        if (!arguments.items().isEmpty() && arguments.items().get(0) instanceof PickleSequence pairs) {
            count(pairs.items().size());
            for (PickleValue item : pairs.items()) {
                if (!(item instanceof PickleSequence pair) || pair.items().size() != 2) {
                    throw damaged("makes a dictionary of what are no pairs");
                }
                dict.put(pair.items().get(0), pair.items().get(1));
            }
        }
        return dict;
    }

    private PickleException unsupported(int opcode, String what) {
        return new PickleException("uses " + what + " (operation 0x" + Integer.toHexString(opcode) + " at byte "
                + input.position() + " of its pickle), which is not read. Save it with torch.save and its defaults.");
    }

    private PickleException damaged(String problem) {
        return new PickleException(
                "is damaged: its pickle " + problem + " at byte " + input.position() + ". Copy or download it again.");
    }
}

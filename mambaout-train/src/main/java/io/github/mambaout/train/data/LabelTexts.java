package io.github.mambaout.train.data;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * What a list of samples says about their classes, before it is known which classes there are: a number or a name each. A sample takes
 * four bytes.
 */
final class LabelTexts {
    /** Larger numbers are no labels of classes, but a column taken for them. */
    private static final int MOST_CLASSES = 100_000;

    private static final int UNKNOWN = -1;

    private final List<String> texts;
    private final int[] ofSample;

    private LabelTexts(List<String> texts, int... ofSample) {
        this.texts = List.copyOf(texts);
        this.ofSample = ofSample;
    }

    int size() {
        return ofSample.length;
    }

    String get(int sample) {
        return texts.get(ofSample[sample]);
    }

    /**
     * @param source the file or the files that say so
     * @return the classes, where nothing else states them: 0 to the largest number, or all names in their order
     * @throws DataException if there are numbers and names, or numbers that can't count classes
     */
    ClassList classes(String source) {
        long numbers = texts.stream().filter(LabelTexts::isNumber).count();
        if (numbers == 0) {
            return ClassList.of(texts.stream().sorted().toList());
        }
        if (numbers < texts.size()) {
            throw new DataException(source + ": some labels are numbers, such as "
                    + texts.stream().filter(LabelTexts::isNumber).findFirst().orElseThrow()
                    + ", and some are names, such as "
                    + texts.stream().filter(text -> !isNumber(text)).findFirst().orElseThrow()
                    + ". Use one kind, or state the classes in " + ClassList.FILE + ".");
        }
        long largest = texts.stream().mapToLong(Long::parseLong).max().orElseThrow();
        long smallest = texts.stream().mapToLong(Long::parseLong).min().orElseThrow();
        if (smallest < 0 || largest >= MOST_CLASSES) {
            throw new DataException(source + ": the labels go from " + smallest + " to " + largest
                    + ", but numbers of classes go from 0 to less than " + MOST_CLASSES + ".");
        }
        return ClassList.of(IntStream.rangeClosed(0, (int) largest)
                .mapToObj(String::valueOf)
                .toList());
    }

    /**
     * @param classes which classes there are
     * @param place what a sample is called in messages
     * @return the label of each sample as an index into them
     * @throws DataException if a sample's class is none of them; the message names the first such sample
     */
    int[] in(ClassList classes, IntFunction<String> place) {
        int[] labelOfText = texts.stream()
                .mapToInt(text -> classes.find(text).orElse(UNKNOWN))
                .toArray();
        int[] labels = Arrays.stream(ofSample).map(text -> labelOfText[text]).toArray();
        for (int sample = 0; sample < labels.length; sample++) {
            if (labels[sample] == UNKNOWN) {
                throw new DataException(place.apply(sample) + " has the label '" + get(sample)
                        + "', which is none of the " + classes.size() + " classes ("
                        + classes.ids().get(0) + " to " + classes.ids().get(classes.size() - 1)
                        + "). Both parts need the same classes; " + ClassList.FILE
                        + " beside the data may state them.");
            }
        }
        return labels;
    }

    private static boolean isNumber(String text) {
        return text.matches("-?\\d{1,18}");
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
        out.writeInt(ofSample.length);
        for (int text : ofSample) {
            out.writeInt(text);
        }
    }

    static LabelTexts readFrom(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            texts.add(in.readUTF());
        }
        int[] ofSample = new int[in.readInt()];
        for (int i = 0; i < ofSample.length; i++) {
            ofSample[i] = in.readInt();
        }
        return new LabelTexts(texts, ofSample);
    }

    /** Collects the labels of samples. */
    static final class Builder {
        private static final int LONGEST = 1000;

        private final Map<String, Integer> numberOf = new HashMap<>();
        private final List<String> texts = new ArrayList<>();
        private final GrowingInts ofSample = new GrowingInts();

        /**
         * @param label a number or a name; spaces around it and zeros before a number count for nothing
         * @throws IllegalArgumentException if it is neither
         */
        void add(String label) {
            String text = label.strip();
            if (text.isEmpty() || text.length() > LONGEST) {
                throw new IllegalArgumentException(
                        text.isEmpty() ? "its label is empty" : "its label has " + text.length() + " characters");
            }
            String plain = isNumber(text) ? Long.toString(Long.parseLong(text)) : text;
            ofSample.add(numberOf.computeIfAbsent(plain, unknown -> {
                texts.add(unknown);
                return texts.size() - 1;
            }));
        }

        LabelTexts build() {
            return new LabelTexts(texts, ofSample.toArray());
        }
    }
}

package io.github.mambaout.bench.mixer;

import io.github.mambaout.bench.mixer.ScanOrder.Columns;
import io.github.mambaout.bench.mixer.ScanOrder.Rows;
import io.github.mambaout.bench.mixer.ScanOrder.SnakeColumns;
import io.github.mambaout.bench.mixer.ScanOrder.SnakeRows;
import io.github.mambaout.bench.mixer.ScanOrder.Windows;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The scans whose outputs a mixer sums. All but the first have four, so that mixers which differ in their list alone have as
 * many parameters and multiply-adds: what they are compared by is direction.
 */
public enum ScanList {
    /** One scan, row by row: each pixel sees those above it and to its left. */
    CAUSAL(List.of(new Rows())),
    /** Four times row by row (VMamba's first control). */
    UNIDIRECTIONAL(List.of(new Rows(), new Rows(), new Rows(), new Rows())),
    /** Twice row by row, twice backwards (VMamba's second control). */
    BIDIRECTIONAL(List.of(new Rows(), new Rows(), new Rows().reversed(), new Rows().reversed())),
    /** Rows and columns, forwards and backwards (VMamba). */
    CROSS(List.of(new Rows(), new Columns(), new Rows().reversed(), new Columns().reversed())),
    /** Windows of 2×2 and of 7×7 pixels, forwards and backwards (LocalVMamba). */
    WINDOWS(List.of(new Windows(2), new Windows(7), new Windows(2).reversed(), new Windows(7).reversed())),
    /** Rows and columns in turns, forwards and backwards (PlainMamba). */
    SNAKE(List.of(new SnakeRows(), new SnakeColumns(), new SnakeRows().reversed(), new SnakeColumns().reversed()));

    private final List<ScanOrder> orders;

    ScanList(List<ScanOrder> orders) {
        this.orders = orders;
    }

    /** @return the order of each scan */
    public List<ScanOrder> orders() {
        return orders;
    }

    /** @return the name in a mixer's variant, for instance {@code cross} */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @param first the list that a mixer's name alone stands for
     * @return the names of all lists, that one first
     */
    static List<String> labels(ScanList first) {
        return Stream.concat(Stream.of(first), Arrays.stream(values()).filter(list -> list != first))
                .map(ScanList::label)
                .toList();
    }

    /**
     * @param label a name, for instance {@code cross}
     * @return the list of this name
     * @throws IllegalArgumentException if there is none; the message names those there are
     */
    public static ScanList named(String label) {
        return Arrays.stream(values())
                .filter(list -> list.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no list of scans '" + label + "'; there are "
                        + Arrays.stream(values()).map(ScanList::label).collect(Collectors.joining(", "))));
    }
}

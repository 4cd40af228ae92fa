package io.github.mambaout.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * When a sequence of tokens is long: the rule of MambaOut's paper (arXiv 2405.07992, section 3.2).
 *
 * <p>A Transformer block with an MLP four times as wide costs {@code 24·D²·L + 4·D·L²} floating point operations for {@code L} tokens of
 * {@code D} channels, two for each multiply-add: {@code 8·D²·L} for the maps to queries, keys and values and from the heads, {@code
 * 16·D²·L} for the MLP, and {@code 4·D·L²} for the products of queries with keys and of weights with values. The quadratic part is {@code
 * L / (6·D)} of the linear one, so from {@code L > 6·D} on it costs more than all the rest: then the sequence is long, and a mixer whose
 * cost grows linearly, such as a state space model, begins to pay. Causal attention leaves out half of the pairs, {@code 2·D·L²}; the
 * paper's rule counts all.
 *
 * <pre>{@code
 * LongSequence.threshold(384);        // 2304 tokens for the width of ViT-S
 * LongSequence.isLong(196, 384);      // false: a picture of ImageNet in patches of 16
 * }</pre>
 */
public final class LongSequence {
    private static final int TOKENS_PER_CHANNEL = 6;
    private static final long LINEAR = 24;
    private static final long QUADRATIC = 4;
    private static final int SMALL_WIDTH = 384;
    private static final int BASE_WIDTH = 768;
    private static final int PATCH = 16;

    private LongSequence() {}

    /**
     * @param dim channels of a token, at least 1
     * @return the most tokens that are not yet long, 6 · {@code dim}
     * @throws IllegalArgumentException if there are no channels
     */
    public static long threshold(int dim) {
        if (dim < 1) {
            throw new IllegalArgumentException("A token has at least 1 channel, but dim is " + dim);
        }
        return (long) TOKENS_PER_CHANNEL * dim;
    }

    /**
     * @param tokens length of a sequence, at least 0
     * @param dim channels of a token, at least 1
     * @return whether attention's quadratic part costs more than all the rest of a Transformer block
     * @throws IllegalArgumentException if there are no channels or less than no tokens
     */
    public static boolean isLong(long tokens, int dim) {
        return requireTokens(tokens) > threshold(dim);
    }

    /**
     * @param tokens length of a sequence, at least 0
     * @param dim channels of a token, at least 1
     * @return floating point operations of the part of a Transformer block that grows linearly: 24 · {@code dim}² · {@code tokens}
     * @throws ArithmeticException if they are more than a {@code long} can count
     */
    public static long linearOperations(long tokens, int dim) {
        return Math.multiplyExact(LINEAR * dim * dim, requireTokens(tokens));
    }

    /**
     * @param tokens length of a sequence, at least 0
     * @param dim channels of a token, at least 1
     * @return floating point operations of the part that grows with the square: 4 · {@code dim} · {@code tokens}²
     * @throws ArithmeticException if they are more than a {@code long} can count
     */
    public static long quadraticOperations(long tokens, int dim) {
        return Math.multiplyExact(Math.multiplyExact(QUADRATIC * dim, requireTokens(tokens)), tokens);
    }

    private static long requireTokens(long tokens) {
        if (tokens < 0) {
            throw new IllegalArgumentException("A sequence has at least 0 tokens, but " + tokens + " were given");
        }
        return tokens;
    }

    /**
     * A number of tokens that the paper gives.
     *
     * @param what what has so many
     * @param tokens how many
     */
    public record Figure(String what, long tokens) {}

    /** @return the paper's five figures: the thresholds of two widths, and the lengths of three tasks */
    public static List<Figure> paperFigures() {
        return List.of(
                new Figure("threshold for the width of ViT-S, 384", threshold(SMALL_WIDTH)),
                new Figure("threshold for the width of ViT-B, 768", threshold(BASE_WIDTH)),
                new Figure("ImageNet, 224 × 224", tokens(224, 224)),
                new Figure("COCO, 800 × 1280", tokens(800, 1280)),
                new Figure("ADE20K, 512 × 2048", tokens(512, 2048)));
    }

    private static long tokens(int height, int width) {
        return (long) (height / PATCH) * (width / PATCH);
    }

    /** @return the paper's five figures as text, a line each */
    public static String describe() {
        return paperFigures().stream()
                .map(figure -> String.format(Locale.ROOT, "%-40s %5d tokens", figure.what(), figure.tokens()))
                .collect(Collectors.joining("\n"));
    }
}

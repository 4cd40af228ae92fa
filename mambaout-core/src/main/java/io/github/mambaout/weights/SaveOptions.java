package io.github.mambaout.weights;

import java.util.EnumSet;
import java.util.Set;

/**
 * How a model is written.
 *
 * @param type type of the weights in the file: {@code F32}, or half as large and rounded to the nearest {@code F16} or {@code
 *     BF16}
 * @param naming how the parameters are named
 */
public record SaveOptions(ElementType type, ParameterNaming naming) {
    private static final Set<ElementType> WRITTEN = EnumSet.of(ElementType.F32, ElementType.F16, ElementType.BF16);

    /**
     * Checks the type.
     *
     * @throws IllegalArgumentException if weights are not written in this type
     */
    public SaveOptions {
        if (!WRITTEN.contains(type)) {
            throw new IllegalArgumentException("Weights are written as one of " + WRITTEN + ", not as " + type);
        }
    }

    /** @return 32-bit floats under timm's names: everything is kept */
    public static SaveOptions defaults() {
        return new SaveOptions(ElementType.F32, ParameterNaming.TIMM);
    }

    /**
     * @param other another type
     * @return these options with it
     */
    public SaveOptions withType(ElementType other) {
        return new SaveOptions(other, naming);
    }

    /**
     * @param other another naming
     * @return these options with it
     */
    public SaveOptions withNaming(ParameterNaming other) {
        return new SaveOptions(type, other);
    }
}

package io.github.mambaout.bench.cli.ablate;

import io.github.mambaout.bench.ablation.match.Matching;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --match}. */
final class MatchingConverter implements ITypeConverter<Matching> {
    /** Made by picocli. */
    MatchingConverter() {}

    @Override
    public Matching convert(String name) {
        try {
            return Matching.named(name);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}

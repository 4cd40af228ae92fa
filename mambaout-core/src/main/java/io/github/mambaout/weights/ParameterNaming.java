package io.github.mambaout.weights;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The two ways in which the parameters of a MambaOut are named in files. */
public enum ParameterNaming {
    /** timm's names, {@code stages.0.blocks.0.fc1.weight}; this library's own. */
    TIMM,
    /** The names of the paper's repository, {@code stages.0.0.fc1.weight}. */
    PAPER;

    /**
     * The same parameters in both namings: {@code #} stands for a number, {@code *} for the rest. The first row that fits
     * counts. timm's {@code checkpoint_filter_fn} renames likewise.
     */
    private static final List<Row> ROWS = List.of(
            new Row("stem.*", "downsample_layers.0.*"),
            new Row("stages.#.downsample.*", "downsample_layers.#.*"),
            new Row("stages.#.blocks.#.*", "stages.#.#.*"),
            new Row("head.norm.*", "norm.*"),
            new Row("head.pre_logits.fc.*", "head.fc1.*"),
            new Row("head.pre_logits.norm.*", "head.norm.*"),
            new Row("head.fc.*", "head.fc2.*"));

    /**
     * @param name a name in this naming
     * @return timm's name of the same parameter; empty if no MambaOut has such a name in this naming
     */
    public Optional<String> toTimm(String name) {
        return renamed(name, this, TIMM);
    }

    /**
     * @param name timm's name of a parameter
     * @return its name in this naming; empty if no MambaOut has such a parameter
     */
    public Optional<String> ofTimm(String name) {
        return renamed(name, TIMM, this);
    }

    private static Optional<String> renamed(String name, ParameterNaming from, ParameterNaming to) {
        return ROWS.stream()
                .flatMap(row -> row.in(from).rename(name, row.in(to)).stream())
                .findFirst();
    }

    /** One kind of parameter. */
    private record Row(Template timm, Template paper) {
        private Row(String timm, String paper) {
            this(Template.of(timm), Template.of(paper));
        }

        private Template in(ParameterNaming naming) {
            return naming == TIMM ? timm : paper;
        }
    }

    /**
     * A name with gaps.
     *
     * @param pattern finds the gaps in a name
     * @param replacement the name with references to the gaps that another pattern found
     */
    private record Template(Pattern pattern, String replacement) {
        private static Template of(String template) {
            StringBuilder replacement = new StringBuilder();
            int gaps = 0;
            for (char c : template.toCharArray()) {
                replacement.append(c == '#' || c == '*' ? "$" + ++gaps : c);
            }
            Pattern pattern = Pattern.compile(
                    template.replace(".", "\\.").replace("#", "([0-9]+)").replace("*", "(.+)"));
            return new Template(pattern, replacement.toString());
        }

        private Optional<String> rename(String name, Template other) {
            Matcher found = pattern.matcher(name);
            if (!found.matches()) {
                return Optional.empty();
            }
            return Optional.of(other.equals(this) ? name : found.replaceFirst(other.replacement));
        }
    }
}

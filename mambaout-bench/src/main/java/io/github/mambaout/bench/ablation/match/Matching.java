package io.github.mambaout.bench.ablation.match;

import io.github.mambaout.bench.ablation.StudyException;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.train.TrainingConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * In what twins are equal to the control. Their widths are chosen so; depths, resolution and all else stay as they are.
 *
 * <pre>{@code
 * Map<String, TrainingConfig> matched = Matching.PARAMETERS.of(control, twins);
 * }</pre>
 */
public enum Matching {
    /** Number of learned values, within 1 %. */
    PARAMETERS("parameters", 0.01) {
        @Override
        TwinWidths search(MambaOutConfig control, MambaOutConfig twin, UpdateTimer timer) {
            return counted(control, twin, TwinCost::parameters);
        }
    },
    /** Multiply-adds of a picture, a scan counted 9·L·D·N, within 2 %. */
    MULTIPLY_ADDS("multiply-adds", 0.02) {
        @Override
        TwinWidths search(MambaOutConfig control, MambaOutConfig twin, UpdateTimer timer) {
            return counted(control, twin, TwinCost::multiplyAdds);
        }
    },
    /** Time of an update on this machine, within 5 %: less than what widths of small networks are apart is noise. */
    TIME("time of an update", 0.05) {
        @Override
        TwinWidths search(MambaOutConfig control, MambaOutConfig twin, UpdateTimer timer) {
            return new TimedWidthSearch(
                            widths -> {
                                List<Double> seconds = timer.seconds(List.of(control, with(twin, widths)));
                                return seconds.get(1) / seconds.get(0);
                            },
                            tolerance())
                    .find(twin.dims());
        }
    },
    /** In nothing: twins have the widths they come with. */
    NONE("nothing", Double.POSITIVE_INFINITY) {
        @Override
        TwinWidths search(MambaOutConfig control, MambaOutConfig twin, UpdateTimer timer) {
            return new TwinWidths(twin.dims(), 1);
        }
    };

    private final String quantity;
    private final double tolerance;

    Matching(String quantity, double tolerance) {
        this.quantity = quantity;
        this.tolerance = tolerance;
    }

    /** @return how far a twin's cost may be from the control's, as a share of it */
    public double tolerance() {
        return tolerance;
    }

    /** @return the name on the command line, for instance {@code multiply-adds} */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param name a name on the command line, for instance {@code multiply-adds}
     * @return its matching
     * @throws IllegalArgumentException if there is none; the message names all
     */
    public static Matching named(String name) {
        return Arrays.stream(values())
                .filter(matching -> matching.toString().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Twins can be matched in "
                        + Arrays.stream(values()).map(Matching::toString).collect(Collectors.joining(", "))
                        + ", but not in '" + name + "'"));
    }

    /**
     * Matches twins with the control. Time is measured on the threads that this process shares, with the control's batch.
     *
     * @param control what the twins are to be equal to
     * @param twins name to configuration, with the widths to begin with; the control may be among them
     * @return the twins under the same names in the same order, with their widths
     * @throws StudyException if a twin has no widths that will do; the message names the nearest
     * @throws IllegalArgumentException if a twin begins with weights from a file, which have widths of their own
     * @throws io.github.mambaout.train.data.DataException if the data are missing or wrong
     */
    public Map<String, TrainingConfig> of(TrainingConfig control, Map<String, TrainingConfig> twins) {
        return of(control, twins, new MeasuredUpdates(control.optimization().batchSize(), Compute.shared()));
    }

    /**
     * Matches twins with the control, with times of one's own.
     *
     * @param control what the twins are to be equal to
     * @param twins name to configuration, with the widths to begin with
     * @param timer times updates; asked for {@link #TIME} alone
     * @return the twins under the same names in the same order, with their widths
     */
    public Map<String, TrainingConfig> of(
            TrainingConfig control, Map<String, TrainingConfig> twins, UpdateTimer timer) {
        if (this == NONE) {
            return new LinkedHashMap<>(twins);
        }
        TwinNetworks networks = new TwinNetworks();
        MambaOutConfig network = networks.of(control);
        Map<String, TrainingConfig> matched = new LinkedHashMap<>();
        twins.forEach((name, twin) -> {
            if (!twin.network().weights().isEmpty()) {
                throw new IllegalArgumentException(
                        name + " begins with " + twin.network().weights() + ", whose widths are given. Twins that are"
                                + " matched begin with weights of their own:"
                                + " leave the weights out, or match by"
                                + " none.");
            }
            TwinWidths found = search(network, networks.of(twin), timer);
            if (found.error() > tolerance) {
                throw new StudyException(unmatched(name, network.dims(), found));
            }
            matched.put(name, twin.toBuilder().dims(found.widths()).build());
        });
        return matched;
    }

    private String unmatched(String name, List<Integer> control, TwinWidths nearest) {
        return String.format(
                Locale.ROOT,
                "No widths near the proportions of %s give %s the same %s within %.0f %%: the nearest, %s, have %.3f"
                        + " times as much. Give a wider control, whose steps are finer, or another matching.",
                control,
                name,
                quantity,
                100 * tolerance,
                nearest.widths(),
                nearest.share());
    }

    abstract TwinWidths search(MambaOutConfig control, MambaOutConfig twin, UpdateTimer timer);

    TwinWidths counted(MambaOutConfig control, MambaOutConfig twin, ToDoubleFunction<TwinCost> cost) {
        double target = cost.applyAsDouble(TwinCost.of(control));
        return new WidthSearch(widths -> cost.applyAsDouble(TwinCost.of(with(twin, widths))) / target, tolerance)
                .find(twin.dims());
    }

    private static MambaOutConfig with(MambaOutConfig twin, List<Integer> widths) {
        return twin.toBuilder().dims(widths).build();
    }
}

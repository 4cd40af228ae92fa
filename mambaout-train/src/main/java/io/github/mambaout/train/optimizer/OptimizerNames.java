package io.github.mambaout.train.optimizer;

import io.github.mambaout.layer.NearNames;
import java.util.List;

/** Methods by timm's names ({@code --opt}). */
public final class OptimizerNames {
    private static final List<String> NAMES = List.of("adamw", "sgd", "momentum", "lamb", "lion");

    private OptimizerNames() {}

    /** @return all names */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * @param name {@code adamw}, {@code sgd} (by Nesterov's method), {@code momentum} (without), {@code lamb} or {@code lion}
     * @param betas decays of the two moments ({@code --opt-betas}); empty for the method's own
     * @param epsilon what is added to the root of the second moment ({@code --opt-eps}); 0 for the method's own
     * @param momentum decay of the velocity ({@code --momentum}), for {@code sgd} and {@code momentum}
     * @param weightDecay at least 0 ({@code --weight-decay})
     * @return the method's constants
     * @throws IllegalArgumentException if there is no such method, which the message answers with near names, or if a constant
     *     is out of its range
     */
    public static OptimizerSettings settings(
            String name, List<Double> betas, double epsilon, double momentum, double weightDecay) {
        if (!betas.isEmpty() && betas.size() != 2) {
            throw new IllegalArgumentException("opt-betas must be two numbers, but are " + betas);
        }
        return switch (name) {
            case "adamw" -> {
                AdamWSettings own = AdamWSettings.withDecay(weightDecay);
                yield new AdamWSettings(
                        beta(betas, 0, own.beta1()),
                        beta(betas, 1, own.beta2()),
                        epsilon == 0 ? own.epsilon() : epsilon,
                        weightDecay);
            }
            case "sgd" -> new SgdSettings(momentum, true, weightDecay);
            case "momentum" -> new SgdSettings(momentum, false, weightDecay);
            case "lamb" -> {
                LambSettings own = LambSettings.withDecay(weightDecay);
                yield new LambSettings(
                        beta(betas, 0, own.beta1()),
                        beta(betas, 1, own.beta2()),
                        epsilon == 0 ? own.epsilon() : epsilon,
                        weightDecay,
                        own.largestGradientNorm(),
                        own.clipsTrust(),
                        own.adaptsAll());
            }
            case "lion" -> {
                LionSettings own = LionSettings.withDecay(weightDecay);
                yield new LionSettings(beta(betas, 0, own.beta1()), beta(betas, 1, own.beta2()), weightDecay);
            }
            default ->
                throw new IllegalArgumentException("There is no optimizer named '" + name + "'. Did you mean "
                        + String.join(", ", NearNames.of(name, NAMES)) + "?");
        };
    }

    private static double beta(List<Double> betas, int index, double own) {
        return betas.isEmpty() ? own : betas.get(index);
    }
}

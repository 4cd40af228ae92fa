package io.github.mambaout.kernel;

/** The standard normal distribution in float64, by series; for right answers in tests. */
final class NormalDistribution {
    private NormalDistribution() {}

    static double density(double x) {
        return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }

    /**
     * {@code Φ(x) = 1/2 + φ(x)·(x + x³/3 + x⁵/(3·5) + …)} near zero (Marsaglia, 2004), and far out the continued fraction {@code 1 −
     * Φ(x) = φ(x) / (x + 1/(x + 2/(x + …)))}.
     */
    static double cumulative(double x) {
        if (Math.abs(x) > 6) {
            double fraction = Math.abs(x);
            for (int i = 60; i > 0; i--) {
                fraction = Math.abs(x) + i / fraction;
            }
            double tail = density(x) / fraction;
            return x < 0 ? tail : 1 - tail;
        }
        double term = x;
        double sum = x;
        for (int i = 3; Math.abs(term) > 1e-18 * Math.abs(sum); i += 2) {
            term *= x * x / i;
            sum += term;
        }
        return 0.5 + density(x) * sum;
    }
}

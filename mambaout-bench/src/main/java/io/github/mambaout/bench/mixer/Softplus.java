package io.github.mambaout.bench.mixer;

/** {@code softplus(x) = ln(1 + eˣ)}, which makes a step width Δ of any number, and its derivative. */
final class Softplus {
    /** Beyond it softplus(x) and x are the same float; PyTorch's threshold. */
    private static final float LINEAR_FROM = 20;

    private Softplus() {}

    static float value(float x) {
        return x > LINEAR_FROM ? x : (float) Math.log(1 + Math.exp(x));
    }

    /**
     * @param y softplus(x)
     * @return softplus′(x) = sigmoid(x) = 1 − e⁻ʸ
     */
    static float derivativeAtValue(float y) {
        return (float) (1 - Math.exp(-y));
    }

    /**
     * @param y any number above 0
     * @return x such that softplus(x) = y
     */
    static double inverse(double y) {
        return y + Math.log(-Math.expm1(-y));
    }
}

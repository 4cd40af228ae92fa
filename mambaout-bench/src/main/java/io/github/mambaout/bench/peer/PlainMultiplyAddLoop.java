package io.github.mambaout.bench.peer;

/**
 * The same without the Vector API: a loop over an array that the JIT compiler vectorises by itself, with enough arithmetic
 * for each value that loading and storing it does not count.
 */
final class PlainMultiplyAddLoop implements MultiplyAddLoop {
    private static final int VALUES = 512;
    private static final int STEPS = 16;

    @Override
    public String label() {
        return "loops that the JIT compiler vectorises";
    }

    @Override
    public long multiplyAddsOfATurn() {
        return (long) VALUES * STEPS;
    }

    @Override
    public float run(int turns) {
        float[] values = new float[VALUES];
        for (int turn = 0; turn < turns; turn++) {
            turn(values);
        }
        return values[turns % VALUES];
    }

    private static void turn(float[] values) {
        for (int i = 0; i < values.length; i++) {
            float x = values[i];
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            x = Math.fma(x, 0.5f, 1);
            values[i] = x;
        }
    }
}

package io.github.mambaout.bench.jmh;

import java.util.Arrays;

/**
 * The selective scan as one would write it down, with {@code Math.exp}. What the kernels' speed is compared with.
 *
 * @param length steps
 * @param channels channels
 * @param states N, states of a channel
 */
record StraightScan(int length, int channels, int states) {

    /**
     * @param u input, {@code [length, channels]}
     * @param delta Δ, {@code [length, channels]}
     * @param a A, {@code [channels, states]}
     * @param b B, {@code [length, states]}
     * @param c C, {@code [length, states]}
     * @param d D, {@code [channels]}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: it names what is scanned, or the gradients of that
    record Values(float[] u, float[] delta, float[] a, float[] b, float[] c, float[] d) {}

    /** @return zeros of the sizes of what is scanned */
    Values zeros() {
        return new Values(
                new float[length * channels],
                new float[length * channels],
                new float[channels * states],
                new float[length * states],
                new float[length * states],
                new float[channels]);
    }

    /** Writes the output, step after step. */
    void forward(Values in, float[] y) {
        float[] h = new float[channels * states];
        for (int t = 0; t < length; t++) {
            for (int channel = 0; channel < channels; channel++) {
                int at = t * channels + channel;
                float sum = in.d[channel] * in.u[at];
                for (int n = 0; n < states; n++) {
                    int state = channel * states + n;
                    h[state] = (float) Math.exp(in.delta[at] * in.a[state]) * h[state]
                            + in.delta[at] * in.b[t * states + n] * in.u[at];
                    sum += in.c[t * states + n] * h[state];
                }
                y[at] = sum;
            }
        }
    }

    /** Writes the gradients of u and Δ, adds the others; channel after channel, so that the decays and states of one can be kept. */
    void backward(Values in, float[] dy, Values out) {
        float[] decays = new float[length * states];
        float[] h = new float[(length + 1) * states];
        float[] carried = new float[states];
        for (int channel = 0; channel < channels; channel++) {
            for (int t = 0; t < length; t++) {
                int at = t * channels + channel;
                for (int n = 0; n < states; n++) {
                    int i = t * states + n;
                    decays[i] = (float) Math.exp(in.delta[at] * in.a[channel * states + n]);
                    h[i + states] = decays[i] * h[i] + in.delta[at] * in.b[i] * in.u[at];
                }
            }
            Arrays.fill(carried, 0);
            for (int t = length - 1; t >= 0; t--) {
                int at = t * channels + channel;
                float toInput = 0;
                float toWidth = 0;
                for (int n = 0; n < states; n++) {
                    int i = t * states + n;
                    float gradient = in.c[i] * dy[at] + carried[n];
                    float kept = gradient * decays[i] * h[i];
                    toInput += gradient * in.b[i];
                    toWidth += kept * in.a[channel * states + n];
                    out.a[channel * states + n] += kept * in.delta[at];
                    out.b[i] += gradient * in.delta[at] * in.u[at];
                    out.c[i] += dy[at] * h[i + states];
                    carried[n] = gradient * decays[i];
                }
                out.u[at] = in.d[channel] * dy[at] + in.delta[at] * toInput;
                out.delta[at] = toWidth + toInput * in.u[at];
                out.d[channel] += dy[at] * in.u[at];
            }
        }
    }
}

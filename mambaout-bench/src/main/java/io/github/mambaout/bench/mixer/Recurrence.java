package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;

/**
 * The selective scan of many sequences and channels, split over threads by sequence and group of channels. A sequence is
 * taken in pieces of {@value #PIECE} steps. The states before each piece are kept for the way back, which computes those
 * within the piece again: they stay in cache, and memory for states grows with {@code length / 32}.
 *
 * @param sequences number of sequences, one behind the other in all maps
 * @param length steps of a sequence
 * @param channels channels
 * @param states N, states of a channel
 */
record Recurrence(int sequences, int length, int channels, int states) {
    private static final int PIECE = 32;

    /**
     * What a scan reads, {@code sequences · length} rows each; or where the gradients of all that are written.
     *
     * @param u input, rows of the channels
     * @param delta Δ after softplus, rows of the channels
     * @param b B, rows of N
     * @param c C, rows of N
     */
    record Inputs(Rows u, Rows delta, Rows b, Rows c) {}

    /**
     * The constants of the channels, in groups as the kernels take them, zeros beyond the channels.
     *
     * @param a A, state n of group g at {@code (g·N + n)·lanes}
     * @param d D
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: it stands between a cache and the kernels
    record Constants(float[] a, float[] d) {

        /**
         * @param kernels the provider
         * @param a A, {@code [channels, states]}
         * @param d D, {@code [channels]}
         */
        static Constants of(Kernels kernels, Tensor a, Tensor d) {
            int channels = a.shape().size(0);
            int states = a.shape().size(1);
            float[] packed = new float[kernels.padded(channels) * states];
            for (int channel = 0; channel < channels; channel++) {
                for (int n = 0; n < states; n++) {
                    packed[index(kernels.lanes(), states, channel, n)] = a.get(channel * states + n);
                }
            }
            float[] skip = new float[kernels.padded(channels)];
            d.data().get(0, skip, 0, channels);
            return new Constants(packed, skip);
        }

        static int index(int lanes, int states, int channel, int state) {
            return (channel / lanes * states + state) * lanes + channel % lanes;
        }
    }

    private int pieces() {
        return (length + PIECE - 1) / PIECE;
    }

    private static int groups(Kernels kernels, int channels) {
        return kernels.padded(channels) / kernels.lanes();
    }

    /**
     * @param kernels the provider
     * @return shape of the states before each piece, which {@link #forward} writes and {@link #backward} reads
     */
    Shape statesShape(Kernels kernels) {
        return Shape.of(sequences, pieces(), kernels.padded(channels) * states);
    }

    /**
     * @param execution kernels and threads
     * @param inputs what is scanned
     * @param constants A and D
     * @param y receives the output, rows of the channels
     * @param before receives the states before each piece, {@link #statesShape}
     */
    void forward(Execution execution, Inputs inputs, Constants constants, Rows y, Tensor before) {
        Kernels kernels = execution.kernels();
        int lanes = kernels.lanes();
        int groups = groups(kernels, channels);
        int size = states * lanes;
        execution.workers().run(sequences * groups, (task, scratch) -> {
            int group = task % groups;
            int sequence = task / groups;
            int used = Math.min(lanes, channels - group * lanes);
            Rows input = inputs.u.channels(group * lanes, used);
            Rows widths = inputs.delta.channels(group * lanes, used);
            Rows output = y.channels(group * lanes, used);
            float[] u = scratch.floats(0, PIECE * lanes);
            float[] delta = scratch.floats(1, PIECE * lanes);
            float[] b = scratch.floats(2, PIECE * states);
            float[] c = scratch.floats(3, PIECE * states);
            float[] h = scratch.floats(4, size);
            Arrays.fill(h, 0, size, 0);
            for (int piece = 0; piece < pieces(); piece++) {
                int first = sequence * length + piece * PIECE;
                int steps = Math.min(PIECE, length - piece * PIECE);
                input.read(first, steps, u, 0, lanes);
                widths.read(first, steps, delta, 0, lanes);
                inputs.b.read(first, steps, b, 0, states);
                inputs.c.read(first, steps, c, 0, states);
                before.data().put(((sequence * pieces() + piece) * groups + group) * size, h, 0, size);
                kernels.selectiveScan(
                        steps,
                        states,
                        u,
                        0,
                        delta,
                        0,
                        lanes,
                        constants.a,
                        group * size,
                        b,
                        0,
                        c,
                        0,
                        states,
                        constants.d,
                        group * lanes,
                        h,
                        0,
                        u,
                        0);
                output.write(first, steps, u, 0, lanes);
            }
        });
    }

    /**
     * @param execution kernels, threads, memory
     * @param inputs what was scanned
     * @param constants A and D
     * @param before the states before each piece
     * @param dy gradient of the output, rows of the channels
     * @param gradients receives the gradients of the inputs
     * @param da receives the gradient of A, {@code [channels, states]}
     * @param dd receives the gradient of D, {@code [channels]}, added to what is there
     */
    void backward(
            Execution execution,
            Inputs inputs,
            Constants constants,
            Tensor before,
            Rows dy,
            Inputs gradients,
            Tensor da,
            Tensor dd) {
        Kernels kernels = execution.kernels();
        int lanes = kernels.lanes();
        int groups = groups(kernels, channels);
        int size = states * lanes;
        // Per group of channels, since B and C are shared by all of them: first all of dB, then all of dC.
        Tensor shared = execution.borrow(Shape.of(2, groups, sequences * length, states));
        // Per sequence and group: dA, then dD.
        Tensor constant = execution.borrow(Shape.of(sequences, groups, size + lanes));
        execution.workers().run(sequences * groups, (task, scratch) -> {
            int group = task % groups;
            int sequence = task / groups;
            int used = Math.min(lanes, channels - group * lanes);
            Rows input = inputs.u.channels(group * lanes, used);
            Rows widths = inputs.delta.channels(group * lanes, used);
            Rows upstream = dy.channels(group * lanes, used);
            float[] u = scratch.floats(0, PIECE * lanes);
            float[] delta = scratch.floats(1, PIECE * lanes);
            float[] b = scratch.floats(2, PIECE * states);
            float[] c = scratch.floats(3, PIECE * states);
            float[] h = scratch.floats(4, (2 * PIECE + 1) * size);
            float[] dOut = scratch.floats(5, PIECE * lanes);
            float[] dh = scratch.floats(6, size);
            float[] du = scratch.floats(7, PIECE * lanes);
            float[] dDelta = scratch.floats(8, PIECE * lanes);
            float[] db = scratch.floats(9, PIECE * states);
            float[] dc = scratch.floats(10, PIECE * states);
            float[] dConstant = scratch.floats(11, size + lanes);
            Arrays.fill(dh, 0, size, 0);
            Arrays.fill(dConstant, 0, size + lanes, 0);
            for (int piece = pieces() - 1; piece >= 0; piece--) {
                int first = sequence * length + piece * PIECE;
                int steps = Math.min(PIECE, length - piece * PIECE);
                input.read(first, steps, u, 0, lanes);
                widths.read(first, steps, delta, 0, lanes);
                upstream.read(first, steps, dOut, 0, lanes);
                inputs.b.read(first, steps, b, 0, states);
                inputs.c.read(first, steps, c, 0, states);
                before.data().get(((sequence * pieces() + piece) * groups + group) * size, h, 0, size);
                Arrays.fill(db, 0, steps * states, 0);
                Arrays.fill(dc, 0, steps * states, 0);
                kernels.selectiveScanGradient(
                        steps,
                        states,
                        u,
                        0,
                        delta,
                        0,
                        lanes,
                        constants.a,
                        group * size,
                        b,
                        0,
                        c,
                        0,
                        states,
                        constants.d,
                        group * lanes,
                        h,
                        0,
                        dOut,
                        0,
                        dh,
                        0,
                        du,
                        0,
                        dDelta,
                        0,
                        dConstant,
                        0,
                        db,
                        0,
                        dc,
                        0,
                        dConstant,
                        size);
                gradients.u.channels(group * lanes, used).write(first, steps, du, 0, lanes);
                gradients.delta.channels(group * lanes, used).write(first, steps, dDelta, 0, lanes);
                int to = (group * sequences * length + first) * states;
                shared.data().put(to, db, 0, steps * states);
                shared.data().put(to + groups * sequences * length * states, dc, 0, steps * states);
            }
            constant.data().put(task * (size + lanes), dConstant, 0, size + lanes);
        });
        sumGroups(execution, shared, groups, gradients);
        sumSequences(kernels, constant, da, dd);
        execution.memory().release(shared);
        execution.memory().release(constant);
    }

    private void sumGroups(Execution execution, Tensor shared, int groups, Inputs gradients) {
        Kernels kernels = execution.kernels();
        int rows = sequences * length;
        int chunk = Math.max(1, 4096 / states);
        execution.workers().run((rows + chunk - 1) / chunk, (task, scratch) -> {
            int first = task * chunk;
            int count = Math.min(chunk, rows - first);
            int values = count * states;
            float[] sum = scratch.floats(0, kernels.padded(values));
            float[] part = scratch.floats(1, kernels.padded(values));
            for (int of = 0; of < 2; of++) {
                Arrays.fill(sum, 0, values, 0);
                for (int group = 0; group < groups; group++) {
                    shared.data().get(((of * groups + group) * rows + first) * states, part, 0, values);
                    kernels.addScaled(values, 1, part, 0, sum, 0);
                }
                (of == 0 ? gradients.b : gradients.c).write(first, count, sum, 0, states);
            }
        });
    }

    private void sumSequences(Kernels kernels, Tensor constant, Tensor da, Tensor dd) {
        int lanes = kernels.lanes();
        int groups = groups(kernels, channels);
        int size = states * lanes;
        float[] sum = new float[groups * (size + lanes)];
        float[] part = new float[sum.length];
        for (int sequence = 0; sequence < sequences; sequence++) {
            constant.data().get(sequence * sum.length, part);
            kernels.addScaled(sum.length, 1, part, 0, sum, 0);
        }
        for (int channel = 0; channel < channels; channel++) {
            int group = channel / lanes * (size + lanes) + channel % lanes;
            for (int n = 0; n < states; n++) {
                da.data().put(channel * states + n, sum[group + n * lanes]);
            }
            dd.data().put(channel, dd.get(channel) + sum[group + size]);
        }
    }
}

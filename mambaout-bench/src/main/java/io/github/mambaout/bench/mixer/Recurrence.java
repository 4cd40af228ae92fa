package io.github.mambaout.bench.mixer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.ScanTile;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.tensor.Rows;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The selective scan of many sequences and channels in one order, split over threads by sequence and block of channels. A
 * sequence is taken in pieces of {@value ScanTile#STEPS} steps. The states before each piece are kept for the way back, which
 * computes those within the piece again: they stay in cache, and memory for states grows with {@code length / 32}. Rows are read
 * and written where they lie, in the order of the scan; nothing is rearranged in memory.
 *
 * @param sequences number of sequences, one behind the other in all maps
 * @param order the row of each step within a sequence
 * @param channels channels
 * @param states N, states of a channel
 */
public record Recurrence(int sequences, Permutation order, int channels, int states) {
    /**
     * Tasks that there should be at least. Fewer and wider ones copy rows in longer pieces: four instead of two, for one sequence of 384
     * channels, take a fifth more time where there is one state.
     */
    private static final int TASKS = 2;

    /** Channels of a task, at least and at most: 256 bytes to 1 KB of each row. */
    private static final int LEAST_BLOCK = 64;

    private static final int LARGEST_BLOCK = 256;

    /** Blocks are multiples of this, which is one of every provider's lanes. */
    private static final int BLOCK_STEP = 32;

    private static final int STEPS = ScanTile.STEPS;

    /** Constants' gradients that a task sums over the sequences; a multiple of every provider's lanes. */
    private static final int SUMMED = 512;

    /**
     * What a scan reads, a row for each step of each sequence; or where the gradients of all that are written.
     *
     * @param u input, rows of the channels
     * @param delta Δ after softplus, rows of the channels
     * @param b B, rows of N
     * @param c C, rows of N
     */
    public record Inputs(Rows u, Rows delta, Rows b, Rows c) {}

    /**
     * Where a scan's gradients go.
     *
     * @param inputs gradients of the inputs
     * @param addsToU whether du is added to what is there, rather than written
     * @param addsToOthers whether dΔ, dB and dC are
     * @param a gradient of A, {@code [channels, states]}, written
     * @param d gradient of D, {@code [channels]}, added to
     */
    public record Outputs(Inputs inputs, boolean addsToU, boolean addsToOthers, Tensor a, Tensor d) {}

    /**
     * The constants of the channels, in groups as the kernels take them, zeros beyond the channels.
     *
     * @param a A, state n of group g at {@code (g·N + n)·lanes}
     * @param d D
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared: it stands between a cache and the kernels
    public record Constants(float[] a, float[] d) {

        /**
         * @param kernels the provider
         * @param a A, {@code [channels, states]}
         * @param d D, {@code [channels]}
         * @return both, packed
         */
        public static Constants of(Kernels kernels, Tensor a, Tensor d) {
            int channels = a.shape().size(0);
            int states = a.shape().size(1);
            float[] rates = a.toArray();
            float[] packed = new float[kernels.padded(channels) * states];
            for (int channel = 0; channel < channels; channel++) {
                for (int n = 0; n < states; n++) {
                    packed[index(kernels.lanes(), states, channel, n)] = rates[channel * states + n];
                }
            }
            float[] skip = new float[kernels.padded(channels)];
            d.data().get(0, skip, 0, channels);
            return new Constants(packed, skip);
        }

        private static int index(int lanes, int states, int channel, int state) {
            return (channel / lanes * states + state) * lanes + channel % lanes;
        }
    }

    private int length() {
        return order.size();
    }

    private int pieces() {
        return (length() + STEPS - 1) / STEPS;
    }

    /** Channels of a task. */
    private int block() {
        int share = (sequences * channels + TASKS - 1) / TASKS;
        int rounded = (share + BLOCK_STEP - 1) / BLOCK_STEP * BLOCK_STEP;
        return Math.min(Math.max(rounded, LEAST_BLOCK), LARGEST_BLOCK);
    }

    private int blocks() {
        return (channels + block() - 1) / block();
    }

    /** Numbers of B or C of a piece. */
    private int shared() {
        return states * STEPS;
    }

    private int steps(int piece) {
        return Math.min(STEPS, length() - piece * STEPS);
    }

    /** @return the row of a step of a piece in all maps; pieces are counted through all sequences */
    private int rowOf(int index, int t) {
        return index / pieces() * length() + order.at(index % pieces() * STEPS + t);
    }

    /** @return B and then C of each piece, state by state, as all blocks of channels read them */
    private Tensor layOutShared(Execution execution, Inputs inputs) {
        Tensor laidOut = execution.borrow(Shape.of(sequences, pieces(), 2, shared()));
        execution.workers().run(sequences * pieces(), (index, scratch) -> {
            float[] row = scratch.floats(0, states);
            float[] values = scratch.floats(1, shared());
            for (int of = 0; of < 2; of++) {
                Rows rows = of == 0 ? inputs.b : inputs.c;
                for (int t = 0; t < steps(index % pieces()); t++) {
                    rows.read(rowOf(index, t), 1, row, 0, states);
                    for (int n = 0; n < states; n++) {
                        values[n * STEPS + t] = row[n];
                    }
                }
                laidOut.data().put((2 * index + of) * shared(), values, 0, shared());
            }
        });
        return laidOut;
    }

    /**
     * @param kernels the provider
     * @return shape of the states before each piece, which {@link #forward} writes and {@link #backward} reads
     */
    public Shape statesShape(Kernels kernels) {
        return Shape.of(sequences, pieces(), kernels.padded(channels) * states);
    }

    /** One block of channels of one sequence, in the scratch of the thread that scans it. */
    private final class Task {
        private final int sequence;
        private final int block;
        private final int firstChannel;
        private final int used;
        private final int statesOffset;
        private final int statesStride;
        private final ScanTile tile;
        private final float[] row;

        Task(int task, Kernels kernels, Constants constants, Scratch scratch) {
            sequence = task / blocks();
            block = task % blocks();
            firstChannel = block * block();
            used = Math.min(block(), channels - firstChannel);
            int width = kernels.padded(used);
            tile = ScanTile.of(kernels, width / kernels.lanes(), states, scratch);
            row = scratch.floats(ScanTile.SLOTS, width);
            statesStride = kernels.padded(channels) * states;
            statesOffset = firstChannel * states;
            System.arraycopy(constants.a, statesOffset, tile.a(), 0, width * states);
            System.arraycopy(constants.d, firstChannel, tile.d(), 0, width);
        }

        /** @return number of a piece, counted through all sequences */
        int index(int piece) {
            return sequence * pieces() + piece;
        }

        int statesBefore(int piece) {
            return index(piece) * statesStride + statesOffset;
        }

        void readInputs(Inputs inputs, Tensor laidOut, int piece) {
            readChannels(inputs.u, piece, tile.u());
            readChannels(inputs.delta, piece, tile.delta());
            laidOut.data().get(2 * index(piece) * shared(), tile.b(), 0, shared());
            laidOut.data().get((2 * index(piece) + 1) * shared(), tile.c(), 0, shared());
        }

        void readChannels(Rows rows, int piece, float[] values) {
            Rows part = rows.channels(firstChannel, used);
            for (int t = 0; t < steps(piece); t++) {
                part.read(rowOf(index(piece), t), 1, values, t * tile.stride(), tile.stride());
            }
        }

        void writeChannels(Rows rows, int piece, float[] values, boolean adds, Kernels kernels) {
            Rows part = rows.channels(firstChannel, used);
            for (int t = 0; t < steps(piece); t++) {
                int to = rowOf(index(piece), t);
                if (adds) {
                    part.read(to, 1, row, 0, tile.stride());
                    kernels.addScaled(tile.stride(), 1, row, 0, values, t * tile.stride());
                }
                part.write(to, 1, values, t * tile.stride(), tile.stride());
            }
        }

        /** Adds up the lanes of all groups' gradients of B or C. */
        void writeShared(Tensor parts, int of, int piece, float[] vectors, float[] sums, Kernels kernels) {
            kernels.sumLanes(shared(), vectors, sums);
            int to = (block * sequences * pieces() + index(piece)) * 2 + of;
            parts.data().put(to * shared(), sums, 0, shared());
        }
    }

    /**
     * @param execution kernels and threads
     * @param inputs what is scanned
     * @param constants A and D
     * @param y receives the output, rows of the channels
     * @param adds whether the output is added to what is there, rather than written
     * @param before receives the states before each piece, {@link #statesShape}
     */
    public void forward(Execution execution, Inputs inputs, Constants constants, Rows y, boolean adds, Tensor before) {
        Kernels kernels = execution.kernels();
        Tensor laidOut = layOutShared(execution, inputs);
        execution.workers().run(sequences * blocks(), (index, scratch) -> {
            Task task = new Task(index, kernels, constants, scratch);
            ScanTile tile = task.tile;
            int stateCount = tile.stride() * states;
            Arrays.fill(tile.h(), 0, stateCount, 0);
            for (int piece = 0; piece < pieces(); piece++) {
                task.readInputs(inputs, laidOut, piece);
                before.data().put(task.statesBefore(piece), tile.h(), 0, stateCount);
                for (int group = 0; group < tile.groups(); group++) {
                    kernels.selectiveScan(group, steps(piece), tile);
                }
                task.writeChannels(y, piece, tile.u(), adds, kernels);
            }
        });
        execution.memory().release(laidOut);
    }

    /**
     * @param execution kernels, threads, memory
     * @param inputs what was scanned
     * @param constants A and D
     * @param before the states before each piece
     * @param dy gradient of the output, rows of the channels
     * @param outputs receives the gradients of the inputs and constants
     */
    public void backward(
            Execution execution, Inputs inputs, Constants constants, Tensor before, Rows dy, Outputs outputs) {
        Kernels kernels = execution.kernels();
        int width = kernels.padded(channels);
        Tensor laidOut = layOutShared(execution, inputs);
        // Per block of channels, since B and C are shared by all of them: dB and then dC of each piece, state by state.
        Tensor parts = execution.borrow(Shape.of(blocks(), sequences, pieces(), 2, shared()));
        // Per sequence: dA, then dD, as they lie in the constants.
        Tensor constant = execution.borrow(Shape.of(sequences, width * (states + 1)));
        execution.workers().run(sequences * blocks(), (index, scratch) -> {
            Task task = new Task(index, kernels, constants, scratch);
            ScanTile tile = task.tile;
            ScanTile.Gradients gradients = ScanTile.Gradients.of(tile, scratch);
            float[] sums = scratch.floats(ScanTile.SLOTS + 1, shared());
            int stateCount = tile.stride() * states;
            Arrays.fill(gradients.dh(), 0, stateCount, 0);
            Arrays.fill(gradients.da(), 0, stateCount, 0);
            Arrays.fill(gradients.dd(), 0, tile.stride(), 0);
            for (int piece = pieces() - 1; piece >= 0; piece--) {
                task.readInputs(inputs, laidOut, piece);
                task.readChannels(dy, piece, gradients.dy());
                before.data().get(task.statesBefore(piece), tile.h(), 0, stateCount);
                Arrays.fill(gradients.db(), 0, STEPS * states * tile.lanes(), 0);
                Arrays.fill(gradients.dc(), 0, STEPS * states * tile.lanes(), 0);
                for (int group = 0; group < tile.groups(); group++) {
                    kernels.selectiveScanGradient(group, steps(piece), tile, gradients);
                }
                task.writeChannels(outputs.inputs.u, piece, tile.u(), outputs.addsToU, kernels);
                task.writeChannels(outputs.inputs.delta, piece, tile.delta(), outputs.addsToOthers, kernels);
                task.writeShared(parts, 0, piece, gradients.db(), sums, kernels);
                task.writeShared(parts, 1, piece, gradients.dc(), sums, kernels);
            }
            int to = task.sequence * width * (states + 1);
            constant.data().put(to + task.statesOffset, gradients.da(), 0, stateCount);
            constant.data().put(to + width * states + task.firstChannel, gradients.dd(), 0, tile.stride());
        });
        sumBlocks(execution, parts, outputs);
        sumSequences(execution, constant, outputs);
        List.of(laidOut, parts, constant).forEach(execution.memory()::release);
    }

    private void sumBlocks(Execution execution, Tensor parts, Outputs outputs) {
        Kernels kernels = execution.kernels();
        execution.workers().run(sequences * pieces(), (index, scratch) -> {
            float[] sum = scratch.floats(0, shared());
            float[] part = scratch.floats(1, shared());
            float[] row = scratch.floats(2, states);
            for (int of = 0; of < 2; of++) {
                Rows target = of == 0 ? outputs.inputs.b : outputs.inputs.c;
                Arrays.fill(sum, 0, shared(), 0);
                for (int block = 0; block < blocks(); block++) {
                    int from = (block * sequences * pieces() + index) * 2 + of;
                    parts.data().get(from * shared(), part, 0, shared());
                    kernels.addScaled(shared(), 1, part, 0, sum, 0);
                }
                for (int t = 0; t < steps(index % pieces()); t++) {
                    int to = rowOf(index, t);
                    if (outputs.addsToOthers) {
                        target.read(to, 1, row, 0, states);
                    } else {
                        Arrays.fill(row, 0, states, 0);
                    }
                    for (int n = 0; n < states; n++) {
                        row[n] += sum[n * STEPS + t];
                    }
                    target.write(to, 1, row, 0, states);
                }
            }
        });
    }

    private void sumSequences(Execution execution, Tensor constant, Outputs outputs) {
        Kernels kernels = execution.kernels();
        int width = kernels.padded(channels);
        int size = width * (states + 1);
        float[] sum = new float[size];
        execution.workers().run((size + SUMMED - 1) / SUMMED, (task, scratch) -> {
            int first = task * SUMMED;
            int count = Math.min(SUMMED, size - first);
            float[] part = scratch.floats(0, count);
            for (int sequence = 0; sequence < sequences; sequence++) {
                constant.data().get(sequence * size + first, part, 0, count);
                kernels.addScaled(count, 1, part, 0, sum, first);
            }
        });
        float[] rates = new float[channels * states];
        float[] skips = outputs.d.toArray();
        for (int channel = 0; channel < channels; channel++) {
            for (int n = 0; n < states; n++) {
                rates[channel * states + n] = sum[Constants.index(kernels.lanes(), states, channel, n)];
            }
            skips[channel] += sum[width * states + channel];
        }
        outputs.a.data().put(0, rates, 0, rates.length);
        outputs.d.data().put(0, skips, 0, skips.length);
    }
}

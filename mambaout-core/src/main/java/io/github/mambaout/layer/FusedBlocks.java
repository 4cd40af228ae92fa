package io.github.mambaout.layer;

import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.RowTable;
import io.github.mambaout.kernel.Scratch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The blocks of a stage on maps that are planned once. What the two ways of dividing the work have in common:
 * the maps, and the steps of a block on a range of pixels.
 *
 * <p>{@code x} holds the residual stream, {@code normed} the same after mean and variance, and the planes the part of fc1 that is
 * convolved: one plane for each vector of channels, with a border of zeros.
 */
final class FusedBlocks {
    /** Slots of {@link Scratch}; {@link FusedNorm} has 0 and 1. */
    private static final int GATE = 2;

    private static final int SUM = 3;

    private final Kernels kernels;
    private final List<FusedBlock> blocks;
    private final FusedMap x;
    private final FusedNorm norm;
    private final float[] normed;
    private final RowTable normedRows;
    private final int border;
    private final RowTable planeRows;
    private final int planeFloats;
    private final int lineFloats;
    private final int pictureFloats;
    private final RowTable same;
    private final Map<Integer, RowTable> tiles = new HashMap<>();
    private final int mostRows;

    /**
     * @param kernels the provider
     * @param blocks at least one
     * @param x the map that they change
     * @param normed room for a map without a border
     * @param mostRows rows of a tile at most
     */
    FusedBlocks(Kernels kernels, List<FusedBlock> blocks, FusedMap x, float[] normed, int mostRows) {
        this.kernels = kernels;
        this.blocks = blocks;
        this.x = x;
        this.normed = normed;
        this.mostRows = mostRows;
        FusedBlock any = blocks.get(0);
        int lanes = kernels.lanes();
        norm = FusedNorm.plain(kernels, x.channels());
        normedRows = RowTable.dense(x.pixels(), x.stride(), lanes);
        same = RowTable.dense(Math.max(mostRows, 1), 0, lanes);
        border = any.kernelSize() / 2;
        lineFloats = (x.width() + 2 * border) * lanes;
        planeFloats = (x.height() + 2 * border) * lineFloats;
        pictureFloats = any.mixed().value().paddedColumns() / lanes * planeFloats;
        int[] starts = new int[x.pixels()];
        for (int pixel = 0; pixel < starts.length; pixel++) {
            int picture = pixel / x.width() / x.height();
            starts[pixel] = picture * pictureFloats
                    + (pixel / x.width() % x.height() + border) * lineFloats
                    + (pixel % x.width() + border) * lanes;
        }
        planeRows = RowTable.of(starts, planeFloats);
        for (FusedBlock block : blocks) {
            rememberWidths(block.rest().value());
            rememberWidths(block.mixed().value());
        }
        tiles.computeIfAbsent(x.stride(), this::dense);
        rememberWidths(any.contract());
    }

    private void rememberWidths(PackedMatrix matrix) {
        for (int panel = 0; panel < matrix.panels(); panel++) {
            tiles.computeIfAbsent(matrix.width(panel), this::dense);
        }
    }

    private RowTable dense(int stride) {
        return RowTable.dense(mostRows, stride, kernels.lanes());
    }

    List<FusedBlock> blocks() {
        return blocks;
    }

    FusedMap x() {
        return x;
    }

    /** @return planes of zeros for the convolved part of one block */
    float[] newPlanes() {
        return new float[Math.multiplyExact(x.pictures(), pictureFloats)];
    }

    /** Mean 0 and variance 1 for some pixels of x. */
    void normalise(int first, int pixels, Scratch scratch) {
        norm.apply(x, first, pixels, normed, normedRows.start(first), x.stride(), scratch);
    }

    /** One panel of the part c of some pixels, into planes. */
    void toPlanes(FusedBlock block, int panel, int first, int pixels, float[] planes) {
        PackedMatrix value = block.mixed().value();
        value.multiplyAdd(
                kernels,
                panel,
                0,
                block.dim(),
                pixels,
                normed,
                normedRows,
                first,
                0,
                block.mixed().valueBias().values(),
                same,
                0,
                value.column(panel),
                planes,
                planeRows,
                first,
                value.column(panel) / kernels.lanes() * planeFloats);
    }

    /** One panel of the part i of some pixels, into h. */
    void rest(FusedBlock block, int panel, int first, int pixels, float[] h, int offset) {
        linear(block.rest().value(), block.rest().valueBias(), block.dim(), panel, first, pixels, h, offset);
    }

    private void linear(
            PackedMatrix matrix,
            FusedBlock.Bias bias,
            int dim,
            int panel,
            int first,
            int pixels,
            float[] to,
            int offset) {
        matrix.multiplyAdd(
                kernels,
                panel,
                0,
                dim,
                pixels,
                normed,
                normedRows,
                first,
                0,
                bias.values(),
                same,
                0,
                matrix.column(panel),
                to,
                tiles.get(matrix.width(panel)),
                0,
                offset);
    }

    /** The depthwise convolution of one panel of the part c, from planes into h. */
    void mix(FusedBlock block, int panel, int first, int pixels, float[] planes, float[] h, int offset) {
        int lanes = kernels.lanes();
        int width = block.mixed().value().width(panel);
        int firstGroup = block.mixed().value().column(panel) / lanes;
        int taps = block.kernelSize() * block.kernelSize();
        int halo = border * (lineFloats + lanes);
        for (int group = 0; group < width / lanes; group++) {
            int plane = (firstGroup + group) * planeFloats;
            for (int done = 0; done < pixels; ) {
                int run = x.run(first + done, pixels - done);
                kernels.depthwiseRow(
                        run,
                        block.kernelSize(),
                        planes,
                        planeRows.start(first + done) + plane - halo,
                        lineFloats,
                        block.taps(),
                        (firstGroup + group) * taps * lanes,
                        block.tapsBias(),
                        (firstGroup + group) * lanes,
                        h,
                        offset + done * width + group * lanes,
                        width);
                done += run;
            }
        }
    }

    /** Multiplies one panel of h by its gates. */
    void gate(
            FusedBlock block,
            FusedBlock.Half half,
            int panel,
            int first,
            int pixels,
            float[] h,
            int offset,
            Scratch scratch) {
        int count = pixels * half.gate().width(panel);
        float[] gate = scratch.floats(GATE, count);
        linear(half.gate(), half.gateBias(), block.dim(), panel, first, pixels, gate, 0);
        kernels.gate(block.activation(), count, gate, 0, h, offset, h, offset);
    }

    /**
     * One panel of fc2 on some rows, added to x. The sum is complete before x joins it: added to x bit by bit it would lose more
     * to rounding.
     *
     * @param hRows rows of a panel of h
     * @param hFirst the first one of these rows
     */
    void contract(
            FusedBlock block, int panel, int first, int pixels, float[] h, int hRows, int hFirst, Scratch scratch) {
        PackedMatrix contract = block.contract();
        int width = contract.width(panel);
        float[] sum = scratch.floats(SUM, pixels * width);
        RowTable sumRows = tiles.get(width);
        sumOver(block.rest(), block, panel, pixels, h, hRows, hFirst, sum, sumRows, true);
        sumOver(
                block.mixed(),
                block,
                panel,
                pixels,
                h,
                hRows,
                hFirst,
                sum,
                sumRows,
                block.rest().panels() == 0);
        int column = contract.column(panel);
        for (int pixel = 0; pixel < pixels; pixel++) {
            kernels.addScaled(width, 1, sum, pixel * width, x.values(), x.rows().start(first + pixel) + column);
        }
    }

    private void sumOver(
            FusedBlock.Half half,
            FusedBlock block,
            int panel,
            int pixels,
            float[] h,
            int hRows,
            int hFirst,
            float[] sum,
            RowTable sumRows,
            boolean fromBias) {
        for (int part = 0; part < half.panels(); part++) {
            int width = half.value().width(part);
            boolean bias = fromBias && part == 0;
            block.contract()
                    .multiplyAdd(
                            kernels,
                            panel,
                            half.hidden(part),
                            width,
                            pixels,
                            h,
                            tiles.get(width),
                            0,
                            half.hidden(part) * hRows + hFirst * width,
                            bias ? block.contractBias() : sum,
                            bias ? same : sumRows,
                            0,
                            bias ? block.contract().column(panel) : 0,
                            sum,
                            sumRows,
                            0,
                            0);
        }
    }
}

package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;
import io.github.mambaout.kernel.Kernels;
import io.github.mambaout.kernel.PackedMatrix;
import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.kernel.RowTable;
import io.github.mambaout.kernel.Scratch;
import io.github.mambaout.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A {@link ClassifierHead} that pools by the mean, planned: pooling and norm, the hidden layer, where there is one its norm, the
 * classifier. All pictures go through a panel of weights together, since reading the weights takes the time; the norms' scales and
 * shifts are part of the weights behind them.
 */
final class FusedHead {
    private static final int SUM = 2;
    private static final int PART = 3;

    /** The weights of a head. */
    static final class Weights {
        private final PackedMatrix hidden;
        private final FusedBlock.Bias hiddenBias;
        private final boolean normed;
        private final PackedMatrix classifier;
        private final FusedBlock.Bias classifierBias;

        Weights(
                Kernels kernels,
                PackedMemory memory,
                LayerNorm norm,
                Linear fc,
                Optional<LayerNorm> preLogitsNorm,
                Linear classifier) {
            hidden = FusedBlock.normed(kernels, memory, norm, fc, 0, fc.outputs());
            hiddenBias = FusedBlock.normedBias(kernels, norm, fc, 0, fc.outputs());
            normed = preLogitsNorm.isPresent();
            if (preLogitsNorm.isPresent()) {
                this.classifier =
                        FusedBlock.normed(kernels, memory, preLogitsNorm.get(), classifier, 0, classifier.outputs());
                classifierBias =
                        FusedBlock.normedBias(kernels, preLogitsNorm.get(), classifier, 0, classifier.outputs());
            } else {
                this.classifier = PackedMatrix.ofColumns(
                        kernels,
                        memory,
                        fc.outputs(),
                        classifier.outputs(),
                        (output, to, offset) -> classifier
                                .weight()
                                .value()
                                .data()
                                .get(output * fc.outputs(), to, offset, fc.outputs()));
                classifierBias = new FusedBlock.Bias(classifier.paddedBias(kernels));
            }
        }
    }

    private final Kernels kernels;
    private final Weights weights;
    private final FusedMap map;
    private final FusedNorm norm;
    private final FusedNorm hiddenNorm;
    private final float[] pooled;
    private final float[] hidden;
    private final float[] logits;
    private final RowTable same;

    FusedHead(Kernels kernels, Weights weights, FusedMap map) {
        this.kernels = kernels;
        this.weights = weights;
        this.map = map;
        norm = FusedNorm.plain(kernels, map.channels());
        hiddenNorm = FusedNorm.plain(kernels, weights.hidden.columns());
        pooled = new float[map.pictures() * map.stride()];
        hidden = new float[map.pictures() * weights.hidden.paddedColumns()];
        logits = new float[map.pictures() * weights.classifier.paddedColumns()];
        same = RowTable.dense(map.pictures(), 0, kernels.lanes());
    }

    List<FusedPhase> phases() {
        int width = weights.hidden.paddedColumns();
        FusedPhase pool = FusedPhase.of(map.pictures(), this::pool);
        RowTable pooledRows = RowTable.dense(map.pictures(), map.stride(), kernels.lanes());
        RowTable hiddenRows = RowTable.dense(map.pictures(), width, kernels.lanes());
        RowTable logitRows = RowTable.dense(map.pictures(), weights.classifier.paddedColumns(), kernels.lanes());
        FusedPhase expand = FusedPhase.of(weights.hidden.panels(), (panel, scratch) -> {
            product(weights.hidden, weights.hiddenBias, panel, pooled, pooledRows, hidden, hiddenRows);
            int column = weights.hidden.column(panel);
            for (int picture = 0; picture < map.pictures(); picture++) {
                int start = picture * width + column;
                kernels.activate(Activation.GELU, weights.hidden.width(panel), hidden, start, hidden, start);
            }
        });
        FusedPhase classify = FusedPhase.of(
                weights.classifier.panels(),
                (panel, scratch) -> product(
                        weights.classifier, weights.classifierBias, panel, hidden, hiddenRows, logits, logitRows));
        if (!weights.normed) {
            return List.of(pool, expand, classify);
        }
        FusedPhase normalise = FusedPhase.of(
                map.pictures(),
                (picture, scratch) ->
                        hiddenNorm.apply(1, hidden, picture * width, width, hidden, picture * width, width, scratch));
        return List.of(pool, expand, normalise, classify);
    }

    private void product(
            PackedMatrix matrix,
            FusedBlock.Bias bias,
            int panel,
            float[] from,
            RowTable fromRows,
            float[] to,
            RowTable toRows) {
        matrix.multiplyAdd(
                kernels,
                panel,
                0,
                matrix.depth(),
                map.pictures(),
                from,
                fromRows,
                0,
                0,
                bias.values(),
                same,
                0,
                matrix.column(panel),
                to,
                toRows,
                0,
                matrix.column(panel));
    }

    /** The mean of a picture's pixels, line by line, which keeps the rounding error small; then mean 0 and variance 1. */
    private void pool(int picture, Scratch scratch) {
        int stride = map.stride();
        float[] sum = scratch.floats(SUM, stride);
        float[] part = scratch.floats(PART, stride);
        Arrays.fill(sum, 0, stride, 0);
        for (int line = 0; line < map.height(); line++) {
            Arrays.fill(part, 0, stride, 0);
            int start = map.rows().start((picture * map.height() + line) * map.width());
            kernels.addRows(map.width(), stride, map.values(), start, stride, part, 0);
            kernels.addScaled(stride, 1, part, 0, sum, 0);
        }
        int to = picture * stride;
        Arrays.fill(pooled, to, to + stride, 0);
        kernels.addScaled(stride, 1f / (map.height() * map.width()), sum, 0, pooled, to);
        norm.apply(1, pooled, to, stride, pooled, to, stride, scratch);
    }

    /** Writes the logits of all pictures of the map into {@code [M, classes]}, from row {@code first} on. */
    void write(Tensor to, int first) {
        int classes = weights.classifier.columns();
        for (int picture = 0; picture < map.pictures(); picture++) {
            to.data().put((first + picture) * classes, logits, picture * weights.classifier.paddedColumns(), classes);
        }
    }
}

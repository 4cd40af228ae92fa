package io.github.mambaout.layer;

import io.github.mambaout.kernel.PackedMemory;
import io.github.mambaout.tensor.Shape;

/**
 * A depthwise convolution on a {@link HiddenMap}: c is kept in a map of its own, and the output goes to the hidden map at once;
 * on the way back the gradient of c takes the place of what was kept.
 */
final class DepthwiseMixing implements HiddenMixing {
    private final DepthwiseConv2d convolution;
    private final HiddenMap hidden;
    private final Shape shape;
    private final int rest;
    private final int stride;
    private final float[] kept;
    private final Execution execution;

    /**
     * @param convolution the token mixer
     * @param hidden the map
     * @param shape shape of c
     * @param rest channels of the map before c
     * @param execution threads and memory
     */
    DepthwiseMixing(DepthwiseConv2d convolution, HiddenMap hidden, Shape shape, int rest, Execution execution) {
        this.convolution = convolution;
        this.hidden = hidden;
        this.shape = shape;
        this.rest = rest;
        this.execution = execution;
        stride = execution.kernels().padded(shape.channels());
        kept = execution
                .memory()
                .borrowArray(Math.addExact(PackedMemory.BEHIND_HEADER, Math.multiplyExact(shape.rows(), stride)));
    }

    private int start(int pixel) {
        return PackedMemory.BEHIND_HEADER + pixel * stride;
    }

    private PixelMap inHidden() {
        return PixelMap.of(hidden.value(), hidden.start(0) + rest, hidden.stride());
    }

    private PixelMap inKept() {
        return PixelMap.of(kept, start(0), stride);
    }

    @Override
    public void take(int first, int rows) {
        for (int pixel = first; pixel < first + rows; pixel++) {
            System.arraycopy(hidden.value(), hidden.start(pixel) + rest, kept, start(pixel), shape.channels());
        }
    }

    @Override
    public void forward() {
        convolution.forward(execution, shape, inKept(), inHidden());
    }

    @Override
    public void put(int first, int rows) {
        // It is there.
    }

    @Override
    public void prepareGradient() {
        // Nothing is copied.
    }

    @Override
    public void takeGradient(int first, int rows) {
        // It is read where it is.
    }

    @Override
    public void backward(Gradients into) {
        convolution.backward(execution, shape, inKept(), inHidden(), inKept(), into);
    }

    @Override
    public void putGradient(int first, int rows) {
        for (int pixel = first; pixel < first + rows; pixel++) {
            System.arraycopy(kept, start(pixel), hidden.value(), hidden.start(pixel) + rest, shape.channels());
        }
    }

    @Override
    public void release() {
        execution.memory().release(kept);
    }
}

package io.github.mambaout.kernel;

/**
 * {@link Kernels} by the JDK's Vector API. Can't be linked where the module {@code jdk.incubator.vector} is missing, so only
 * {@link KernelProviders} touches it. One source for JDK 17 to 25.
 */
final class VectorKernels implements Kernels {
    /** @return the number of bits of a vector */
    static int vectorBits() {
        return VectorWidth.SPECIES.vectorBitSize();
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    public int lanes() {
        return VectorWidth.SPECIES.length();
    }

    @Override
    public int panelVectors() {
        return VectorProducts.WIDEST;
    }

    @Override
    public void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            int aRowStride,
            int aStep,
            float[] b,
            int bOffset,
            int bStep,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride) {
        VectorProducts.multiplyAdd(
                rows, depth, a, aOffset, aRowStride, aStep, b, bOffset, bStep, columns, c, cOffset, cRowStride);
    }

    @Override
    public void multiplyAdd(
            int rows,
            int depth,
            float[] a,
            RowTable aRows,
            int aFirst,
            int aShift,
            float[] panel,
            int panelOffset,
            int columns,
            float[] from,
            RowTable fromRows,
            int fromFirst,
            int fromShift,
            float[] to,
            RowTable toRows,
            int toFirst,
            int toShift) {
        VectorProducts.multiplyAdd(
                rows,
                depth,
                a,
                aRows,
                aFirst,
                aShift,
                panel,
                panelOffset,
                columns,
                from,
                fromRows,
                fromFirst,
                fromShift,
                to,
                toRows,
                toFirst,
                toShift);
    }

    @Override
    public void multiplyAddTransposed(
            int rows,
            int depth,
            float[] a,
            int aOffset,
            float[] b,
            int bOffset,
            int bRowStride,
            int columns,
            float[] c,
            int cOffset,
            int cRowStride) {
        VectorTransposedProducts.multiplyAdd(
                rows, depth, a, aOffset, b, bOffset, bRowStride, columns, c, cOffset, cRowStride);
    }

    @Override
    public void depthwiseRow(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] weights,
            int weightOffset,
            float[] bias,
            int biasOffset,
            float[] y,
            int yOffset,
            int yStride) {
        VectorDepthwise.row(
                width,
                kernelSize,
                plane,
                planeOffset,
                planeRowStride,
                weights,
                weightOffset,
                bias,
                biasOffset,
                y,
                yOffset,
                yStride);
    }

    @Override
    public void depthwiseWeightGradientRow(
            int width,
            int kernelSize,
            float[] plane,
            int planeOffset,
            int planeRowStride,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dw,
            int dwOffset) {
        VectorDepthwise.weightGradientRow(
                width, kernelSize, plane, planeOffset, planeRowStride, dy, dyOffset, dyStride, dw, dwOffset);
    }

    @Override
    public void layerNorm(
            int rows,
            int channels,
            float epsilon,
            float[] x,
            int xOffset,
            int xStride,
            float[] weight,
            float[] bias,
            float[] y,
            int yOffset,
            int yStride,
            float[] mean,
            float[] inverseDeviation) {
        VectorNormalization.forward(
                rows,
                channels,
                epsilon,
                x,
                xOffset,
                xStride,
                weight,
                bias,
                y,
                yOffset,
                yStride,
                mean,
                inverseDeviation);
    }

    @Override
    public void layerNormGradient(
            int rows,
            int channels,
            float[] x,
            int xOffset,
            int xStride,
            float[] mean,
            float[] inverseDeviation,
            float[] weight,
            float[] dy,
            int dyOffset,
            int dyStride,
            float[] dx,
            int dxOffset,
            int dxStride,
            float[] dWeight,
            float[] dBias) {
        VectorNormalization.gradient(
                rows,
                channels,
                x,
                xOffset,
                xStride,
                mean,
                inverseDeviation,
                weight,
                dy,
                dyOffset,
                dyStride,
                dx,
                dxOffset,
                dxStride,
                dWeight,
                dBias);
    }

    @Override
    public void activate(Activation f, int count, float[] x, int xOffset, float[] y, int yOffset) {
        switch (f) {
            case GELU -> VectorActivations.gelu(count, x, xOffset, y, yOffset);
            case SILU -> VectorActivations.silu(count, x, xOffset, y, yOffset);
        }
    }

    @Override
    public void activateGradient(
            Activation f, int count, float[] x, int xOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        switch (f) {
            case GELU -> VectorActivations.geluGradient(count, x, xOffset, dy, dyOffset, dx, dxOffset);
            case SILU -> VectorActivations.siluGradient(count, x, xOffset, dy, dyOffset, dx, dxOffset);
        }
    }

    @Override
    public void gate(Activation f, int count, float[] g, int gOffset, float[] v, int vOffset, float[] y, int yOffset) {
        switch (f) {
            case GELU -> VectorActivations.geluGate(count, g, gOffset, v, vOffset, y, yOffset);
            case SILU -> VectorActivations.siluGate(count, g, gOffset, v, vOffset, y, yOffset);
        }
    }

    @Override
    public void gateGradient(
            Activation f,
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset) {
        gateAndGradient(f, count, g, gOffset, v, vOffset, dy, dyOffset, dg, dgOffset, dg, dgOffset, dv, dvOffset);
    }

    @Override
    public void gateAndGradient(
            Activation f,
            int count,
            float[] g,
            int gOffset,
            float[] v,
            int vOffset,
            float[] dy,
            int dyOffset,
            float[] y,
            int yOffset,
            float[] dg,
            int dgOffset,
            float[] dv,
            int dvOffset) {
        switch (f) {
            case GELU ->
                VectorActivations.geluGateGradient(
                        count, g, gOffset, v, vOffset, dy, dyOffset, y, yOffset, dg, dgOffset, dv, dvOffset);
            case SILU ->
                VectorActivations.siluGateGradient(
                        count, g, gOffset, v, vOffset, dy, dyOffset, y, yOffset, dg, dgOffset, dv, dvOffset);
        }
    }

    @Override
    public void multiply(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        VectorArithmetic.multiply(count, a, aOffset, b, bOffset, y, yOffset);
    }

    @Override
    public void addProduct(int count, float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset) {
        VectorArithmetic.addProduct(count, a, aOffset, b, bOffset, y, yOffset);
    }

    @Override
    public void addScaled(int count, float scale, float[] x, int xOffset, float[] y, int yOffset) {
        VectorArithmetic.addScaled(count, scale, x, xOffset, y, yOffset);
    }

    @Override
    public void addRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] sum, int sumOffset) {
        VectorArithmetic.addRows(rows, columns, x, xOffset, xStride, sum, sumOffset);
    }

    @Override
    public void copyVectors(
            int count, float[] from, int fromOffset, int fromStride, float[] to, int toOffset, int toStride) {
        VectorArithmetic.copyVectors(count, from, fromOffset, fromStride, to, toOffset, toStride);
    }

    @Override
    public void adamW(int count, AdamWStep step, float[] w, float[] g, float[] m, float[] v) {
        VectorArithmetic.adamW(count, step, w, g, m, v);
    }

    @Override
    public void maxRows(int rows, int columns, float[] x, int xOffset, int xStride, float[] most, int mostOffset) {
        VectorArithmetic.maxRows(rows, columns, x, xOffset, xStride, most, mostOffset);
    }

    @Override
    public void exponential(int count, float[] x, int xOffset, float[] y, int yOffset) {
        VectorScan.exponential(count, x, xOffset, y, yOffset);
    }

    @Override
    public void softplus(int count, float[] x, int xOffset, float[] y, int yOffset) {
        VectorScan.softplus(count, x, xOffset, y, yOffset);
    }

    @Override
    public void softplusGradient(
            int count, float[] y, int yOffset, float[] dy, int dyOffset, float[] dx, int dxOffset) {
        VectorScan.softplusGradient(count, y, yOffset, dy, dyOffset, dx, dxOffset);
    }

    @Override
    public void selectiveScan(int group, int length, ScanTile tile) {
        VectorScan.scan(group, length, tile);
    }

    @Override
    public void selectiveScanGradient(int group, int length, ScanTile tile, ScanTile.Gradients gradients) {
        VectorScan.gradient(group, length, tile, gradients);
    }

    @Override
    public void sumLanes(int count, float[] vectors, float[] sums) {
        VectorScan.sumLanes(count, vectors, sums);
    }
}

package io.github.mambaout.bench.peer;

/** A peer's forward pass with the loss of its logits, to compare with that of a training step. The loss takes no time. */
public final class LossOfLogits implements PeerWorkload {
    private final PeerWorkload forward;
    private final int[] labels;

    /**
     * @param forward gives logits; closed with this
     * @param batch what it gives them for
     */
    public LossOfLogits(PeerWorkload forward, Batch batch) {
        this.forward = forward;
        labels = batch.labels();
    }

    @Override
    public PeerRun run() {
        PeerRun run = forward.run();
        return new PeerRun(run.nanoseconds(), new float[] {(float) crossEntropy(run.output())});
    }

    /** {@code mean(log Σ exp(z) − z[label])}. */
    private double crossEntropy(float[] logits) {
        int classes = logits.length / labels.length;
        double sum = 0;
        for (int n = 0; n < labels.length; n++) {
            double exponentials = 0;
            for (int c = 0; c < classes; c++) {
                exponentials += Math.exp(logits[n * classes + c]);
            }
            sum += Math.log(exponentials) - logits[n * classes + labels[n]];
        }
        return sum / labels.length;
    }

    @Override
    public void close() {
        forward.close();
    }
}

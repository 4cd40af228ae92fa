package io.github.mambaout.layer;

import io.github.mambaout.tensor.Tensor;

/**
 * From the last feature map to logits: pooling over height and width, norm, a linear map to four times the channels, GELU
 * (whatever the blocks use), in the paper's models another norm, and the classifier (timm's {@code MlpHead} and
 * {@code ClNormMlpClassifierHead}; where timm's {@code MlpHead} knows only {@code avg} and does not pool for any other kind, both
 * heads here have all kinds).
 *
 * <p>Input {@code [N, H, W, channels]}, output {@code [N, classes]}, or {@code [N, 4·channels]} where there are no classes;
 * without pooling {@code [N, H, W, classes]} or {@code [N, H, W, 4·channels]}. Parts: {@code pool}, {@code norm},
 * {@code pre_logits} ({@code fc}, {@code act}, {@code norm}), {@code drop}, {@code fc}.
 */
public final class ClassifierHead extends Composite {
    /** Channels before the classifier for each channel of the map. */
    private static final int EXPANSION = 4;

    private final Sequential beforeLogits;
    private final Layer classifier;

    /**
     * @param channels channels of the map, at least 1
     * @param classes number of classes, or 0 for a head that ends with what would enter the classifier
     * @param pool how the map becomes one row for each picture
     * @param preLogitsNorm whether there is a norm behind GELU (the paper's models; those of timm have none)
     * @param dropoutRate rate of the dropout before the classifier, at least 0 and below 1
     */
    public ClassifierHead(int channels, int classes, GlobalPool pool, boolean preLogitsNorm, double dropoutRate) {
        this(beforeLogits(channels, pool, preLogitsNorm), channels, classes, dropoutRate);
    }

    private ClassifierHead(Sequential beforeLogits, int channels, int classes, double dropoutRate) {
        this(
                beforeLogits,
                new Dropout(dropoutRate),
                classes == 0 ? new Identity() : new Linear(EXPANSION * channels, classes));
    }

    private ClassifierHead(Sequential beforeLogits, Dropout dropout, Layer classifier) {
        super(body(beforeLogits, dropout, classifier));
        this.beforeLogits = beforeLogits;
        this.classifier = classifier;
    }

    private static Sequential beforeLogits(int channels, GlobalPool pool, boolean norm) {
        Sequential.Builder preLogits = Sequential.builder()
                .add("fc", new Linear(channels, EXPANSION * channels))
                .add("act", new Gelu());
        if (norm) {
            preLogits.add("norm", new LayerNorm(EXPANSION * channels));
        }
        return Sequential.builder()
                .add("pool", pool.layer())
                .add("norm", new LayerNorm(channels))
                .add("pre_logits", preLogits.build())
                .build();
    }

    private static Sequential body(Sequential beforeLogits, Dropout dropout, Layer classifier) {
        Sequential.Builder body = Sequential.builder();
        beforeLogits.parts().forEach(part -> body.add(part.name(), part.layer()));
        return body.add("drop", dropout).add("fc", classifier).build();
    }

    /**
     * @param map last feature map, {@code [N, H, W, channels]}
     * @param execution kernels, threads and memory
     * @return what enters the classifier, {@code [N, 4·channels]}; without pooling {@code [N, H, W, 4·channels]}
     */
    public Tensor preLogits(Tensor map, Execution execution) {
        return beforeLogits.forward(map, execution);
    }

    /**
     * @param preLogits what {@link #preLogits} gave
     * @param execution kernels, threads and memory
     * @return logits, {@code [N, classes]} or {@code [N, H, W, classes]}; the input itself where there are no classes
     */
    public Tensor logits(Tensor preLogits, Execution execution) {
        return classifier.forward(preLogits, execution);
    }
}

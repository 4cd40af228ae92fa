package io.github.mambaout.train.report;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PngPicture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.layer.Layer;
import io.github.mambaout.train.data.DataSet;
import io.github.mambaout.train.data.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Some held-out pictures with what a network makes of them. */
public final class PictureGallery {
    /** Larger pictures are shown as the network sees them: resized and cut. */
    private static final int LARGEST_SIDE = 256;

    private final Layer model;
    private final Preprocessing preprocessing;
    private final Compute compute;

    /**
     * @param model gives logits {@code [N, classes]}
     * @param preprocessing what makes a picture its input
     * @param compute where to compute
     */
    public PictureGallery(Layer model, Preprocessing preprocessing, Compute compute) {
        this.model = model;
        this.preprocessing = preprocessing;
        this.compute = compute;
    }

    /**
     * @param data held-out pictures
     * @param count how many to show at most
     * @return the readable ones of {@code count} pictures, evenly spread over the data
     */
    public List<PredictedPicture> of(DataSet data, int count) {
        int shown = Math.min(count, data.size());
        return of(
                data,
                IntStream.range(0, shown)
                        .map(i -> (int) ((long) i * data.size() / shown))
                        .boxed()
                        .toList());
    }

    /**
     * @param data held-out pictures
     * @param indices which of them
     * @return the readable ones
     */
    public List<PredictedPicture> of(DataSet data, List<Integer> indices) {
        List<PredictedPicture> pictures = new ArrayList<>();
        for (int index : indices) {
            data.sample(index).ifPresent(sample -> pictures.add(predict(sample, data.place(index), data.classes())));
        }
        return pictures;
    }

    private PredictedPicture predict(Sample sample, String place, List<String> classes) {
        float[] logits;
        try (Execution execution = Execution.on(compute)) {
            logits = model.forward(preprocessing.apply(sample.picture()), execution)
                    .toArray();
        }
        int best = 0;
        for (int k = 1; k < logits.length; k++) {
            best = logits[k] > logits[best] ? k : best;
        }
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((double) logit - logits[best]);
        }
        return new PredictedPicture(
                PngPicture.encode(shown(sample.picture())),
                place,
                classes.get(sample.label()),
                classes.get(best),
                1 / sum,
                Math.log(sum) + logits[best] - logits[sample.label()]);
    }

    private Picture shown(Picture picture) {
        boolean large = picture.width() > LARGEST_SIDE || picture.height() > LARGEST_SIDE;
        return large ? preprocessing.fit(picture) : picture;
    }
}

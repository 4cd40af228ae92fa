package io.github.mambaout.train.report;

import io.github.mambaout.image.Picture;
import io.github.mambaout.image.PngPicture;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.util.List;
import java.util.stream.IntStream;

/** Makes pictures again of what a network is shown. */
public final class ShownPictures {
    private static final double WHITE = 255;

    private final Preprocessing preprocessing;

    /** @param preprocessing the normalisation that is to be undone */
    public ShownPictures(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
    }

    /**
     * @param batch inputs {@code [N, H, W, C]}, with three channels or one
     * @param most how many of them at most
     * @return the first ones as pictures; what lies beyond black and white is cut off
     */
    public List<ShownPicture> of(Tensor batch, int most) {
        Shape shape = batch.shape();
        return IntStream.range(0, Math.min(most, shape.size(0)))
                .mapToObj(place ->
                        new ShownPicture(PngPicture.encode(picture(batch, place)), shape.size(1), shape.size(2)))
                .toList();
    }

    private Picture picture(Tensor batch, int place) {
        Shape shape = batch.shape();
        int channels = shape.size(3);
        float[] values = new float[shape.size(1) * shape.size(2) * channels];
        batch.data().get(place * values.length, values);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            int channel = i % channels;
            double level = values[i] * preprocessing.std().get(channel)
                    + preprocessing.mean().get(channel);
            pixels[i] = (byte) Math.round(WHITE * Math.max(0, Math.min(1, level)));
        }
        return channels == 1
                ? Picture.ofGrey(shape.size(2), shape.size(1), pixels)
                : Picture.of(shape.size(2), shape.size(1), pixels);
    }
}

package io.github.mambaout.image;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.ShapeMismatchException;
import io.github.mambaout.tensor.Tensor;
import java.util.Collections;
import java.util.List;

/**
 * How a picture becomes a network input: resized, cut to the input's size, divided by 255, and normalised channel by
 * channel. The evaluation transform of timm; stored with a model, so that it predicts from what it was trained on. In JSON and YAML
 * the names are {@code height}, {@code width}, {@code crop_fraction}, {@code crop_mode} and so on.
 *
 * <p>With {@link CropMode#CENTER} the picture is resized so that the input covers the fraction {@code cropFraction} of its
 * shorter side, and the middle is kept; with {@link CropMode#SQUASH} both sides are fitted.
 *
 * @param height rows of the input, at least 1
 * @param width columns of the input, at least 1
 * @param cropFraction share of the resized side that is kept, above 0 and at most 1
 * @param cropMode what happens to pictures of another aspect
 * @param interpolation the filter of resizing
 * @param antialias whether the filter widens when shrinking, on 8-bit values, as Pillow does; otherwise the four nearest
 *     pixels are mixed in floats, as {@code torch.nn.functional.interpolate} does, which only {@link Interpolation#BILINEAR} has
 * @param mean of each channel, on the scale 0 to 1; three channels, or one for models of grey pictures
 * @param std standard deviation of each channel, on the scale 0 to 1
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Preprocessing(
        int height,
        int width,
        double cropFraction,
        CropMode cropMode,
        Interpolation interpolation,
        boolean antialias,
        List<Double> mean,
        List<Double> std) {
    private static final List<Double> IMAGENET_MEAN = List.of(0.485, 0.456, 0.406);
    private static final List<Double> IMAGENET_STD = List.of(0.229, 0.224, 0.225);
    private static final float[] SHARES = shares();

    /** Checks the values. */
    public Preprocessing {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "preprocessing: the input needs at least 1x1 pixels, but is " + height + "x" + width);
        }
        if (!(cropFraction > 0 && cropFraction <= 1)) {
            throw new IllegalArgumentException(
                    "preprocessing: cropFraction must be above 0 and at most 1, but is " + cropFraction);
        }
        if (cropMode == null || interpolation == null || mean == null || std == null) {
            throw new IllegalArgumentException(
                    "preprocessing: cropMode, interpolation, mean and std must all be given");
        }
        if (!antialias && interpolation != Interpolation.BILINEAR) {
            throw new IllegalArgumentException("preprocessing: without antialias only bilinear interpolation exists");
        }
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.size() != std.size() || (mean.size() != 1 && mean.size() != Picture.CHANNELS)) {
            throw new IllegalArgumentException("preprocessing: mean and std need one or three values each, but have "
                    + mean.size() + " and " + std.size());
        }
        if (!mean.stream().allMatch(Double::isFinite)
                || !std.stream().allMatch(value -> value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    "preprocessing: mean must be finite and std above 0, but they are " + mean + " and " + std);
        }
    }

    /**
     * The published models' own: bicubic, the whole shorter side, ImageNet's mean and deviation.
     *
     * @param size rows and columns of the input
     * @return the preprocessing
     */
    public static Preprocessing imageNet(int size) {
        return new Preprocessing(
                size, size, 1, CropMode.CENTER, Interpolation.BICUBIC, true, IMAGENET_MEAN, IMAGENET_STD);
    }

    /**
     * @param fraction another {@code cropFraction}
     * @return this preprocessing with it
     */
    public Preprocessing withCropFraction(double fraction) {
        return new Preprocessing(height, width, fraction, cropMode, interpolation, antialias, mean, std);
    }

    /**
     * @param rows another height
     * @param columns another width
     * @return this preprocessing with them
     */
    public Preprocessing withSize(int rows, int columns) {
        return new Preprocessing(rows, columns, cropFraction, cropMode, interpolation, antialias, mean, std);
    }

    /**
     * @param mode another crop mode
     * @return this preprocessing with it
     */
    public Preprocessing withCropMode(CropMode mode) {
        return new Preprocessing(height, width, cropFraction, mode, interpolation, antialias, mean, std);
    }

    /**
     * @param filter another interpolation
     * @param antialiased whether it widens when shrinking
     * @return this preprocessing with them
     */
    public Preprocessing withInterpolation(Interpolation filter, boolean antialiased) {
        return new Preprocessing(height, width, cropFraction, cropMode, filter, antialiased, mean, std);
    }

    /**
     * @param means of each channel
     * @param deviations of each channel
     * @return this preprocessing with them
     */
    public Preprocessing withNormalization(List<Double> means, List<Double> deviations) {
        return new Preprocessing(height, width, cropFraction, cropMode, interpolation, antialias, means, deviations);
    }

    /**
     * @param mean of grey values, on the scale 0 to 1
     * @param std their standard deviation
     * @return this preprocessing with the same normalisation in all three channels
     */
    public Preprocessing withGreyNormalization(double mean, double std) {
        return withNormalization(
                Collections.nCopies(Picture.CHANNELS, mean), Collections.nCopies(Picture.CHANNELS, std));
    }

    /** @return channels of the input: 3, or 1 for models of grey pictures */
    @JsonIgnore
    public int channels() {
        return mean.size();
    }

    /**
     * @param pictures at least one picture, of any sizes
     * @return the network input {@code [N, height, width, channels]}
     */
    public Tensor apply(Picture... pictures) {
        Tensor batch = Tensor.zeros(Shape.of(pictures.length, height, width, channels()));
        for (int i = 0; i < pictures.length; i++) {
            applyTo(pictures[i], batch, i);
        }
        return batch;
    }

    /**
     * Fills one place of a batch. Several threads may fill different places of one batch.
     *
     * @param picture a picture of any size
     * @param batch {@code [N, height, width, channels]}
     * @param index which of the N
     */
    public void applyTo(Picture picture, Tensor batch, int index) {
        if (antialias) {
            fitAndNormalize(picture, batch, index);
        } else {
            mixFourNearest(picture, batch, index);
        }
    }

    /**
     * The first half of the work: resizing and cutting.
     *
     * @param picture a picture of any size
     * @return the picture in the input's size, still in 8 bits; for preprocessing without antialias this is for looking at only
     */
    public Picture fit(Picture picture) {
        Geometry geometry = geometry(picture);
        return Resize.resize(
                picture,
                Box.whole(picture.width(), picture.height()),
                geometry.width(),
                geometry.height(),
                interpolation,
                geometry.keep());
    }

    /** Both halves at once, row by row, without a picture between them. */
    private void fitAndNormalize(Picture picture, Tensor batch, int index) {
        int start = checkedStart(batch, index);
        Geometry geometry = geometry(picture);
        RowNormalizer normalizer = new RowNormalizer(mean, std, width);
        Resize.resize(
                picture,
                Box.whole(picture.width(), picture.height()),
                geometry.width(),
                geometry.height(),
                interpolation,
                geometry.keep(),
                (y, levels) -> batch.data().put(start + y * width * channels(), normalizer.normalize(levels)));
    }

    /**
     * The second half of the work: dividing by 255 and normalising, for pictures that have the input's size already.
     *
     * @param picture a picture in the input's size
     * @param batch {@code [N, height, width, channels]}
     * @param index which of the N
     */
    public void normalizeTo(Picture picture, Tensor batch, int index) {
        if (picture.width() != width || picture.height() != height) {
            throw new IllegalArgumentException("A picture of " + width + "x" + height + " pixels is needed, but it has "
                    + picture.width() + "x" + picture.height());
        }
        int start = checkedStart(batch, index);
        byte[] rgb = picture.rgb();
        RowNormalizer normalizer = new RowNormalizer(mean, std, width);
        int[] levels = new int[width * Picture.CHANNELS];
        for (int y = 0; y < height; y++) {
            for (int i = 0; i < levels.length; i++) {
                levels[i] = rgb[y * levels.length + i] & 0xFF;
            }
            batch.data().put(start + y * width * channels(), normalizer.normalize(levels));
        }
    }

    private int checkedStart(Tensor batch, int index) {
        Shape shape = batch.shape();
        if (shape.rank() != 4
                || shape.size(1) != height
                || shape.size(2) != width
                || shape.size(3) != channels()
                || index < 0
                || index >= shape.size(0)) {
            throw new ShapeMismatchException(
                    "preprocessing picture " + index,
                    "a batch [more than " + index + ", " + height + ", " + width + ", " + channels() + "]",
                    shape);
        }
        return index * height * width * channels();
    }

    private void mixFourNearest(Picture picture, Tensor batch, int index) {
        int start = checkedStart(batch, index);
        int channels = channels();
        Geometry geometry = geometry(picture);
        Box keep = geometry.keep();
        FloatBilinear columns = FloatBilinear.of(picture.width(), geometry.width(), keep.x(), width);
        FloatBilinear rows = FloatBilinear.of(picture.height(), geometry.height(), keep.y(), height);
        byte[] rgb = picture.rgb();
        float[] line = new float[width * channels];
        RowNormalizer normalizer = new RowNormalizer(mean, std, width);
        for (int y = 0; y < height; y++) {
            int above = rows.lower(y) * picture.width();
            int below = rows.upper(y) * picture.width();
            float belowShare = rows.upperShare(y);
            for (int x = 0; x < width; x++) {
                int left = columns.lower(x);
                int right = columns.upper(x);
                float rightShare = columns.upperShare(x);
                for (int c = 0; c < channels; c++) {
                    float upper = (1 - rightShare) * share(rgb, above + left, c, channels)
                            + rightShare * share(rgb, above + right, c, channels);
                    float lower = (1 - rightShare) * share(rgb, below + left, c, channels)
                            + rightShare * share(rgb, below + right, c, channels);
                    line[x * channels + c] = (1 - belowShare) * upper + belowShare * lower;
                }
            }
            batch.data().put(start + y * line.length, normalizer.normalize(line));
        }
    }

    /** @return the value of a channel of a pixel, 0 to 1 */
    private static float share(byte[] rgb, int pixel, int channel, int channels) {
        int at = pixel * Picture.CHANNELS;
        return channels == 1
                ? SHARES[RowNormalizer.grey(rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF)]
                : SHARES[rgb[at + channel] & 0xFF];
    }

    private static float[] shares() {
        float[] shares = new float[256];
        for (int level = 0; level < shares.length; level++) {
            shares[level] = level / 255f;
        }
        return shares;
    }

    /** The size to resize a picture to, and the part of it to keep. */
    private record Geometry(int width, int height, Box keep) {}

    private Geometry geometry(Picture picture) {
        int fitHeight = (int) Math.floor(height / cropFraction);
        int fitWidth = (int) Math.floor(width / cropFraction);
        int toHeight = fitHeight;
        int toWidth = fitWidth;
        if (cropMode == CropMode.CENTER && fitHeight == fitWidth) {
            // The quotient is floored as torchvision does it for the longer side.
            if (picture.width() <= picture.height()) {
                toHeight = saturated((long) fitWidth * picture.height() / picture.width());
            } else {
                toWidth = saturated((long) fitHeight * picture.width() / picture.height());
            }
        } else if (cropMode == CropMode.CENTER) {
            double ratio = Math.min((double) picture.height() / fitHeight, (double) picture.width() / fitWidth);
            toHeight = Math.max(height, (int) Math.rint(picture.height() / ratio));
            toWidth = Math.max(width, (int) Math.rint(picture.width() / ratio));
        }
        Box keep = new Box(middle(toWidth, width), middle(toHeight, height), width, height);
        return new Geometry(toWidth, toHeight, keep);
    }

    private static int saturated(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    private static int middle(int size, int part) {
        return (int) Math.rint((size - part) / 2.0);
    }
}

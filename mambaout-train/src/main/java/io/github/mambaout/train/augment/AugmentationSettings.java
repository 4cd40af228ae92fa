package io.github.mambaout.train.augment;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import io.github.mambaout.image.Preprocessing;
import io.github.mambaout.image.Rgb;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything random that training does to a single picture: timm's {@code transforms_imagenet_train} as a value. In JSON and YAML
 * the names are those of timm's flags: {@code color-jitter}, {@code train-interpolation} and so on.
 *
 * <p>The order is crop, flips, policy, colour jitter, normalising, erasing. Beside a policy colour jitter rests, as in timm, unless
 * it is forced or the policy is 3-Augment, which leaves it to the jitter to change colours.
 *
 * @param trainCropMode which part of the picture is shown
 * @param scale share of the picture's area that a random crop takes
 * @param ratio width of a random crop through its height
 * @param trainInterpolation how pictures are resized by a random crop and moved by RandAugment
 * @param hflip probability of exchanging left and right, from 0 to 1
 * @param vflip probability of exchanging above and below, from 0 to 1
 * @param aa policy: {@code rand-…} for {@link RandAugmentSettings#parse RandAugment}, {@code trivial} for {@link TrivialAugment},
 *     empty for none
 * @param colorJitter largest changes of brightness, contrast and saturation, and of hue as a fourth number; a single number holds
 *     for the first three; empty, or nothing but zeros, for no jitter
 * @param colorJitterProb probability of colour jitter, from 0 to 1
 * @param forceColorJitter whether colour jitter is used beside any policy
 * @param reprob probability of random erasing, from 0 to 1
 * @param remode what takes the place of what is erased
 * @param recount largest number of erased boxes, at least 1
 * @param reArea share of the input's area that all boxes together take
 * @param reAspect width of a box through its height
 * @param reAttempts how often a box is drawn at most, at least 1
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
@JsonDeserialize(builder = AugmentationSettings.Builder.class)
public record AugmentationSettings(
        TrainingCrop trainCropMode,
        Range scale,
        Range ratio,
        TrainingFilter trainInterpolation,
        @JsonProperty("flip") double hflip,
        double vflip,
        String aa,
        List<Double> colorJitter,
        double colorJitterProb,
        boolean forceColorJitter,
        double reprob,
        ErasingMode remode,
        int recount,
        Range reArea,
        Range reAspect,
        int reAttempts) {
    private static final String THREE_AUGMENT = "3a";

    /** Checks every part by making it. */
    public AugmentationSettings {
        requireGiven("train-crop-mode", trainCropMode);
        requireGiven("scale", scale);
        requireGiven("ratio", ratio);
        requireGiven("train-interpolation", trainInterpolation);
        requireGiven("aa", aa);
        requireGiven("color-jitter", colorJitter);
        requireGiven("remode", remode);
        requireGiven("re-area", reArea);
        requireGiven("re-aspect", reAspect);
        colorJitter = colorJitter.stream().allMatch(largest -> largest == 0) ? List.of() : List.copyOf(colorJitter);
        checking("scale and ratio", () -> new RandomResizedCrop(1, 1, scale, ratio, trainInterpolation));
        checking("flip", () -> new HorizontalFlip(hflip));
        checking("vflip", () -> new VerticalFlip(vflip));
        if (!aa.isEmpty()) {
            checking("aa", () -> AugmentationPolicy.parse(aa, trainInterpolation, Rgb.BLACK));
        }
        List<Double> changes = colorJitter;
        if (!changes.isEmpty()) {
            checking("color-jitter", () -> jitter(changes, colorJitterProb));
        }
        checking("reprob", () -> Probability.check("erasing", reprob));
        checking(
                "re-area, re-aspect, recount and re-attempts",
                () -> erasing(reprob, remode, recount, reArea, reAspect, reAttempts));
    }

    /** Checks a setting by making its part; a refusal is told with the setting's name. */
    private static void checking(String name, Runnable making) {
        try {
            making.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private static void requireGiven(String name, Object value) {
        if (value == null) {
            throw new IllegalArgumentException("augmentation: " + name + " has no value; leave it out for the default");
        }
    }

    /** @return nothing random: training pictures look as in evaluation */
    public static AugmentationSettings none() {
        return new Builder()
                .trainCropMode(TrainingCrop.AS_IN_EVALUATION)
                .hflip(0)
                .colorJitter(List.of())
                .build();
    }

    /** @return a builder that starts from timm's defaults */
    public static Builder builder() {
        return new Builder();
    }

    /** @return timm's defaults: a random crop, a flip and colour jitter of 0.4 */
    public static AugmentationSettings usual() {
        return new Builder().build();
    }

    /**
     * The paper's for ImageNet, for all sizes of model (section 5.1 and its repository's scripts).
     *
     * @return {@code rand-m9-mstd0.5-inc1} and erasing of a quarter of the pictures beside a random crop and a flip
     */
    public static AugmentationSettings mambaOut() {
        return new Builder()
                .aa("rand-m9-mstd0.5-inc1")
                .reprob(0.25)
                .remode(ErasingMode.PIXEL)
                .build();
    }

    private static ColorJitter jitter(List<Double> largest, double probability) {
        return switch (largest.size()) {
            case 1 -> new ColorJitter(largest.get(0), largest.get(0), largest.get(0), 0, probability);
            case 3 -> new ColorJitter(largest.get(0), largest.get(1), largest.get(2), 0, probability);
            case 4 -> new ColorJitter(largest.get(0), largest.get(1), largest.get(2), largest.get(3), probability);
            default ->
                throw new IllegalArgumentException("color-jitter takes one number, or three for brightness, contrast "
                        + "and saturation, or a fourth for hue, but is " + largest);
        };
    }

    /**
     * @param preprocessing what makes a picture an input; its size is the crop's, its mean the colour outside of moved pictures
     * @return what is done to pictures, in order
     */
    List<Augmentation> pictureAugmentations(Preprocessing preprocessing) {
        List<Augmentation> all = new ArrayList<>();
        if (trainCropMode == TrainingCrop.RANDOM_RESIZED) {
            all.add(new RandomResizedCrop(
                    preprocessing.height(), preprocessing.width(), scale, ratio, trainInterpolation));
        }
        if (hflip > 0) {
            all.add(new HorizontalFlip(hflip));
        }
        if (vflip > 0) {
            all.add(new VerticalFlip(vflip));
        }
        if (!aa.isEmpty()) {
            all.add(AugmentationPolicy.parse(aa, trainInterpolation, Rgb.ofMean(preprocessing.mean())));
        }
        if (jitters()) {
            all.add(jitter(colorJitter, colorJitterProb));
        }
        return all;
    }

    private static RandomErasing erasing(
            double probability, ErasingMode mode, int most, Range area, Range aspect, int attempts) {
        return new RandomErasing(probability, mode, area, aspect, 1, most, attempts);
    }

    private boolean jitters() {
        boolean welcome = aa.isEmpty() || forceColorJitter || aa.contains(THREE_AUGMENT);
        return welcome && !colorJitter.isEmpty() && colorJitterProb > 0;
    }

    /** @return what is done to normalised inputs, in order */
    List<InputAugmentation> inputAugmentations() {
        return reprob > 0 ? List.of(erasing(reprob, remode, recount, reArea, reAspect, reAttempts)) : List.of();
    }

    /** @return whether training pictures look as in evaluation, the same in every epoch */
    public boolean changeNothing() {
        return trainCropMode == TrainingCrop.AS_IN_EVALUATION
                && hflip == 0
                && vflip == 0
                && aa.isEmpty()
                && !jitters()
                && reprob == 0;
    }

    /** @return a builder that starts from these settings */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** Collects settings, from timm's defaults on; what a file leaves out keeps its default. */
    @JsonPOJOBuilder(withPrefix = "")
    @JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
    public static final class Builder {
        private TrainingCrop trainCropMode = TrainingCrop.RANDOM_RESIZED;
        private Range scale = new Range(0.08, 1);
        private Range ratio = new Range(3.0 / 4, 4.0 / 3);
        private TrainingFilter trainInterpolation = TrainingFilter.RANDOM;
        private double hflip = 0.5;
        private double vflip;
        private String aa = "";
        private List<Double> colorJitter = List.of(0.4);
        private double colorJitterProb = 1;
        private boolean forceColorJitter;
        private double reprob;
        private ErasingMode remode = ErasingMode.CONSTANT;
        private int recount = 1;
        private Range reArea = RandomErasing.USUAL_AREA;
        private Range reAspect = RandomErasing.USUAL_ASPECT;
        private int reAttempts = RandomBox.USUAL_ATTEMPTS;

        Builder() {}

        Builder(AugmentationSettings start) {
            trainCropMode = start.trainCropMode;
            scale = start.scale;
            ratio = start.ratio;
            trainInterpolation = start.trainInterpolation;
            hflip = start.hflip;
            vflip = start.vflip;
            aa = start.aa;
            colorJitter = start.colorJitter;
            colorJitterProb = start.colorJitterProb;
            forceColorJitter = start.forceColorJitter;
            reprob = start.reprob;
            remode = start.remode;
            recount = start.recount;
            reArea = start.reArea;
            reAspect = start.reAspect;
            reAttempts = start.reAttempts;
        }

        /**
         * @param value which part of the picture is shown; default a random one
         * @return this
         */
        public Builder trainCropMode(TrainingCrop value) {
            trainCropMode = value;
            return this;
        }

        /**
         * @param value share of the area that a random crop takes; default 0.08 to 1
         * @return this
         */
        public Builder scale(Range value) {
            scale = value;
            return this;
        }

        /**
         * @param value width of a random crop through its height; default 3/4 to 4/3
         * @return this
         */
        public Builder ratio(Range value) {
            ratio = value;
            return this;
        }

        /**
         * @param value how pictures are resampled; default bilinear or bicubic at random
         * @return this
         */
        public Builder trainInterpolation(TrainingFilter value) {
            trainInterpolation = value;
            return this;
        }

        /**
         * @param value probability of exchanging left and right; default 0.5
         * @return this
         */
        @JsonProperty("flip")
        @JsonAlias("hflip")
        public Builder hflip(double value) {
            hflip = value;
            return this;
        }

        /**
         * @param value probability of exchanging above and below; default 0
         * @return this
         */
        public Builder vflip(double value) {
            vflip = value;
            return this;
        }

        /**
         * @param value policy; default none
         * @return this
         */
        public Builder aa(String value) {
            aa = value;
            return this;
        }

        /**
         * @param value largest changes of colour; default 0.4
         * @return this
         */
        public Builder colorJitter(List<Double> value) {
            colorJitter = value;
            return this;
        }

        /**
         * @param value probability of colour jitter; default 1
         * @return this
         */
        public Builder colorJitterProb(double value) {
            colorJitterProb = value;
            return this;
        }

        /**
         * @param value whether colour jitter is used beside any policy; default not
         * @return this
         */
        public Builder forceColorJitter(boolean value) {
            forceColorJitter = value;
            return this;
        }

        /**
         * @param value probability of random erasing; default 0
         * @return this
         */
        public Builder reprob(double value) {
            reprob = value;
            return this;
        }

        /**
         * @param value what takes the place of what is erased; default the mean
         * @return this
         */
        public Builder remode(ErasingMode value) {
            remode = value;
            return this;
        }

        /**
         * @param value largest number of erased boxes; default 1
         * @return this
         */
        public Builder recount(int value) {
            recount = value;
            return this;
        }

        /**
         * @param value share of the input's area that all boxes together take; default 0.02 to 1/3
         * @return this
         */
        public Builder reArea(Range value) {
            reArea = value;
            return this;
        }

        /**
         * @param value width of a box through its height; default 0.3 to 1/0.3
         * @return this
         */
        public Builder reAspect(Range value) {
            reAspect = value;
            return this;
        }

        /**
         * @param value how often a box is drawn at most; default 10
         * @return this
         */
        public Builder reAttempts(int value) {
            reAttempts = value;
            return this;
        }

        /**
         * @return the settings
         * @throws IllegalArgumentException if one of them is impossible
         */
        public AugmentationSettings build() {
            return new AugmentationSettings(
                    trainCropMode,
                    scale,
                    ratio,
                    trainInterpolation,
                    hflip,
                    vflip,
                    aa,
                    colorJitter,
                    colorJitterProb,
                    forceColorJitter,
                    reprob,
                    remode,
                    recount,
                    reArea,
                    reAspect,
                    reAttempts);
        }
    }
}

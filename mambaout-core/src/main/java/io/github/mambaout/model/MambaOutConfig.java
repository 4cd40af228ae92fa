package io.github.mambaout.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import io.github.mambaout.kernel.Activation;
import io.github.mambaout.layer.GlobalPool;
import io.github.mambaout.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Everything that determines a MambaOut network but its weights (timm's {@code MambaOut} with the arguments of its
 * registered models). In JSON and YAML the names are timm's: {@code depths}, {@code dims}, {@code num_classes},
 * {@code kernel_size}, {@code conv_ratio}, …; what is left out has the paper's value.
 *
 * @param name what the model is called; a name of the zoo, or one's own
 * @param depths blocks of each stage, one to eight stages
 * @param dims channels of each stage
 * @param numClasses classes; 0 for a model that ends with its features
 * @param inChans channels of the picture
 * @param globalPool how the head pools over height and width
 * @param imgHeight height of the pictures it is made for, in pixels; other sizes work too
 * @param imgWidth width of the pictures it is made for, in pixels
 * @param kernelSize size of the depthwise kernels, odd
 * @param convRatio channels that are convolved, as a multiple of the stage's channels; truncated
 * @param expansionRatio hidden channels, as a multiple of the stage's channels; truncated
 * @param actLayer the activation of stem and gates
 * @param stemMidNorm whether the stem has a norm between its convolutions
 * @param downsample the order within the downsampling layers
 * @param headFn the kind of head
 * @param lsInitValue first value of the layer scales; 0 for none
 * @param dropPathRate rate of the last block; the others rise linearly to it from 0
 * @param dropRate dropout before the last linear map
 * @param tokenMixer what mixes the pixels in a block: {@code gated-cnn} (a depthwise convolution, the paper's), or the name
 *     of another {@link io.github.mambaout.layer.TokenMixerFactory}
 */
@JsonDeserialize(builder = MambaOutConfig.Builder.class)
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record MambaOutConfig(
        String name,
        List<Integer> depths,
        List<Integer> dims,
        int numClasses,
        int inChans,
        GlobalPool globalPool,
        int imgHeight,
        int imgWidth,
        int kernelSize,
        double convRatio,
        double expansionRatio,
        Activation actLayer,
        boolean stemMidNorm,
        DownsampleOrder downsample,
        HeadKind headFn,
        double lsInitValue,
        double dropPathRate,
        double dropRate,
        String tokenMixer) {

    /** The order within a downsampling layer; JSON has timm's names. */
    public enum DownsampleOrder {
        /** Convolution, then norm: the paper's models. */
        @JsonProperty("conv")
        CONV,
        /** Norm, then convolution: the rw models. */
        @JsonProperty("conv_nf")
        CONV_NF
    }

    /** The kind of head; JSON has timm's names. */
    public enum HeadKind {
        /** Mean over space, norm, fc, GELU, norm, fc: the paper's models. */
        @JsonProperty("default")
        DEFAULT,
        /** Mean over space, norm, fc, GELU, fc: the rw models. */
        @JsonProperty("norm_mlp")
        NORM_MLP
    }

    /** Checks the values; the messages name timm's argument. */
    public MambaOutConfig {
        depths = List.copyOf(depths);
        dims = List.copyOf(dims);
        require(!name.isBlank(), "name", "must not be empty", name);
        require(!depths.isEmpty() && depths.size() <= 8, "depths", "must have 1 to 8 stages", depths);
        require(dims.size() == depths.size(), "dims", "must have as many stages as depths, " + depths.size(), dims);
        require(depths.stream().allMatch(d -> d >= 1), "depths", "must be at least 1 each", depths);
        require(dims.stream().allMatch(d -> d >= 2), "dims", "must be at least 2 each", dims);
        require(numClasses >= 0, "num_classes", "must be at least 0", numClasses);
        require(inChans >= 1, "in_chans", "must be at least 1", inChans);
        require(
                imgHeight >= 1 && imgWidth >= 1,
                "img_height, img_width",
                "must be at least 1",
                imgHeight + ", " + imgWidth);
        require(kernelSize >= 1 && kernelSize % 2 == 1, "kernel_size", "must be odd", kernelSize);
        require(convRatio > 0 && convRatio <= 16, "conv_ratio", "must be above 0 and at most 16", convRatio);
        require(
                expansionRatio >= convRatio && expansionRatio <= 16,
                "expansion_ratio",
                "must be at least conv_ratio (" + convRatio + ") and at most 16",
                expansionRatio);
        require(globalPool != null, "global_pool", "must be given", null);
        require(actLayer != null, "act_layer", "must be given", null);
        require(downsample != null, "downsample", "must be given", null);
        require(headFn != null, "head_fn", "must be given", null);
        require(lsInitValue >= 0, "ls_init_value", "must be at least 0", lsInitValue);
        require(
                dropPathRate >= 0 && dropPathRate < 1,
                "drop_path_rate",
                "must be at least 0 and below 1",
                dropPathRate);
        require(dropRate >= 0 && dropRate < 1, "drop_rate", "must be at least 0 and below 1", dropRate);
        for (int dim : dims) {
            require((int) (convRatio * dim) >= 1, "conv_ratio", "leaves no channel to convolve of " + dim, convRatio);
        }
    }

    private static void require(boolean holds, String argument, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException("Model configuration: " + argument + " " + rule + ", but is " + value);
        }
    }

    /** @return a builder with the paper's values and femto's sizes */
    public static Builder builder() {
        return new Builder();
    }

    /** @return a builder that begins with these values */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** @return shape of one picture of the size that the network is made for, {@code [1, imgHeight, imgWidth, inChans]} */
    @JsonIgnore
    public Shape inputShape() {
        return Shape.of(1, imgHeight, imgWidth, inChans);
    }

    /**
     * Checks that the network gives each picture one row of logits.
     *
     * @throws IllegalArgumentException if it has no classes, or its head does not pool; the message names the option
     */
    public void requireClassifier() {
        if (numClasses == 0) {
            throw new IllegalArgumentException("Model " + name + " has no classes (num_classes is 0): it ends with its"
                    + " features. Use a model with a classifier.");
        }
        if (globalPool == GlobalPool.NONE) {
            throw new IllegalArgumentException("Model " + name + " answers for every pixel of its last map (global_pool"
                    + " is empty), not for the picture. Use a model with global_pool avg, max or avgmax.");
        }
    }

    /** @return the maps that the stages end with, in order (timm's {@code feature_info}) */
    @JsonIgnore
    public List<FeatureInfo> featureInfo() {
        return IntStream.range(0, stages())
                .mapToObj(stage -> new FeatureInfo(stage, dims.get(stage), FeatureInfo.STEM_REDUCTION << stage))
                .toList();
    }

    /** @return number of stages */
    @JsonIgnore
    public int stages() {
        return depths.size();
    }

    /**
     * @param stage index of a stage
     * @return hidden channels of its blocks
     */
    public int hidden(int stage) {
        return (int) (expansionRatio * dims.get(stage));
    }

    /**
     * @param stage index of a stage
     * @return channels of its blocks that the token mixer sees
     */
    public int convChannels(int stage) {
        return (int) (convRatio * dims.get(stage));
    }

    /** Builds a configuration; what is not set has the paper's value. */
    @JsonPOJOBuilder(withPrefix = "")
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    @JsonIgnoreProperties(ignoreUnknown = false)
    public static final class Builder {
        private String name = "custom";
        private List<Integer> depths = List.of(3, 3, 9, 3);
        private List<Integer> dims = List.of(48, 96, 192, 288);
        private int numClasses = 1000;
        private int inChans = 3;
        private GlobalPool globalPool = GlobalPool.AVG;
        private int imgHeight = 224;
        private int imgWidth = 224;
        private int kernelSize = 7;
        private double convRatio = 1;
        private double expansionRatio = 8.0 / 3.0;
        private Activation actLayer = Activation.GELU;
        private boolean stemMidNorm = true;
        private DownsampleOrder downsample = DownsampleOrder.CONV;
        private HeadKind headFn = HeadKind.DEFAULT;
        private double lsInitValue;
        private double dropPathRate;
        private double dropRate;
        private String tokenMixer = "gated-cnn";

        private Builder() {}

        private Builder(MambaOutConfig from) {
            name = from.name;
            depths = from.depths;
            dims = from.dims;
            numClasses = from.numClasses;
            inChans = from.inChans;
            globalPool = from.globalPool;
            imgHeight = from.imgHeight;
            imgWidth = from.imgWidth;
            kernelSize = from.kernelSize;
            convRatio = from.convRatio;
            expansionRatio = from.expansionRatio;
            actLayer = from.actLayer;
            stemMidNorm = from.stemMidNorm;
            downsample = from.downsample;
            headFn = from.headFn;
            lsInitValue = from.lsInitValue;
            dropPathRate = from.dropPathRate;
            dropRate = from.dropRate;
            tokenMixer = from.tokenMixer;
        }

        /**
         * @param value what the model is called
         * @return this
         */
        public Builder name(String value) {
            name = value;
            return this;
        }

        /**
         * @param value blocks of each stage
         * @return this
         */
        public Builder depths(List<Integer> value) {
            depths = value;
            return this;
        }

        /**
         * @param value channels of each stage
         * @return this
         */
        public Builder dims(List<Integer> value) {
            dims = value;
            return this;
        }

        /**
         * @param value classes
         * @return this
         */
        public Builder numClasses(int value) {
            numClasses = value;
            return this;
        }

        /**
         * @param value channels of the picture
         * @return this
         */
        public Builder inChans(int value) {
            inChans = value;
            return this;
        }

        /**
         * @param value how the head pools over height and width
         * @return this
         */
        public Builder globalPool(GlobalPool value) {
            globalPool = value;
            return this;
        }

        /**
         * @param value height and width of the pictures, in pixels
         * @return this
         */
        public Builder imgSize(int value) {
            return imgHeight(value).imgWidth(value);
        }

        /**
         * @param value height of the pictures, in pixels
         * @return this
         */
        public Builder imgHeight(int value) {
            imgHeight = value;
            return this;
        }

        /**
         * @param value width of the pictures, in pixels
         * @return this
         */
        public Builder imgWidth(int value) {
            imgWidth = value;
            return this;
        }

        /**
         * @param value size of the depthwise kernels
         * @return this
         */
        public Builder kernelSize(int value) {
            kernelSize = value;
            return this;
        }

        /**
         * @param value convolved channels as a multiple of the stage's
         * @return this
         */
        public Builder convRatio(double value) {
            convRatio = value;
            return this;
        }

        /**
         * @param value hidden channels as a multiple of the stage's
         * @return this
         */
        public Builder expansionRatio(double value) {
            expansionRatio = value;
            return this;
        }

        /**
         * @param value activation of stem and gates
         * @return this
         */
        public Builder actLayer(Activation value) {
            actLayer = value;
            return this;
        }

        /**
         * @param value whether the stem has a norm between its convolutions
         * @return this
         */
        public Builder stemMidNorm(boolean value) {
            stemMidNorm = value;
            return this;
        }

        /**
         * @param value order within the downsampling layers
         * @return this
         */
        public Builder downsample(DownsampleOrder value) {
            downsample = value;
            return this;
        }

        /**
         * @param value kind of head
         * @return this
         */
        public Builder headFn(HeadKind value) {
            headFn = value;
            return this;
        }

        /**
         * @param value first value of the layer scales, 0 for none
         * @return this
         */
        public Builder lsInitValue(double value) {
            lsInitValue = value;
            return this;
        }

        /**
         * @param value drop path rate of the last block
         * @return this
         */
        public Builder dropPathRate(double value) {
            dropPathRate = value;
            return this;
        }

        /**
         * @param value dropout before the last linear map
         * @return this
         */
        public Builder dropRate(double value) {
            dropRate = value;
            return this;
        }

        /**
         * @param value name of the token mixer
         * @return this
         */
        public Builder tokenMixer(String value) {
            tokenMixer = value;
            return this;
        }

        /**
         * @return the configuration
         * @throws IllegalArgumentException if a value is out of range; the message names it
         */
        public MambaOutConfig build() {
            return new MambaOutConfig(
                    name,
                    depths,
                    dims,
                    numClasses,
                    inChans,
                    globalPool,
                    imgHeight,
                    imgWidth,
                    kernelSize,
                    convRatio,
                    expansionRatio,
                    actLayer,
                    stemMidNorm,
                    downsample,
                    headFn,
                    lsInitValue,
                    dropPathRate,
                    dropRate,
                    tokenMixer);
        }
    }
}

package io.github.mambaout.layer;

import io.github.mambaout.kernel.Activation;

/**
 * What a {@link GatedCnnBlock} is made of.
 *
 * @param dim channels of the block's input and output, at least 1
 * @param hidden width of the gate, at least 1; in MambaOut {@code (int) (8/3 · dim)}
 * @param convChannels channels that the token mixer sees, from 1 to {@code hidden}; in MambaOut {@code dim}
 * @param kernelSize size of the depthwise convolution's kernels, odd; in MambaOut 7
 * @param activation function of the gate
 * @param layerScale first value of the layer scale, or 0 for a block without one
 * @param dropPath probability of dropping the branch of a sample in training, at least 0 and below 1
 * @param tokenMixer name of the token mixer, see {@link TokenMixerFactory}
 */
public record GatedCnnOptions(
        int dim,
        int hidden,
        int convChannels,
        int kernelSize,
        Activation activation,
        float layerScale,
        double dropPath,
        String tokenMixer) {

    /** Refuses what no block can be made of, naming the value. */
    public GatedCnnOptions {
        require(dim >= 1, "dim must be at least 1, but is " + dim);
        require(hidden >= 1, "hidden must be at least 1, but is " + hidden);
        require(
                convChannels >= 1 && convChannels <= hidden,
                "convChannels must be from 1 to hidden = " + hidden + ", but is " + convChannels);
        require(
                kernelSize >= 1 && kernelSize % 2 == 1,
                "kernelSize must be odd, so that the map keeps its size, but is " + kernelSize);
        require(Float.isFinite(layerScale), "layerScale must be a number, but is " + layerScale);
        require(dropPath >= 0 && dropPath < 1, "dropPath must be at least 0 and below 1, but is " + dropPath);
        require(!tokenMixer.isEmpty(), "tokenMixer must be a name, but is empty");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("Gated CNN block: " + message);
        }
    }

    /**
     * @param dim channels of the block's input and output
     * @return the block of MambaOut's paper: hidden width 8/3 · dim, a 7×7 depthwise convolution of dim channels, GELU, no
     *     layer scale, no drop path
     */
    public static GatedCnnOptions of(int dim) {
        return new GatedCnnOptions(
                dim, (int) (8.0 / 3 * dim), dim, 7, Activation.GELU, 0, 0, TokenMixerFactory.GATED_CNN);
    }

    /**
     * @param rate probability of dropping the branch of a sample
     * @return these options with that rate
     */
    public GatedCnnOptions withDropPath(double rate) {
        return new GatedCnnOptions(dim, hidden, convChannels, kernelSize, activation, layerScale, rate, tokenMixer);
    }

    /**
     * @param name name of a token mixer
     * @return these options with that mixer
     */
    public GatedCnnOptions withTokenMixer(String name) {
        return new GatedCnnOptions(dim, hidden, convChannels, kernelSize, activation, layerScale, dropPath, name);
    }

    /**
     * @param initial first value of the layer scale, or 0 for none
     * @return these options with that layer scale
     */
    public GatedCnnOptions withLayerScale(float initial) {
        return new GatedCnnOptions(dim, hidden, convChannels, kernelSize, activation, initial, dropPath, tokenMixer);
    }

    /** @return whether there is a layer scale */
    boolean scaled() {
        return layerScale != 0;
    }

    /** @return what the token mixer is called among the block's parts: timm's name for the convolution */
    String mixerPart() {
        return tokenMixer.equals(TokenMixerFactory.GATED_CNN) ? "conv" : "mixer";
    }
}

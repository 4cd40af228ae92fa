package io.github.mambaout.train.settings;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.layer.TokenMixerFactory;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The network of a run, and what of it is left out at random.
 *
 * @param model name of a published model, whose shape the run takes; empty for that of {@code weights}, or for {@code
 *     mambaout_femto} without
 * @param depths blocks of each stage instead of the model's; empty for the model's
 * @param dims channels of each stage instead of the model's; empty for the model's
 * @param modelOptions further properties of the model by timm's names, for instance {@code kernel_size} or {@code
 *     act_layer}; empty for the model's own
 * @param mixer token mixer of the blocks; empty for the model's own, which is {@code gated-cnn} for published ones
 * @param imgSize height and width of the network's input in pixels; 0 for what suits the data
 * @param weights a weight file to start from; empty for random weights
 * @param freeze layers or parameters that keep their weights, by name, for instance {@code stem}; {@code trunk} for everything but the
 *     head
 * @param featureViews where the trunk is frozen, how many augmented views of each picture its features are computed of, once; 0
 *     for one if there is nothing random about them, and for new ones in every epoch otherwise
 * @param dropPath drop path rate of the last block, from 0 to less than 1
 * @param drop dropout rate before the last linear map, from 0 to less than 1; 0 for the model's own
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record NetworkSettings(
        String model,
        List<Integer> depths,
        List<Integer> dims,
        Map<String, String> modelOptions,
        String mixer,
        int imgSize,
        String weights,
        List<String> freeze,
        int featureViews,
        double dropPath,
        double drop) {
    /** The model by default, with a little drop path. */
    public static final NetworkSettings DEFAULT =
            new NetworkSettings("", List.of(), List.of(), Map.of(), "", 0, "", List.of(), 0, 0.05, 0);

    /** Larger inputs need more memory than one buffer holds long before this. */
    private static final int LARGEST_PICTURE = 8192;

    private static final int MOST_VIEWS = 1000;

    public NetworkSettings {
        depths = Require.positive("depths", depths);
        dims = Require.positive("dims", dims);
        if (!depths.isEmpty() && !dims.isEmpty() && depths.size() != dims.size()) {
            throw new IllegalArgumentException("depths " + depths + " and dims " + dims
                    + " must have as many entries as the model has stages, so equally many");
        }
        modelOptions = Collections.unmodifiableMap(new TreeMap<>(modelOptions));
        freeze = List.copyOf(freeze);
        Require.range("img-size", imgSize, 0, LARGEST_PICTURE);
        Require.range("feature-views", featureViews, 0, MOST_VIEWS);
        Require.shareBelowOne("drop-path", dropPath);
        Require.shareBelowOne("drop", drop);
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Network",
                Setting.of("model", "NAME", "A model by name (default: mambaout_femto); 'mambaout models' lists them."),
                Setting.of("depths", "N", "Blocks of each stage instead of the model's, for example 2,2,2."),
                Setting.of("dims", "N", "Channels of each stage instead of the model's, for example 32,64,128."),
                Setting.of(
                        "model-options",
                        "NAME=VALUE",
                        "Further properties of the model by timm's names, for example kernel_size=5,act_layer=silu."),
                new Setting(
                        "mixer",
                        "NAME",
                        "Token mixer of the blocks (default: gated-cnn, the paper's).",
                        TokenMixerFactory.names(),
                        true),
                Setting.of(
                        "img-size",
                        "PIXELS",
                        "Height and width of the network's input (default: what suits the data)."),
                Setting.ofOneRun(
                        "weights",
                        "FILE",
                        "Start from these weights instead of random ones; where they know other classes than the data"
                                + " have, the classifier is made anew."),
                Setting.of(
                        "freeze",
                        "LAYER",
                        "Layers or parameters that keep their weights, by name, for example stem,stages.0; trunk for"
                                + " everything but the head."),
                Setting.of(
                        "feature-views",
                        "N",
                        "With a frozen trunk: augmented views of each picture whose features are computed once and kept"
                                + " (default: 0, one without augmentation, otherwise new ones in every epoch)."),
                Setting.of("drop-path", "RATE", "Drop path rate of the last block."),
                Setting.of(
                        "drop",
                        "RATE",
                        "Dropout rate before the last linear map (default: 0, the model's own, which is none)."));
    }
}

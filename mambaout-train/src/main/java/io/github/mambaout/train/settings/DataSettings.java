package io.github.mambaout.train.settings;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a run trains on.
 *
 * @param source what to train on, as {@link io.github.mambaout.train.data.DataSets#open} understands it, for instance {@code
 *     folder:FOLDER}; the setting {@code data}
 * @param holdOut share of the training pictures that judge the run instead of the held-out ones and are not trained on, the same
 *     in every run, from 0 to less than 1; for choosing a recipe without looking at the pictures that judge it in the end
 * @param augRepeats how often a picture comes in an epoch, each time augmented anew; 0 and 1 for once
 */
@JsonNaming(PropertyNamingStrategies.KebabCaseStrategy.class)
public record DataSettings(@JsonProperty("data") String source, double holdOut, int augRepeats) {
    /** The bundled pictures. */
    public static final DataSettings DEFAULT = new DataSettings("fashion-mnist:bundled", 0, 0);

    private static final int MOST_REPEATS = 1_000;

    public DataSettings {
        Require.text("data", source, "a data set, for instance fashion-mnist:bundled");
        Require.shareBelowOne("hold-out", holdOut);
        Require.range("aug-repeats", augRepeats, 0, MOST_REPEATS);
    }

    /** @return how often a picture comes in an epoch, at least 1 */
    public int repeats() {
        return Math.max(1, augRepeats);
    }

    static SettingGroup described() {
        return SettingGroup.of(
                "Data",
                Setting.of(
                        "data",
                        "DATA",
                        "What to train on: fashion-mnist:bundled (default), fashion-mnist:FOLDER with the four idx.gz"
                                + " files, folder:FOLDER with FOLDER/train/CLASS/* and FOLDER/val/CLASS/* (JPEG, PNG, GIF,"
                                + " BMP, WebP), shards:FOLDER or shards:PATTERN for tar files of WebDataset's layout,"
                                + " list:FILE for a .csv or .jsonl file of path and label, cifar10:FOLDER with the six"
                                + " .bin files, or pathfinder:SIZE, drawn long-range tasks (options behind it:"
                                + " pathfinder:64,train=20000,dashes=12)."),
                Setting.of(
                        "hold-out",
                        "SHARE",
                        "Share of the training pictures that judge the run instead of the held-out ones, and are not"
                                + " trained on. For choosing a recipe without looking at the pictures that judge it in the"
                                + " end."),
                Setting.of(
                        "aug-repeats",
                        "N",
                        "How often a picture comes in an epoch, each time augmented anew; the epoch stays as long and"
                                + " so shows a part of the pictures (default: 0, once)."));
    }
}

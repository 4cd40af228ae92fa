package io.github.mambaout.train.augment;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Which part of a training picture the network is shown (timm's {@code train_crop_mode}). */
public enum TrainingCrop {
    /** A {@link RandomResizedCrop}; what follows is done to pictures of the input's size. */
    @JsonProperty("rrc")
    RANDOM_RESIZED,
    /** What evaluation shows: everything else is done to the picture as it was read, which is then fitted to the input. */
    @JsonProperty("none")
    AS_IN_EVALUATION
}

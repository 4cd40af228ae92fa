package io.github.mambaout.train;

import java.nio.file.Path;

/**
 * What a run is about to do.
 *
 * @param model name of the model
 * @param parameters number of its learned values
 * @param classes number of classes
 * @param trainingPictures pictures to train on
 * @param validationPictures pictures held out
 * @param batchSize pictures of an update
 * @param updates of the whole run
 * @param updatesPerEpoch updates of one pass over the training pictures
 * @param memory what an update takes
 * @param output folder that receives weights, figures and the report
 */
public record RunPlan(
        String model,
        long parameters,
        int classes,
        int trainingPictures,
        int validationPictures,
        int batchSize,
        long updates,
        long updatesPerEpoch,
        StepMemory memory,
        Path output) {}

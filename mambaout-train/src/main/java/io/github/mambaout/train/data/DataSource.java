package io.github.mambaout.train.data;

import io.github.mambaout.image.Preprocessing;

/**
 * What a data set's string opens: pictures to train on, pictures to judge by, and how they become inputs.
 *
 * @param training to train on
 * @param validation held out; with the same classes in the same order
 * @param preprocessing size and normalisation that suit these pictures, where the user does not say otherwise
 */
public record DataSource(DataSet training, DataSet validation, Preprocessing preprocessing) {
    public DataSource {
        if (!training.classes().equals(validation.classes())) {
            throw new DataException(training.name() + " has the classes " + training.classes() + ", but "
                    + validation.name() + " has " + validation.classes() + ". Both need the same ones.");
        }
    }
}

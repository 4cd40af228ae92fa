package io.github.mambaout.bench.ablation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.github.mambaout.train.TrainingConfig;

/**
 * What came out of a run.
 *
 * @param key hash of the run's configuration, data and version, in hexadecimal digits
 * @param twin what was trained
 * @param seed key of everything random in the run
 * @param top1 share of the held-out pictures that the final weights label rightly, 0 to 1
 * @param loss mean cross-entropy of the final weights on the held-out pictures
 * @param updates number of updates done
 * @param parameters number of the model's learned values
 * @param multiplyAdds multiply-adds of one picture's forward pass
 * @param trainingSeconds time spent on updates, evaluations not
 * @param seconds time of the whole run
 * @param environment what it ran on
 * @param config how it was trained
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RunResult(
        String key,
        String twin,
        long seed,
        double top1,
        double loss,
        long updates,
        long parameters,
        long multiplyAdds,
        double trainingSeconds,
        double seconds,
        Environment environment,
        TrainingConfig config) {}

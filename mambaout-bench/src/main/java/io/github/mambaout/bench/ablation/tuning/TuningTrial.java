package io.github.mambaout.bench.ablation.tuning;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What came out of a trial.
 *
 * @param twin what was tuned
 * @param lr its learning rate in this trial
 * @param dropPath its drop path rate in this trial
 * @param loss mean cross-entropy on pictures held out of the training pictures; infinite if the training diverged
 * @param top1 share of them that were labelled rightly, 0 to 1
 * @param chosen whether the study trains the twin so
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record TuningTrial(String twin, double lr, double dropPath, double loss, double top1, boolean chosen) {}

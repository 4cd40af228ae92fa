package io.github.mambaout.train.settings;

import java.util.List;

/** The words for {@link SchedulePlan}. */
final class ScheduleDescriptions {
    static final List<Setting> ALL = List.of(
            Setting.ofOneRun(
                    "epochs",
                    "N",
                    "Passes over the training pictures, cool-down not counted (default: 10, if there is no"
                            + " --max-updates)."),
            Setting.ofOneRun("max-updates", "N", "End after this many updates, if not before (default: 0, no limit)."),
            Setting.of("lr", "RATE", "Highest learning rate."),
            Setting.of(
                    "lr-base",
                    "RATE",
                    "Instead of --lr: the rate for --lr-base-size pictures an update, scaled to those of this run."),
            Setting.of("lr-base-size", "N", "Pictures of an update that --lr-base is meant for."),
            Setting.choice(
                    "lr-base-scale",
                    List.of("auto", "linear", "sqrt"),
                    "Whether the rate follows the pictures of an update, or the root of them; auto takes the root for adamw"
                            + " and lamb."),
            Setting.choice(
                    "sched",
                    List.of("cosine", "step", "multistep", "poly", "onecycle", "none"),
                    "What the rate does after the warm-up."),
            Setting.of(
                    "sched-on-updates",
                    "",
                    "Change the rate with every update (default); =false: with every epoch, as the paper does."),
            Setting.of(
                    "warmup",
                    "N",
                    "Updates over which the learning rate rises (default: 100); the schedule takes the rest of the"
                            + " run."),
            Setting.of(
                    "warmup-epochs",
                    "N",
                    "Instead of --warmup: epochs over which it rises; they hide the beginning of the schedule."),
            Setting.of(
                    "warmup-prefix", "", "Let epochs of warm-up come before the schedule, which makes the run longer."),
            Setting.of("warmup-lr", "RATE", "Learning rate of the first update of a warm-up."),
            Setting.of("min-lr", "RATE", "Learning rate at the end of cosine and poly."),
            Setting.of("cooldown-epochs", "N", "Epochs at the last rate behind the others."),
            Setting.of("decay-epochs", "N", "Epochs from one step to the next, for step."),
            Setting.of("decay-milestones", "N", "Epochs of the steps, for multistep."),
            Setting.of("decay-rate", "FACTOR", "Factor of a step, or power of poly."));

    private ScheduleDescriptions() {}
}

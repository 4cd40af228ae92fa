package io.github.mambaout.predict;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of a network's values an {@link Embedder} gives. */
public sealed interface Features permits Features.PreLogits, Features.Pooled, Features.Stage {
    /** How they are named: {@link #parse}. */
    String NAMES = "pre-logits, pooled, or stage0, stage1, ... for a stage's feature map";

    /** What enters the classifier, {@code [4·dim]}: timm's output with {@code num_classes=0}, or {@code forward_head(pre_logits=True)}. */
    record PreLogits() implements Features {
        @Override
        public String toString() {
            return "pre-logits";
        }
    }

    /** The last stage's feature map, averaged over height and width, {@code [dim]}. */
    record Pooled() implements Features {
        @Override
        public String toString() {
            return "pooled";
        }
    }

    /**
     * A stage's feature map, {@code [H, W, C]}.
     *
     * @param index of the stage, counted from 0 as in timm's {@code stages.0}
     */
    record Stage(int index) implements Features {
        /** Checks the index. */
        public Stage {
            if (index < 0) {
                throw new IllegalArgumentException("Stages are counted from 0, but stage " + index + " was asked for");
            }
        }

        @Override
        public String toString() {
            return "stage" + index;
        }
    }

    /**
     * @param name {@code pre-logits}, {@code pooled}, or {@code stage} and a number
     * @return the features of this name
     * @throws IllegalArgumentException if there are none
     */
    static Features parse(String name) {
        Matcher stage = Pattern.compile("stage([0-9])").matcher(name);
        if (stage.matches()) {
            return new Stage(Integer.parseInt(stage.group(1)));
        }
        return switch (name) {
            case "pre-logits" -> new PreLogits();
            case "pooled" -> new Pooled();
            default -> throw new IllegalArgumentException("There are no features '" + name + "'; choose " + NAMES);
        };
    }
}

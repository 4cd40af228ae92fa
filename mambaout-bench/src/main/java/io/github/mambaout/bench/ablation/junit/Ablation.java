package io.github.mambaout.bench.ablation.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test of what an ablation finds. Twins that differ in their token mixer alone are trained with each seed, and the method
 * is called with what came out:
 *
 * <pre>{@code
 * @Ablation(mixers = {"gated-cnn", "ssm"}, seeds = {0, 1, 2, 3, 4}, updates = 200)
 * void mambaIsNotNeeded(AblationResults results) {
 *     assertThat(results.of("gated-cnn")).isNotInferiorTo(results.of("ssm")).withMargin(0.01);
 * }
 * }</pre>
 *
 * <p>Runs are kept in {@code target/ablation-cache/CLASS} by a hash of configuration, data and version, so that a second run of the
 * test takes seconds; a JSON, a CSV and an HTML report are written to {@code target/ablation-reports}. JUnit's configuration
 * parameters {@value AblationExtension#CACHE}, {@value AblationExtension#REPORTS} and {@value AblationExtension#PARALLEL}
 * change that. Kernels are fast if the tests' JVM is started with {@code --add-modules jdk.incubator.vector}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Test
@ResourceLock("mambaout.ablation")
@ExtendWith(AblationExtension.class)
public @interface Ablation {
    /** @return names of token mixers; the first is set against the others in the report */
    String[] mixers();

    /** @return keys of everything random; each twin is trained with each, paired in the order of pictures */
    long[] seeds();

    /** @return what to train on, as {@code ./mambaout train --data} has it */
    String data() default "fashion-mnist:bundled";

    /** @return updates of each run; 0 for what {@link #settings} say */
    long updates() default 0;

    /**
     * @return other settings of the training, the lines of a configuration file of {@code ./mambaout train --config}, for
     *     instance {@code "dims: [16, 32]"} and {@code "lr: 2e-3"}
     */
    String[] settings() default {};

    /** @return how much worse in top-1 would still do, for the report; assertions have their own */
    double margin() default 0.01;

    /** @return confidence of the report's two-sided intervals */
    double confidence() default 0.95;

    /** @return how many runs go on at once */
    int parallel() default 1;
}

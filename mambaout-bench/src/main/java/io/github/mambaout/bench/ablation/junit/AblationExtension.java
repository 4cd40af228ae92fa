package io.github.mambaout.bench.ablation.junit;

import io.github.mambaout.bench.ablation.AblationResults;
import io.github.mambaout.bench.ablation.AblationRun;
import io.github.mambaout.bench.ablation.ComparisonPlan;
import io.github.mambaout.bench.ablation.Measure;
import io.github.mambaout.bench.ablation.Study;
import io.github.mambaout.bench.ablation.report.StudyReport;
import io.github.mambaout.train.TrainingConfig;
import io.github.mambaout.train.TrainingConfigBuilder;
import io.github.mambaout.train.TrainingConfigFile;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Trains the runs of an {@link Ablation} that are missing, writes the reports and hands over the results. */
public final class AblationExtension implements ParameterResolver, BeforeEachCallback {
    /** Configuration parameter: the folder where results are kept. */
    public static final String CACHE = "mambaout.ablation.cache";

    /** Configuration parameter: the folder for reports. */
    public static final String REPORTS = "mambaout.ablation.reports";

    /** Configuration parameter: how many runs go on at once, before what the annotation says. */
    public static final String PARALLEL = "mambaout.ablation.parallel";

    private static final String DEFAULT_CACHE = "target/ablation-cache";
    private static final String DEFAULT_REPORTS = "target/ablation-reports";

    @Override
    public void beforeEach(ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        if (Arrays.stream(method.getParameterTypes()).noneMatch(AblationResults.class::equals)) {
            throw new ExtensionConfigurationException("@Ablation: " + method.getName()
                    + " has no parameter of type AblationResults, so it could assert nothing of what was found");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType().equals(AblationResults.class);
    }

    @Override
    public AblationResults resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Method method = context.getRequiredTestMethod();
        Ablation ablation = AnnotationSupport.findAnnotation(method, Ablation.class)
                .orElseThrow(() -> new ExtensionConfigurationException(
                        "AblationExtension belongs to @Ablation, which " + method + " lacks"));
        ComparisonPlan plan = new ComparisonPlan(Measure.TOP1, ablation.margin(), ablation.confidence());
        // Test classes may run in several JVMs at once; a folder belongs to one study.
        String testClass = context.getRequiredTestClass().getName();
        Path kept = folder(context, CACHE, DEFAULT_CACHE).resolve(testClass);
        AblationResults results = Study.of(runs(ablation), kept)
                .parallel(context.getConfigurationParameter(PARALLEL, Integer::valueOf)
                        .orElse(ablation.parallel()))
                .run();
        StudyReport.ofFirstAgainstOthers(title(ablation), plan, results, repeat(context))
                .write(folder(context, REPORTS, DEFAULT_REPORTS), testClass + "." + method.getName());
        return results;
    }

    private static Path folder(ExtensionContext context, String parameter, String otherwise) {
        return Path.of(context.getConfigurationParameter(parameter).orElse(otherwise));
    }

    private static List<AblationRun> runs(Ablation ablation) {
        TrainingConfig given = TrainingConfigFile.parse(String.join("\n", ablation.settings()), "@Ablation's settings");
        TrainingConfigBuilder<TrainingConfig> base = given.toBuilder().data(ablation.data());
        if (ablation.updates() > 0) {
            base.epochs(0).maxUpdates(ablation.updates());
        }
        return AblationRun.grid(
                List.of(ablation.mixers()),
                Arrays.stream(ablation.seeds()).boxed().toList(),
                base.build());
    }

    private static String title(Ablation ablation) {
        return String.join(", ", ablation.mixers()) + " on " + ablation.data();
    }

    private static String repeat(ExtensionContext context) {
        return "mvn test -Dtest=" + context.getRequiredTestClass().getSimpleName() + "#"
                + context.getRequiredTestMethod().getName();
    }
}

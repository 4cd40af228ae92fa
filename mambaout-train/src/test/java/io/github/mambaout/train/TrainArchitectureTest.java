package io.github.mambaout.train;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.mambaout.HouseRules;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows that docs/architecture.md draws. */
class TrainArchitectureTest {
    private static final String ROOT = "io.github.mambaout.train";
    private static final JavaClasses CLASSES = HouseRules.mainClasses(ROOT);

    private static final Map<String, Set<String>> NEEDED = Map.of(
            "data", Set.of(),
            "augment", Set.of("data"),
            "loss", Set.of(),
            "optimizer", Set.of(),
            "schedule", Set.of(),
            "checkpoint", Set.of("optimizer"),
            "recipe", Set.of(),
            "report", Set.of("data"),
            "settings", Set.of("augment", "loss", "optimizer", "report", "schedule"),
            "onnx", Set.of());

    static List<String> packages() {
        return NEEDED.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void partNeedsOnlyWhatComesBeforeIt(String name) {
        HouseRules.arrows(ROOT, name, NEEDED.get(name), packages()).check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        HouseRules.noCyclesBelow(ROOT).check(CLASSES);
    }

    @Test
    void nothingNeedsTheCommandLine() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".cli..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void trainingKnowsNothingOfTheBenchmarks() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.github.mambaout.bench..")
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        HouseRules.PRINTING_IS_FOR_THE_COMMAND_LINE.check(CLASSES);
    }

    @Test
    void nothingIsStaticAndMutable() {
        HouseRules.NOTHING_IS_STATIC_AND_MUTABLE.check(CLASSES);
    }
}

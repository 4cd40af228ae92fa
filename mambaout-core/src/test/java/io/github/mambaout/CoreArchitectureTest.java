package io.github.mambaout;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the arrows that docs/architecture.md draws. */
class CoreArchitectureTest {
    private static final String ROOT = "io.github.mambaout";
    private static final JavaClasses CLASSES = HouseRules.mainClasses(ROOT);

    private static final Map<String, Set<String>> NEEDED = Map.of(
            "tensor", Set.of(),
            "image", Set.of("tensor"),
            "kernel", Set.of("tensor"),
            "layer", Set.of("tensor", "kernel"),
            "model", Set.of("tensor", "kernel", "layer"),
            "weights", Set.of("tensor", "image", "kernel", "layer", "model"),
            "predict", Set.of("tensor", "image", "kernel", "layer", "model", "weights"));

    static List<String> packages() {
        return NEEDED.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("packages")
    void packageNeedsOnlyWhatComesBeforeIt(String name) {
        HouseRules.arrows(ROOT, name, NEEDED.get(name), packages()).check(CLASSES);
    }

    @Test
    void picklesAreReadWithoutAnyOtherPackage() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".weights.pickle")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", ROOT + ".weights.pickle")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        HouseRules.noCyclesBelow(ROOT).check(CLASSES);
    }

    @Test
    void coreKnowsNothingOfTheOtherModules() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".train..", ROOT + ".bench..")
                .check(CLASSES);
    }

    @Test
    void nothingPrints() {
        HouseRules.PRINTING_IS_FOR_THE_COMMAND_LINE.check(CLASSES);
    }

    @Test
    void nothingIsStaticAndMutable() {
        HouseRules.NOTHING_IS_STATIC_AND_MUTABLE.check(CLASSES);
    }
}

package io.github.mambaout.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.mambaout.HouseRules;
import org.junit.jupiter.api.Test;

/** Holds the arrows that docs/architecture.md draws. */
class BenchArchitectureTest {
    private static final String ROOT = "io.github.mambaout.bench";
    private static final JavaClasses CLASSES = HouseRules.mainClasses(ROOT);

    @Test
    void packagesHaveNoCycles() {
        HouseRules.noCyclesBelow(ROOT).check(CLASSES);
    }

    @Test
    void mixersKnowNothingOfWhatComparesThem() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".mixer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".twin..", ROOT + ".ablation..", ROOT + ".peer..", ROOT + ".jvms..", ROOT + ".jmh..")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void statisticsKnowNothingOfTraining() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".ablation.statistics..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".ablation",
                        ROOT + ".ablation.report..",
                        ROOT + ".ablation.junit..",
                        "io.github.mambaout.train..",
                        "io.github.mambaout.model..")
                .check(CLASSES);
    }

    @Test
    void studiesKnowNothingOfTheirReports() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".ablation")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".ablation.report..", ROOT + ".ablation.junit..")
                .check(CLASSES);
    }

    /** JUnit is not there when the command line runs. */
    @Test
    void onlyTheExtensionNeedsJUnit() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".ablation.junit..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.junit..", ROOT + ".ablation.junit..")
                .check(CLASSES);
    }

    @Test
    void ablationsNeedNoBenchmarks() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".ablation..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ROOT + ".peer..", ROOT + ".jvms..", ROOT + ".jmh..")
                .check(CLASSES);
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
    void onlyTheCommandLinePrints() {
        HouseRules.PRINTING_IS_FOR_THE_COMMAND_LINE.check(CLASSES);
    }

    @Test
    void nothingIsStaticAndMutable() {
        HouseRules.NOTHING_IS_STATIC_AND_MUTABLE.check(CLASSES);
    }
}

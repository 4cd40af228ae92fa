package io.github.mambaout.bench.libtorch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.mambaout.HouseRules;
import org.junit.jupiter.api.Test;

class LibtorchArchitectureTest {
    private static final JavaClasses CLASSES = HouseRules.mainClasses("io.github.mambaout.bench.libtorch");

    @Test
    void onlyTheProgramItselfTouchesStandardStreams() {
        HouseRules.PRINTING_IS_FOR_THE_COMMAND_LINE.check(CLASSES.that(
                describe("not the program", (JavaClass each) -> !each.isEquivalentTo(LibtorchPeerMain.class))));
    }

    @Test
    void nothingIsStaticAndMutable() {
        HouseRules.NOTHING_IS_STATIC_AND_MUTABLE.check(CLASSES);
    }
}

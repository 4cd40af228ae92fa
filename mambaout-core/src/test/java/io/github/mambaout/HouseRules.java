package io.github.mambaout;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** The rules that hold in all three modules, and how arrows between packages are checked. */
public final class HouseRules {
    /** Results and progress are the command line's; everything else logs. */
    public static final ArchRule PRINTING_IS_FOR_THE_COMMAND_LINE = noClasses()
            .that()
            .resideOutsideOfPackages("..cli..", "..jmh..")
            .should(ACCESS_STANDARD_STREAMS)
            .orShould()
            .callMethodWhere(describe(
                    "a stack trace is printed",
                    call -> call.getName().equals("printStackTrace")
                            && call.getTargetOwner().isAssignableTo(Throwable.class)))
            .allowEmptyShould(true);

    private static final Set<Class<?>> CELLS =
            Set.of(AtomicBoolean.class, AtomicInteger.class, AtomicLong.class, AtomicReference.class);

    /** Layers hold parameters, calls hold scratch, the trainer holds the step; classes hold constants. */
    public static final ArchRule NOTHING_IS_STATIC_AND_MUTABLE = fields().that()
            .areStatic()
            .and(not(describe(
                    "made by the compiler",
                    (JavaField field) -> field.getModifiers().contains(JavaModifier.SYNTHETIC))))
            .should()
            .beFinal()
            .andShould()
            .notHaveRawType(describe(
                    "a cell that changes", (JavaClass type) -> CELLS.stream().anyMatch(type::isEquivalentTo)))
            .allowEmptyShould(true);

    private HouseRules() {}

    /**
     * @param root a package, without dots at the end
     * @return the classes of a module's {@code src/main} below it
     */
    public static JavaClasses mainClasses(String root) {
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_JARS)
                .importPackages(root);
    }

    /**
     * @param root a package, without dots at the end
     * @return that the packages directly below it need one another in one direction only
     */
    public static ArchRule noCyclesBelow(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles().allowEmptyShould(true);
    }

    /**
     * @param root a package, without dots at the end
     * @param name a package directly below it
     * @param needed the only packages directly below it that the named one may need
     * @param all every package directly below it
     * @return the rule for the named one
     */
    public static ArchRule arrows(String root, String name, Set<String> needed, List<String> all) {
        String[] forbidden = all.stream()
                .filter(other -> !other.equals(name) && !needed.contains(other))
                .map(other -> root + "." + other + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(root + "." + name + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true);
    }
}

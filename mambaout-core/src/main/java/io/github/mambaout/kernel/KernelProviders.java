package io.github.mambaout.kernel;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * The look-up of the provider of {@link Kernels}: which one is used, and why. Everything about whether the Vector API can be
 * used stands here. {@value #PROVIDER_PROPERTY} names a provider; without it the fastest that works is taken, and where that
 * is not {@code vector} one warning says what is missing.
 */
public final class KernelProviders {
    /** The system property that names a provider. */
    public static final String PROVIDER_PROPERTY = "mambaout.provider";

    /** The system property that sets the bits of a vector, 64 to 512; for tests and measurements. */
    public static final String VECTOR_BITS_PROPERTY = "mambaout.vector.bits";

    private static final String VECTOR = "vector";
    private static final String PLAIN = "plain";
    private static final String ND4J = "nd4j";
    private static final List<String> NAMES = List.of(VECTOR, PLAIN, ND4J);
    private static final String MODULE = "jdk.incubator.vector";
    private static final String FLAG = "--add-modules " + MODULE;
    private static final List<Integer> VECTOR_BITS = List.of(64, 128, 256, 512);

    /** Narrower ones would only add the cost of the Vector API. */
    private static final int LEAST_VECTOR_BITS = 128;

    private KernelProviders() {}

    /**
     * @param kernels the provider
     * @param reason why this one, in words for a user
     */
    public record Selection(Kernels kernels, String reason) {}

    private static final class Selected {
        static final Supplier<Selection> INSTANCE = once(System.getProperty(PROVIDER_PROPERTY, ""));

        private Selected() {}

        /** A refusal is kept like a selection: thrown while the class is initialised it would reach the second caller garbled. */
        private static Supplier<Selection> once(String name) {
            try {
                Selection selection = select(name);
                return () -> selection;
            } catch (IllegalArgumentException e) {
                return () -> {
                    throw new IllegalArgumentException(e.getMessage(), e);
                };
            }
        }
    }

    /** Classes that can't be linked without the module are named here and nowhere else. */
    private static final class Vector {
        static final Kernels KERNELS = new VectorKernels();

        private Vector() {}

        static int bits() {
            return VectorKernels.vectorBits();
        }
    }

    /** ND4J's backend is for the application to bring; this class alone needs one. */
    private static final class Nd4j {
        private Nd4j() {}

        static Kernels kernels() {
            try {
                return new Nd4jKernels();
            } catch (LinkageError | RuntimeException e) {
                throw new IllegalArgumentException(
                        "The kernel provider 'nd4j' can't be had: ND4J does not start (" + e
                                + "). Put a backend such as"
                                + " org.nd4j:nd4j-native with its natives on the class path, or use another provider ("
                                + PROVIDER_PROPERTY + "=vector or plain).",
                        e);
            }
        }
    }

    /**
     * @return the provider that this process uses, and why; the same for as long as the process lives
     * @throws IllegalArgumentException if {@value #PROVIDER_PROPERTY} names one that does not exist or does not work here
     */
    public static Selection selected() {
        return Selected.INSTANCE.get();
    }

    /** @return the names of all providers, the fastest first */
    public static List<String> names() {
        return NAMES;
    }

    /**
     * @param name {@code vector}, {@code plain} or {@code nd4j}
     * @return that provider
     * @throws IllegalArgumentException if there is none of this name, or it does not work in this JVM; the message says what
     *     to change
     */
    public static Kernels named(String name) {
        return switch (name) {
            case VECTOR -> {
                moduleProblem().ifPresent(problem -> {
                    throw new IllegalArgumentException("The kernel provider 'vector' can't be had: " + problem
                            + ". Or use the provider 'plain' (" + PROVIDER_PROPERTY + "=plain).");
                });
                forcedVectorBits();
                yield Vector.KERNELS;
            }
            case PLAIN -> new PlainKernels();
            case ND4J -> Nd4j.kernels();
            default ->
                throw new IllegalArgumentException("There is no kernel provider '" + name + "'; there are "
                        + String.join(", ", NAMES) + ". Set the system property " + PROVIDER_PROPERTY
                        + " to one of them,"
                        + " or leave it out for the fastest.");
        };
    }

    /** @return how wide vectors are, in words for a user, for instance {@code 512 bits (16 floats)} */
    public static String vectorWidth() {
        return moduleProblem()
                .map(problem -> "unknown (" + problem + ")")
                .orElseGet(() -> Vector.bits() + " bits (" + Vector.KERNELS.lanes() + " floats)");
    }

    private static Selection select(String name) {
        if (!name.isBlank()) {
            String asked = name.strip();
            return new Selection(named(asked), "named by " + PROVIDER_PROPERTY);
        }
        Optional<String> problem = moduleProblem().or(KernelProviders::speedProblem);
        if (problem.isEmpty()) {
            return new Selection(
                    named(VECTOR), "the fastest; the module " + MODULE + " is there, vectors have " + vectorWidth());
        }
        LoggerFactory.getLogger(KernelProviders.class)
                .warn("Kernels run as plain loops, about a third as fast as with the Vector API: {}.", problem.get());
        return new Selection(named(PLAIN), problem.get());
    }

    private static Optional<String> moduleProblem() {
        Optional<Module> module = ModuleLayer.boot().findModule(MODULE);
        if (module.isEmpty()) {
            return Optional.of("the module " + MODULE + " is not there; start Java with " + FLAG);
        }
        if (!KernelProviders.class.getModule().canRead(module.get())) {
            return Optional.of("the module " + MODULE + " can't be read by " + KernelProviders.class.getModule()
                    + "; start Java with --add-reads");
        }
        return Optional.empty();
    }

    /** The Vector API is fast only when the optimising compiler turns its calls into instructions. */
    private static Optional<String> speedProblem() {
        String mode = System.getProperty("java.vm.info", "");
        if (mode.contains("interpreted mode") || mode.contains("emulated-client")) {
            return Optional.of("this JVM runs without its optimising compiler (" + mode
                    + "); leave out -Xint and -XX:TieredStopAtLevel");
        }
        if (forcedVectorBits().isEmpty() && Vector.bits() < LEAST_VECTOR_BITS) {
            return Optional.of("vectors of this processor have " + Vector.bits() + " bits only");
        }
        return Optional.empty();
    }

    /**
     * @return the bits of a vector that {@value #VECTOR_BITS_PROPERTY} asks for, or none
     * @throws IllegalArgumentException if it is not one of the possible widths
     */
    static OptionalInt forcedVectorBits() {
        String value = System.getProperty(VECTOR_BITS_PROPERTY, "").strip();
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(VECTOR_BITS.stream()
                .filter(bits -> bits.toString().equals(value))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        VECTOR_BITS_PROPERTY + " must be one of " + VECTOR_BITS + ", but is '" + value + "'")));
    }
}

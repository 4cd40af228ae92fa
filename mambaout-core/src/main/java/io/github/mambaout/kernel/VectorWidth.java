package io.github.mambaout.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * How wide the vectors of {@link VectorKernels} are: as wide as the processor's, unless the system property {@value
 * KernelProviders#VECTOR_BITS_PROPERTY} says otherwise. Fixed when the class is initialised, since the JIT compiler makes
 * fast code for constant species only.
 */
final class VectorWidth {
    /** The species of every vector. */
    static final VectorSpecies<Float> SPECIES = KernelProviders.forcedVectorBits()
                    .isPresent()
            ? VectorSpecies.of(
                    float.class,
                    VectorShape.forBitSize(KernelProviders.forcedVectorBits().getAsInt()))
            : FloatVector.SPECIES_PREFERRED;

    /**
     * Whether kernels are shaped for 32 vector registers rather than 16. Arm always has them; x86 has them with AVX-512, for its
     * widest vectors. So the kernels for 16 can be tried on every x86 processor, by forcing narrower vectors.
     */
    static final boolean HAS_32_REGISTERS =
            SPECIES.vectorBitSize() >= 512 || System.getProperty("os.arch", "").equals("aarch64");

    private VectorWidth() {}
}

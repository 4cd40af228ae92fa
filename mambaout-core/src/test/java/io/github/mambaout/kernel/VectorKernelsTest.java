package io.github.mambaout.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** At the width of this processor, and at every width that a processor may have. */
class VectorKernelsTest extends KernelsContract {
    private final Kernels kernels = KernelProviders.named("vector");

    @Override
    Kernels kernels() {
        return kernels;
    }

    @Nested
    class At64Bits extends Forced {
        At64Bits() {
            super(64);
        }
    }

    @Nested
    class At128Bits extends Forced {
        At128Bits() {
            super(128);
        }
    }

    @Nested
    class At256Bits extends Forced {
        At256Bits() {
            super(256);
        }
    }

    @Nested
    class At512Bits extends Forced {
        At512Bits() {
            super(512);
        }
    }

    abstract static class Forced extends KernelsContract {
        private final int bits;
        private final Kernels kernels;

        Forced(int bits) {
            this.bits = bits;
            kernels = FreshVectorKernels.ofBits(bits);
        }

        @Override
        Kernels kernels() {
            return kernels;
        }

        /** Vectors wider than the processor's are interpreted for good. */
        @Override
        int repetitions() {
            return 20;
        }

        @Test
        void lanesFillTheVector() {
            assertThat(kernels.lanes()).isEqualTo(bits / Float.SIZE);
        }
    }
}

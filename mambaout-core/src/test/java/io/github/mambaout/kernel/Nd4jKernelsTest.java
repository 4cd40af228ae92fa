package io.github.mambaout.kernel;

class Nd4jKernelsTest extends KernelsContract {
    private final Kernels kernels = KernelProviders.named("nd4j");

    @Override
    Kernels kernels() {
        return kernels;
    }

    @Override
    boolean sumsInFloatsAndInOrder() {
        return false;
    }

    @Override
    int repetitions() {
        return 3;
    }
}

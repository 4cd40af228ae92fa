package io.github.mambaout.kernel;

class PlainKernelsTest extends KernelsContract {
    private final Kernels kernels = KernelProviders.named("plain");

    @Override
    Kernels kernels() {
        return kernels;
    }
}

package io.github.mambaout.kernel;

/** The look-up of the provider of {@link Kernels}: which one is used, and why. */
public final class KernelProviders {
    /** The system property that names a provider. */
    public static final String PROVIDER_PROPERTY = "mambaout.provider";

    private static final Selection SELECTED = new Selection(new PlainKernels(), "the only one");

    private KernelProviders() {}

    /**
     * @param kernels the provider
     * @param reason why this one, in words for a user
     */
    public record Selection(Kernels kernels, String reason) {}

    /** @return the provider that this process uses, and why */
    public static Selection selected() {
        return SELECTED;
    }
}

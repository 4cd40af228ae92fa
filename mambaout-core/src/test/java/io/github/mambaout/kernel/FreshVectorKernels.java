package io.github.mambaout.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Further copies of the vector kernels in one JVM: the width is fixed when a class is initialised, so each has its own loader. */
public final class FreshVectorKernels implements Supplier<Kernels> {
    private static final ConcurrentMap<Integer, Kernels> MADE = new ConcurrentHashMap<>();

    /** For the loader. */
    public FreshVectorKernels() {}

    @Override
    public Kernels get() {
        return KernelProviders.named("vector");
    }

    static Kernels ofBits(int bits) {
        return MADE.computeIfAbsent(bits, FreshVectorKernels::make);
    }

    private static Kernels make(int bits) {
        String before = System.getProperty(KernelProviders.VECTOR_BITS_PROPERTY, "");
        System.setProperty(KernelProviders.VECTOR_BITS_PROPERTY, Integer.toString(bits));
        try {
            Supplier<?> supplier = (Supplier<?>) new Copies()
                    .loadClass(FreshVectorKernels.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            Kernels kernels = (Kernels) supplier.get();
            kernels.lanes();
            return kernels;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            System.setProperty(KernelProviders.VECTOR_BITS_PROPERTY, before);
        }
    }

    /** Defines the kernels' classes anew; what others see of them, the interface, is shared. */
    private static final class Copies extends ClassLoader {
        Copies() {
            super(FreshVectorKernels.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            String start = Kernels.class.getPackageName() + ".";
            String simple = name.startsWith(start) ? name.substring(start.length()) : "";
            if (!simple.startsWith("Vector")
                    && !simple.startsWith("KernelProviders")
                    && !simple.startsWith("PlainKernels")
                    && !simple.startsWith("ActivationPolynomials")
                    && !simple.startsWith("PackedMatrix")
                    && !simple.equals("FreshVectorKernels")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> known = findLoadedClass(name);
                return known == null ? define(name) : known;
            }
        }

        private Class<?> define(String name) throws ClassNotFoundException {
            try (InputStream file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = file.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}

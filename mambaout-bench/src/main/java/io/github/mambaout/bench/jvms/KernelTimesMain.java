package io.github.mambaout.bench.jvms;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.ForwardPass;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.kernel.KernelWarmUp;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A fresh JVM: warms up and predicts as a user's does, warms up as training does, then times the kernels and writes the times. */
final class KernelTimesMain {
    private static final Duration PREDICTING = Duration.ofMillis(300);
    private static final Duration SETTLING = Duration.ofMillis(700);
    private static final int PASSES = 20;

    private KernelTimesMain() {}

    /**
     * @param arguments the provider's name, the number of threads, the configuration of the model as JSON
     * @throws IOException if the configuration can't be read or the times can't be written
     */
    public static void main(String[] arguments) throws IOException {
        System.setProperty(KernelProviders.PROVIDER_PROPERTY, arguments[0]);
        System.setProperty(Compute.THREADS_PROPERTY, arguments[1]);
        KernelWarmUp warmUp = KernelWarmUp.shared();
        predict(new ObjectMapper().readValue(arguments[2], MambaOutConfig.class), warmUp);
        KernelWarmUp.ofTrainingStep(Compute.shared().kernels()).await();
        KernelTimes times = new KernelTimer(ModelKernels.of(Compute.shared().kernels())).times(SETTLING, PASSES);
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write((String.join("\n", times.lines()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void predict(MambaOutConfig config, KernelWarmUp warmUp) {
        MambaOut network = MambaOut.create(config, 0);
        Batch picture = Batch.of(network, Shape.of(1, config.imgHeight(), config.imgWidth(), config.inChans()));
        ForwardPass pass = new ForwardPass(network, picture, Compute.shared());
        warmUp.await();
        long start = System.nanoTime();
        do {
            pass.run();
        } while (System.nanoTime() - start < PREDICTING.toNanos());
    }
}

package io.github.mambaout.bench.jvms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.mambaout.bench.peer.ChildJvm;
import io.github.mambaout.bench.peer.TimedProcess;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.model.MambaOutConfig;
import java.util.List;

/** Starts JVMs like this one that predict with a model, then time the kernels. */
public final class FreshJvm {
    private final List<String> command;

    /**
     * @param config the model that they predict with first
     * @param compute its kernels are timed, and as many threads predict
     */
    public FreshJvm(MambaOutConfig config, Compute compute) {
        try {
            command = ChildJvm.command(List.of(
                    KernelTimesMain.class.getName(),
                    compute.kernels().name(),
                    Integer.toString(compute.workers().threads()),
                    new ObjectMapper().writeValueAsString(config)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The configuration of " + config.name() + " can't be written as JSON", e);
        }
    }

    /**
     * Runs one to its end, in a few seconds.
     *
     * @return what it found
     * @throws IllegalStateException if it fails
     */
    public KernelTimes run() {
        return KernelTimes.parse(TimedProcess.run(command).output());
    }
}

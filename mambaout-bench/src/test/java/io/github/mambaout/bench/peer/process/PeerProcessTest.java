package io.github.mambaout.bench.peer.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.bench.peer.Batch;
import io.github.mambaout.bench.peer.PeerRun;
import io.github.mambaout.bench.peer.PeerWorkload;
import io.github.mambaout.model.MambaOut;
import io.github.mambaout.model.MambaOutConfig;
import io.github.mambaout.tensor.Shape;
import io.github.mambaout.tensor.Tensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerProcessTest {
    private static final Duration LONG = Duration.ofMinutes(2);
    private static final MambaOutConfig SMALL = MambaOutConfig.builder()
            .depths(List.of(1, 1))
            .dims(List.of(4, 6))
            .numClasses(5)
            .imgSize(2)
            .build();
    private static final MambaOut NETWORK = MambaOut.create(SMALL, 1);
    private static final Batch PICTURE =
            Batch.of(Tensor.of(Shape.of(1, 2, 2, 3), 1, -0f, 2, Float.MIN_VALUE, 3, 4, 5, 6, 7, 8, 9, 0.1f), 4);
    private static final Batch TWO = Batch.of(NETWORK, Shape.of(2, 2, 2, 3));

    @Test
    void theProcessSeesTheNetworkAndTheBatchBitForBitAndItsAnswersArriveSo() {
        float[] told = new FakePeer().forward(NETWORK, PICTURE).run().output();
        try (PeerProcess peer = start("serve", LONG)) {
            assertThat(peer.name()).isEqualTo("Fake");
            assertThat(peer.version()).isEqualTo("1.2");
            try (PeerWorkload forward = peer.forward(NETWORK, PICTURE);
                    PeerWorkload training = peer.training(NETWORK, PICTURE).orElseThrow()) {
                PeerRun run = forward.run();
                assertThat(run.output()).containsExactly(told);
                assertThat(run.nanoseconds()).isEqualTo(FakePeer.NANOSECONDS);
                assertThat(training.run().output()).containsExactly(1, 2, 3);
                assertThat(forward.run().output()).containsExactly(told);
            }
        }
    }

    @Test
    void whatThePeerCantTrainIsNotOffered() {
        try (PeerProcess peer = start("serve", LONG)) {
            assertThat(peer.training(NETWORK, TWO)).isEmpty();
        }
    }

    @Test
    void whatThePeerRefusesIsToldInItsWordsAndItGoesOn() {
        MambaOut dropping = MambaOut.create(SMALL.toBuilder().dropPathRate(0.1).build(), 0);
        try (PeerProcess peer = start("serve", LONG)) {
            assertThatThrownBy(() -> peer.training(dropping, PICTURE))
                    .isInstanceOf(PeerProcessException.class)
                    .hasMessage("the fake: no drop path here");
            PeerWorkload closed = peer.forward(NETWORK, PICTURE);
            closed.close();
            assertThatThrownBy(closed::run).hasMessageContaining("no open workload");
            assertThat(peer.training(NETWORK, PICTURE)).isPresent();
        }
    }

    @Test
    void aProcessThatEndsAmidWorkGivesAnErrorWithItsLastLines() {
        MambaOut deadly = MambaOut.create(SMALL.toBuilder().numClasses(3).build(), 0);
        try (PeerProcess peer = start("serve", LONG);
                PeerWorkload forward = peer.forward(NETWORK, PICTURE)) {
            assertThatThrownBy(() -> peer.training(deadly, PICTURE))
                    .isInstanceOf(PeerProcessException.class)
                    .hasMessageContaining("The process of the fake ended unexpectedly (exit code 7)")
                    .hasMessageContaining("a library gave up");
            assertThatThrownBy(forward::run).hasMessageContaining("ended unexpectedly");
        }
    }

    @Test
    void aProcessThatDoesNotComeUpGivesAnErrorWithItsLastLines() {
        assertThatThrownBy(() -> start("die", LONG))
                .isInstanceOf(PeerProcessException.class)
                .hasMessageContaining("exit code 3")
                .hasMessageContaining("libsomething.so: cannot open shared object file");
    }

    @Test
    void aProcessThatSpeaksOtherwiseGivesAnError() {
        assertThatThrownBy(() -> start("babble", LONG))
                .isInstanceOf(PeerProcessException.class)
                .hasMessageContaining("ended unexpectedly")
                .hasRootCauseInstanceOf(com.fasterxml.jackson.core.JsonParseException.class);
    }

    @Test
    void aProcessThatDoesNotAnswerIsEndedAfterAWhile() {
        assertThatThrownBy(() -> start("hang", Duration.ofSeconds(1)))
                .isInstanceOf(PeerProcessException.class)
                .hasMessageContaining("has not answered for 1 seconds, so its process was ended");
        assertThat(ProcessHandle.current().children().map(ProcessHandle::info))
                .noneMatch(
                        info -> info.arguments().map(List::of).orElse(List.of()).contains("hang"));
    }

    @Test
    void aCommandThatDoesNotExistIsNamed() {
        PeerCommand absent = new PeerCommand("the fake", List.of("no-such-program", "x"), Map.of(), LONG);
        assertThatThrownBy(() -> PeerProcess.start(absent))
                .isInstanceOf(PeerProcessException.class)
                .hasMessageContaining("the fake could not be started")
                .hasMessageContaining("no-such-program x");
    }

    private static PeerProcess start(String behaviour, Duration patience) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakePeerMain.class.getName(),
                behaviour);
        return PeerProcess.start(new PeerCommand("the fake", command, Map.of(), patience));
    }
}

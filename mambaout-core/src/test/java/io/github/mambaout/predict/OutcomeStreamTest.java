package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.mambaout.image.PngPicture;
import io.github.mambaout.image.UnreadablePictureException;
import io.github.mambaout.kernel.Compute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeStreamTest {
    @TempDir
    private Path folder;

    private static Classifier classifier(int batchSize) {
        return Classifier.of(
                SmallModel.saved(),
                Compute.shared(),
                PredictorOptions.defaults().withBatchSize(batchSize));
    }

    private List<Path> pictures(int count) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            files.add(Files.write(folder.resolve(i + ".png"), PngPicture.encode(SmallModel.random(i))));
        }
        return files;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 16, 100})
    void picturesAreAnsweredInOrderWithTheBitsThatTheyGetAlone(int batchSize) throws IOException {
        List<Path> files = pictures(23);
        try (Classifier classifier = classifier(batchSize);
                Stream<Outcome<Classification>> stream = classifier.stream(files)) {
            List<Outcome<Classification>> outcomes = stream.toList();
            assertThat(outcomes).extracting(Outcome::picture).isEqualTo(files);
            for (int i = 0; i < files.size(); i++) {
                assertThat(outcomes.get(i).orElseThrow().logits())
                        .containsExactly(
                                classifier.classify(SmallModel.random(i)).logits());
            }
        }
    }

    @Test
    void brokenPictureSaysWhyAndTheOthersAreAnswered() throws IOException {
        List<Path> files = pictures(8);
        Files.writeString(files.get(0), "no picture");
        Files.writeString(files.get(5), "");
        Files.delete(files.get(7));
        try (Classifier classifier = classifier(4)) {
            List<Outcome<Classification>> outcomes = classifier.stream(files).toList();
            for (int i = 0; i < files.size(); i++) {
                if (List.of(0, 5, 7).contains(i)) {
                    assertThat(outcomes.get(i))
                            .isInstanceOfSatisfying(
                                    Outcome.Unreadable.class,
                                    broken -> assertThat(broken.reason())
                                            .hasMessageContaining(
                                                    broken.picture().toString()));
                } else {
                    assertThat(outcomes.get(i).orElseThrow().logits())
                            .containsExactly(
                                    classifier.classify(SmallModel.random(i)).logits());
                }
            }
        }
    }

    @Test
    void batchOfBrokenPicturesAloneGivesNoAnswer() throws IOException {
        List<Path> files = List.of(folder.resolve("a.png"), folder.resolve("b.png"));
        try (Classifier classifier = classifier(2)) {
            assertThat(classifier.stream(files)).hasSize(2).allMatch(Outcome.Unreadable.class::isInstance);
            assertThat(classifier.stream(List.of())).isEmpty();
        }
    }

    @Test
    void whoWantsToStopAtTheFirstBrokenPictureCan() throws IOException {
        List<Path> files = pictures(6);
        Files.writeString(files.get(2), "no picture");
        List<Classification> answers = new ArrayList<>();
        try (Classifier classifier = classifier(2);
                Stream<Outcome<Classification>> stream = classifier.stream(files)) {
            assertThatThrownBy(() -> stream.map(Outcome::orElseThrow).forEach(answers::add))
                    .isInstanceOf(UnreadablePictureException.class)
                    .hasMessageContaining("2.png");
        }
        assertThat(answers).hasSize(2);
    }

    @Test
    void picturesAreTakenThreeBatchesAheadAtMost() throws IOException {
        Path picture = pictures(1).get(0);
        AtomicInteger taken = new AtomicInteger();
        Iterator<Path> endless = Stream.generate(() -> {
                    taken.incrementAndGet();
                    return picture;
                })
                .iterator();
        try (Classifier classifier = classifier(4);
                Stream<Outcome<Classification>> stream = classifier.stream(() -> endless)) {
            assertThat(taken).hasValue(0);
            assertThat(stream.limit(8)).hasSize(8);
        }
        assertThat(taken.get()).isBetween(8, 8 + 3 * 4);
    }

    @Test
    void sourceThatFailsEndsTheStreamWithItsReason() throws IOException {
        Path picture = pictures(1).get(0);
        Iterator<Path> failing = Stream.iterate(0, i -> i + 1)
                .map(i -> {
                    if (i == 5) {
                        throw new NoSuchElementException("folder went away");
                    }
                    return picture;
                })
                .iterator();
        try (Classifier classifier = classifier(2)) {
            assertThatThrownBy(() -> classifier.stream(() -> failing).forEach(outcome -> {}))
                    .hasMessageContaining("folder went away");
        }
    }

    @Test
    void closingTheClassifierEndsItsStreams() throws IOException {
        Classifier classifier = classifier(2);
        Iterator<Outcome<Classification>> outcomes =
                classifier.stream(pictures(9)).iterator();
        outcomes.next();
        classifier.close();
        assertThatThrownBy(() -> outcomes.forEachRemaining(outcome -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> classifier.stream(List.of())).hasMessageContaining("closed");
    }

    @Test
    void streamThatHasEndedStaysEndedWhenTheClassifierIsClosed() throws IOException {
        Classifier classifier = classifier(2);
        Iterator<Outcome<Classification>> outcomes =
                classifier.stream(pictures(3)).iterator();
        outcomes.forEachRemaining(Outcome::orElseThrow);
        classifier.close();
        assertThat(outcomes).isExhausted();
    }

    @Test
    void closingWhileOthersComputeGivesThemTheirAnswersOrRefusesThem()
            throws IOException, InterruptedException, ExecutionException {
        List<Path> files = pictures(12);
        List<float[]> expected = new ArrayList<>();
        try (Classifier classifier = classifier(4)) {
            classifier.classifyFiles(files).forEach(answer -> expected.add(answer.logits()));
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 10; round++) {
                Classifier classifier = classifier(4);
                List<Outcome<Classification>> seen = new ArrayList<>();
                AtomicInteger answered = new AtomicInteger();
                List<Future<?>> callers = new ArrayList<>();
                for (int caller = 0; caller < 4; caller++) {
                    callers.add(threads.submit(() -> {
                        List<Outcome<Classification>> mine = new ArrayList<>();
                        try {
                            classifier.stream(files).forEach(outcome -> {
                                mine.add(outcome);
                                answered.incrementAndGet();
                            });
                        } catch (IllegalStateException e) {
                            assertThat(e).hasMessageContaining("closed");
                        }
                        synchronized (seen) {
                            seen.addAll(mine);
                        }
                    }));
                }
                while (answered.get() < 3 * round && callers.stream().anyMatch(caller -> !caller.isDone())) {
                    Thread.onSpinWait();
                }
                classifier.close();
                for (Future<?> caller : callers) {
                    caller.get();
                }
                for (Outcome<Classification> outcome : seen) {
                    assertThat(outcome.orElseThrow().logits())
                            .containsExactly(expected.get(files.indexOf(outcome.picture())));
                }
            }
        } finally {
            threads.shutdown();
        }
    }
}

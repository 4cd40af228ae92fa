package io.github.mambaout.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.mambaout.image.Picture;
import io.github.mambaout.kernel.Compute;
import io.github.mambaout.kernel.KernelProviders;
import io.github.mambaout.layer.Execution;
import io.github.mambaout.weights.ModelFile;
import io.github.mambaout.weights.SavedModel;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Many predictions from many threads on one classifier, of pictures of several sizes. */
class SoakTest {
    private static final Logger LOG = LoggerFactory.getLogger(SoakTest.class);
    private static final int THREADS = 64;
    private static final int PICTURES = 40;
    private static final long MEGABYTE = 1 << 20;
    /** A collection that frees less than this many bytes leaves nothing to be freed. */
    private static final long SETTLED = 1 << 16;

    private final Compute compute = Compute.of(KernelProviders.selected().kernels(), 2);
    private final List<Picture> pictures = new ArrayList<>();
    private final List<float[]> expected = new ArrayList<>();
    private SavedModel saved;
    /** What one prediction borrows at most. */
    private long bytesOfOne;

    @BeforeEach
    void answerOneByOne() throws URISyntaxException {
        saved = ModelFile.load(Path.of(SoakTest.class
                .getResource("/weights/test_mambaout-10-classes.f16.safetensors")
                .toURI()));
        Random random = new Random(8);
        Compute alone = Compute.of(KernelProviders.selected().kernels(), 1);
        try (Classifier classifier = Classifier.of(saved, alone)) {
            for (int i = 0; i < PICTURES; i++) {
                int side = 150 + i;
                byte[] rgb = new byte[side * side * Picture.CHANNELS];
                random.nextBytes(rgb);
                pictures.add(Picture.of(side, side, rgb));
                expected.add(classifier.classify(pictures.get(i)).logits());
            }
        }
        try (Execution execution = Execution.on(alone)) {
            var input = execution.borrow(saved.metadata().config().inputShape());
            saved.model().forward(input, execution);
            bytesOfOne = execution.memory().mostBytes();
        }
    }

    /** What the process holds when nothing is computed. */
    private record Memory(long heap, long committedHeap, long direct, long buffers, long resident) {
        static Memory now() throws IOException {
            collectGarbage();
            BufferPoolMXBean direct = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .findFirst()
                    .orElseThrow();
            MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
            return new Memory(
                    heap.getUsed(), heap.getCommitted(), direct.getMemoryUsed(), direct.getCount(), residentBytes());
        }

        /** What is cleaned up after its owner takes several collections, here also after the tests before. */
        private static void collectGarbage() {
            long before;
            long after = Long.MAX_VALUE;
            do {
                before = after;
                System.gc();
                after = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            } while (after < before - SETTLED);
        }

        /** Where the system tells it (Linux); 0 elsewhere. */
        private static long residentBytes() throws IOException {
            Path status = Path.of("/proc/self/status");
            if (!Files.isReadable(status)) {
                return 0;
            }
            return Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                            .findFirst()
                            .orElse(0)
                    * 1024;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "heap %.1f MB in use of %.0f MB, direct %.1f MB in %d buffers, resident %.0f MB",
                    heap / (double) MEGABYTE,
                    committedHeap / (double) MEGABYTE,
                    direct / (double) MEGABYTE,
                    buffers,
                    resident / (double) MEGABYTE);
        }
    }

    private void classify(Classifier classifier, int predictions) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger wrong = new AtomicInteger();
        List<Future<?>> callers = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            callers.add(threads.submit(() -> {
                for (int n = next.getAndIncrement(); n < predictions; n = next.getAndIncrement()) {
                    float[] logits =
                            classifier.classify(pictures.get(n % PICTURES)).logits();
                    if (!Arrays.equals(logits, expected.get(n % PICTURES))) {
                        wrong.incrementAndGet();
                    }
                }
            }));
        }
        for (Future<?> caller : callers) {
            caller.get();
        }
        threads.shutdown();
        // Threads that have not ended yet still hold the scratch memory of their kernels.
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES))
                .as("callers end")
                .isTrue();
        assertThat(wrong).as("answers with other bits than on one thread").hasValue(0);
    }

    private void memoryStays(int early, int all) throws IOException, InterruptedException, ExecutionException {
        try (Classifier classifier = Classifier.of(saved, compute)) {
            classify(classifier, early);
            Memory before = Memory.now();
            LOG.info("After {} predictions from {} threads: {}", early, THREADS, before);
            classify(classifier, all - early);
            Memory after = Memory.now();
            LOG.info("After {} predictions from {} threads: {}", all, THREADS, after);
            assertThat(after.heap() - before.heap()).as("growth of the heap").isLessThan(2 * MEGABYTE);
            // All callers at the same place of the network at once may come late; more than they need never comes.
            assertThat(after.direct() - before.direct())
                    .as("growth of direct memory")
                    .isLessThanOrEqualTo(THREADS * bytesOfOne);
        } finally {
            compute.workers().close();
        }
    }

    @Test
    void answersOfManyThreadsHaveTheBitsOfOneThreadAndMemoryStays()
            throws IOException, InterruptedException, ExecutionException {
        memoryStays(300, 900);
    }

    @Test
    @Tag("slow")
    void hundredThousandPredictionsHaveTheBitsOfOneThreadAndMemoryStays()
            throws IOException, InterruptedException, ExecutionException {
        memoryStays(10_000, 100_000);
    }
}

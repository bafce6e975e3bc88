package org.fscensus.job;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportFailedException;
import org.fscensus.pipeline.ImportProgress;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportResult;
import org.fscensus.pipeline.Phase;
import org.fscensus.pipeline.PhaseSnapshot;
import org.fscensus.pipeline.ProgressDriver;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.store.Generation;

/** Imports nothing: holds every job in its scan until it is let go, told to fail or cancelled. */
public final class FakeImporter implements Importer {
    public static final List<RejectedLine> REJECTED =
            List.of(new RejectedLine("/data/log", 3, 120, "no path after \" -- \"", "<0> 1 2 %FF"));

    private static final long BYTES = 1000;

    private final Map<String, Hold> holds = new ConcurrentHashMap<>();
    private final Queue<String> started = new ConcurrentLinkedQueue<>();
    private volatile boolean holding;

    /** One job's end. */
    private static final class Hold {
        private final CountDownLatch latch = new CountDownLatch(1);
        private volatile Throwable failure = new IllegalStateException("let go without a failure");
        private volatile boolean fails;
    }

    /** @param holding whether jobs wait for {@link #finish} or {@link #fail}; else they run through at once */
    public FakeImporter(boolean holding) {
        this.holding = holding;
    }

    public void holdJobs(boolean hold) {
        holding = hold;
    }

    /** Lets a job succeed. */
    public void finish(String jobId) {
        hold(jobId).latch.countDown();
    }

    /** Lets a job end with this. */
    public void fail(String jobId, Throwable failure) {
        Hold hold = hold(jobId);
        hold.failure = failure;
        hold.fails = true;
        hold.latch.countDown();
    }

    /**
     * Where nothing is ever sent to.
     *
     * @param directory the test's own: what lies in it may be deleted
     */
    static Uploads uploads(Path directory) {
        return new Uploads(directory, new Uploads.Limits(0, 0, 0));
    }

    /** Ids of the jobs that have begun, in order. */
    public List<String> started() {
        return List.copyOf(started);
    }

    public static Generation generation(ImportRequest request) {
        Instant now = Instant.parse("2026-01-25T12:00:00Z");
        String id = "g-" + request.jobId();
        return new Generation(
                id,
                request.filesystem(),
                request.jobId(),
                request.scanTime(),
                now,
                7,
                2,
                4096,
                4000,
                8192,
                id + ".db",
                1,
                null);
    }

    @Override
    public ImportResult run(ImportRequest request, ImportProgress progress) throws ImportFailedException {
        ProgressDriver driver = new ProgressDriver(progress);
        ImportCounters counters = new ImportCounters(BYTES, 10, 7, 2, 0, 1, 0, 4096, 4000, null);
        driver.counters(counters);
        driver.rejected(REJECTED);
        PhaseSnapshot.State outcome = PhaseSnapshot.State.FAILED;
        try {
            driver.begin(Phase.SCAN, BYTES);
            driver.advance(Phase.SCAN, BYTES / 2);
            started.add(request.jobId());
            if (holding) {
                await(request.jobId(), progress);
            }
            driver.advance(Phase.SCAN, BYTES / 2);
            driver.end(Phase.SCAN);
            driver.begin(Phase.ORDER, 2L);
            driver.advance(Phase.ORDER, 2);
            driver.end(Phase.ORDER);
            outcome = PhaseSnapshot.State.DONE;
            return new ImportResult("gpfs", counters, List.of("1 line was rejected"), generation(request));
        } catch (java.util.concurrent.CancellationException e) {
            outcome = PhaseSnapshot.State.CANCELLED;
            throw e;
        } finally {
            driver.abandon(outcome);
        }
    }

    private void await(String jobId, ImportProgress progress) throws ImportFailedException {
        Hold hold = hold(jobId);
        try {
            while (!hold.latch.await(10, TimeUnit.MILLISECONDS)) {
                progress.checkCancelled();
            }
        } catch (InterruptedException e) {
            throw new AssertionError("a worker was interrupted", e);
        }
        if (!hold.fails) {
            return;
        }
        if (hold.failure instanceof ImportFailedException failed) {
            throw failed;
        }
        if (hold.failure instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(hold.failure);
    }

    private Hold hold(String jobId) {
        return holds.computeIfAbsent(jobId, id -> new Hold());
    }
}

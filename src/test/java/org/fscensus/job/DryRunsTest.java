package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.fscensus.pipeline.DryRunReport;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DryRunsTest {
    private static final String NAME = "20260125_csfs1_cgd.list.list_all.log";
    private static final byte[] LOG = "a line\n".getBytes(StandardCharsets.UTF_8);

    /** A body that breaks off. */
    private static final InputStream BROKEN = new FilterInputStream(InputStream.nullInputStream()) {
        @Override
        public int read(byte[] into, int at, int length) throws IOException {
            throw new IOException("the client has gone");
        }
    };

    /** A body that nobody may touch. */
    private static final InputStream UNREAD = new FilterInputStream(InputStream.nullInputStream()) {
        @Override
        public int read(byte[] into, int at, int length) {
            throw new AssertionError("the body was read");
        }
    };

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @Test
    void aThirdIsRefusedUnreadUntilOneOfTwoIsOver() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch go = new CountDownLatch(1);
        DryRuns runs = runs(request -> {
            begun.countDown();
            await(go);
            return report(request);
        });
        List<CompletableFuture<DryRunReport>> both = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            both.add(CompletableFuture.supplyAsync(() -> ofUpload(runs, new ByteArrayInputStream(LOG))));
        }
        begun.await();

        assertThatExceptionOfType(QueueFullException.class)
                .isThrownBy(() -> runs.ofUpload(NAME, JobOptions.NONE, LOG.length, -1, UNREAD));

        go.countDown();
        for (CompletableFuture<DryRunReport> one : both) {
            assertThat(one.get().filesystem()).isEqualTo("cgd");
        }
        assertThat(runs.ofUpload(NAME, JobOptions.NONE, LOG.length, -1, new ByteArrayInputStream(LOG))
                        .filesystem())
                .isEqualTo("cgd");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aBodyThatBreaksOffLeavesNothing() {
        List<ImportRequest> seen = new ArrayList<>();
        DryRuns runs = runs(request -> {
            seen.add(request);
            return report(request);
        });
        InputStream body = new SequenceInputStream(new ByteArrayInputStream(LOG), BROKEN);

        UploadException refused = catchThrowableOfType(
                UploadException.class, () -> runs.ofUpload(NAME, JobOptions.NONE, 2L * LOG.length, -1, body));

        assertThat(refused.reason()).isEqualTo(UploadException.Reason.BROKEN_OFF);
        assertThat(seen).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aRunThatFailsLeavesNothingAndFreesItsPlace() {
        DryRuns runs = runs(request -> {
            throw new IllegalStateException("a defect");
        });
        // More often than there are places.
        for (int n = 0; n < 4; n++) {
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(
                            () -> runs.ofUpload(NAME, JobOptions.NONE, LOG.length, -1, new ByteArrayInputStream(LOG)))
                    .withMessage("a defect");
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aBeginningKnowsTheBytesOfTheWhole() throws Exception {
        List<ImportRequest> seen = new ArrayList<>();
        DryRuns runs = runs(request -> {
            seen.add(request);
            return report(request);
        });
        runs.ofUpload(NAME, JobOptions.NONE, LOG.length, 1_000_000, new ByteArrayInputStream(LOG));

        assertThat(seen)
                .singleElement()
                .satisfies(request -> assertThat(request.source())
                        .isInstanceOfSatisfying(
                                ImportSource.Beginning.class,
                                beginning -> assertThat(beginning.bytes()).isEqualTo(1_000_000)));
    }

    private DryRuns runs(DryRunner runner) {
        Clock clock = Clock.fixed(Instant.parse("2026-02-01T12:00:00Z"), ZoneOffset.UTC);
        Uploads uploads = new Uploads(directory, new Uploads.Limits(1 << 30, 4, 0));
        RequestResolver resolver = new RequestResolver(
                new SourceRoots(List.of()),
                uploads,
                new RequestResolver.Defaults(1, ZoneOffset.UTC),
                (name, scanTime) -> {},
                clock);
        return new DryRuns(resolver, runner, uploads, new JobIds(clock));
    }

    private static DryRunReport ofUpload(DryRuns runs, InputStream body) {
        try {
            return runs.ofUpload(NAME, JobOptions.NONE, LOG.length, -1, body);
        } catch (InvalidRequestException | QueueFullException | UploadException e) {
            throw new AssertionError(e);
        }
    }

    private static DryRunReport report(ImportRequest request) {
        return new DryRunReport(
                request.filesystem(),
                null,
                request.scanTime(),
                true,
                ImportCounters.ZERO,
                List.of(),
                List.of(),
                null,
                null);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}

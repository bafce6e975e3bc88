package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.fscensus.pipeline.ImportPipeline;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
    private static final byte[] LOG = "a line\nanother line\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    /** A body that nobody may touch. */
    private static final InputStream UNREAD = new FilterInputStream(new ByteArrayInputStream(LOG)) {
        @Override
        public int read(byte[] into, int at, int length) {
            throw new AssertionError("the body was read");
        }
    };

    @Test
    void aLogArrivesAsItWasSentAndGoesWithItsJob() throws Exception {
        Uploads uploads = uploads(1 << 30, 1, 0);
        Path file = uploads.file("job1/a.log");
        uploads.receive(file, LOG.length, new ByteArrayInputStream(LOG));
        assertThat(file).hasBinaryContent(LOG);
        uploads.delete(file);
        assertThat(directory).isEmptyDirectory();
    }

    /** Regression: a data directory, or its uploads, may be a link to another disk. */
    @Test
    void aLogBehindALinkedDirectoryIsFoundAtItsRealPath() throws Exception {
        Path real = Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), real);
        Uploads uploads = new Uploads(link, new Uploads.Limits(1 << 30, 1, 0));
        Path file = uploads.file("job1/a.log");
        uploads.receive(file, -1, new ByteArrayInputStream(LOG));
        assertThat(file).isEqualTo(real.toRealPath().resolve("job1/a.log")).isEqualTo(file.toRealPath());
    }

    @Test
    void aDiskThatFailsIsNotCalledFull() throws Exception {
        Uploads uploads = uploads(1 << 30, 1, 0);
        Path file = uploads.file("job1/a.log");
        // In the way of the directory that the log is to have.
        Files.writeString(directory.resolve("job1"), "");
        UploadException failure = catchThrowableOfType(
                UploadException.class, () -> uploads.receive(file, -1, new ByteArrayInputStream(LOG)));
        assertThat(failure.reason()).isEqualTo(UploadException.Reason.UNWRITABLE);
    }

    @Test
    void aLogThatBreaksOffLeavesNothing() {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(LOG)) {
            @Override
            public int read(byte[] into, int at, int length) throws IOException {
                int n = super.read(into, at, length);
                if (n < 0) {
                    throw new IOException("connection reset");
                }
                return n;
            }
        };
        assertThat(refusal(uploads(1 << 30, 1, 0), -1, broken)).isEqualTo(UploadException.Reason.BROKEN_OFF);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aLogThatIsTooLargeIsRefusedBeforeOrWhileItComes() {
        Uploads uploads = uploads(LOG.length - 1, 1, 0);
        assertThat(refusal(uploads, LOG.length, UNREAD)).isEqualTo(UploadException.Reason.TOO_LARGE);
        assertThat(refusal(uploads, -1, new ByteArrayInputStream(LOG))).isEqualTo(UploadException.Reason.TOO_LARGE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void ofALogThatIsOnlyLookedAtNoMoreThanTheBeginningIsKept() throws Exception {
        Uploads uploads = uploads(1 << 30, 1, 0);
        Path file = uploads.file("job1/a.log");
        long length = ImportPipeline.BEGINNING_BYTES + LOG.length;
        InputStream zeros = new InputStream() {
            private long left = length;

            @Override
            public int read() {
                return left-- > 0 ? 0 : -1;
            }

            @Override
            public int read(byte[] into, int at, int most) {
                int n = (int) Math.min(most, left);
                left -= n;
                return n > 0 ? n : -1;
            }
        };
        assertThat(uploads.receiveBeginning(file, length, zeros)).isEqualTo(length);
        assertThat(file).hasSize(ImportPipeline.BEGINNING_BYTES);
        uploads.delete(file);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aLogForWhichThereIsNoRoomIsRefusedWithWhatIsFreeAndNeeded() throws Exception {
        long free = Files.getFileStore(directory).getUsableSpace();
        Uploads uploads = uploads(Long.MAX_VALUE, 1, 0);
        UploadException refused = catchThrowableOfType(
                UploadException.class, () -> uploads.receive(uploads.file("job/a.log"), 2 * free, UNREAD));
        assertThat(refused.reason()).isEqualTo(UploadException.Reason.NO_SPACE);
        assertThat(refused)
                .hasMessageContaining("bytes are free")
                .hasMessageContaining("%,d are needed".formatted(2 * free));
        // What is kept free counts, also where nobody has said how much will come.
        assertThat(refusal(uploads(Long.MAX_VALUE, 1, 2 * free), -1, UNREAD))
                .isEqualTo(UploadException.Reason.NO_SPACE);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void noMoreThanAllowedComeInAtATime() throws Exception {
        Uploads uploads = uploads(1 << 30, 1, 0);
        PipedOutputStream out = new PipedOutputStream();
        PipedInputStream slow = new PipedInputStream(out);
        Path first = uploads.file("job1/a.log");
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                uploads.receive(first, -1, slow);
            } catch (UploadException e) {
                throw new AssertionError(e);
            }
        });
        out.write(1);
        await().until(() -> Files.exists(first));
        assertThat(refusal(uploads, -1, UNREAD)).isEqualTo(UploadException.Reason.BUSY);
        out.close();
        running.get();
        uploads.receive(uploads.file("job2/a.log"), -1, new ByteArrayInputStream(LOG));
        assertThat(uploads.file("job2/a.log")).exists();
    }

    @Test
    void whatAKilledProcessLeftGoesAndWhatWaitsStays() throws Exception {
        JobIds ids = new JobIds(Clock.systemUTC());
        Path waits = upload(ids.next());
        Path left = upload(ids.next());
        Files.write(left.resolve("b.log"), LOG);
        Path empty = Files.createDirectory(directory.resolve(ids.next()));

        uploads(1 << 30, 1, 0).keepOnly(Set.of(waits.getFileName().toString(), ids.next()));

        assertThat(waits.resolve("a.log")).exists();
        assertThat(left).doesNotExist();
        assertThat(empty).doesNotExist();
    }

    /** Regression: an uploads directory that was set wrong was emptied. */
    @Test
    void whatIsNoUploadIsLeftAloneAndSoIsWhatALinkLeadsTo() throws Exception {
        Path foreign = upload("foreign");
        Path behind = upload("behind");
        Path link = directory.resolve(new JobIds(Clock.systemUTC()).next());
        Files.createSymbolicLink(link, behind);

        uploads(1 << 30, 1, 0).keepOnly(Set.of());

        assertThat(foreign.resolve("a.log")).exists();
        assertThat(behind.resolve("a.log")).exists();
        assertThat(link).doesNotExist();
    }

    private Path upload(String job) throws IOException {
        Path upload = Files.createDirectory(directory.resolve(job));
        Files.write(upload.resolve("a.log"), LOG);
        return upload;
    }

    private UploadException.Reason refusal(Uploads uploads, long length, InputStream body) {
        return catchThrowableOfType(
                        UploadException.class, () -> uploads.receive(uploads.file("refused/a.log"), length, body))
                .reason();
    }

    private Uploads uploads(long bytes, int atOnce, long keepFree) {
        return new Uploads(directory, new Uploads.Limits(bytes, atOnce, keepFree));
    }
}

package org.fscensus.job;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import org.fscensus.pipeline.DryRunReport;
import org.fscensus.pipeline.ImportPipeline;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportSource;

/** Tells what imports would come to, a few at a time. Nothing is kept of them. Any thread. */
final class DryRuns {
    /** At a time; each takes a processor for about a second. */
    private static final int AT_ONCE = 2;

    private final RequestResolver resolver;
    private final DryRunner runner;
    private final Uploads uploads;
    private final JobIds ids;
    private final Semaphore running = new Semaphore(AT_ONCE);

    DryRuns(RequestResolver resolver, DryRunner runner, Uploads uploads, JobIds ids) {
        this.resolver = resolver;
        this.runner = runner;
        this.uploads = uploads;
        this.ids = ids;
    }

    /** Of a source that the service can read. */
    DryRunReport of(JobRequest asked) throws InvalidRequestException, QueueFullException {
        return run(resolver.resolveDryRun(ids.next(), asked));
    }

    /** Of a log that is sent, or of its beginning; see {@link JobService#dryRunOfUpload}. */
    DryRunReport ofUpload(String fileName, JobOptions options, long length, long size, InputStream body)
            throws InvalidRequestException, QueueFullException, UploadException {
        String id = ids.next();
        JobRequest asked = new JobRequest(JobSource.upload(id + "/" + Uploads.checkName(fileName)), options);
        ImportRequest request = resolver.resolveDryRun(id, asked);
        checkSize(size, length);
        uploads.checkLength(size);
        // What is refused then is refused before it is read; a permit held meanwhile would be held by slow senders.
        if (running.availablePermits() == 0) {
            throw QueueFullException.dryRuns(AT_ONCE);
        }
        Path file = uploads.file(Objects.requireNonNull(asked.source().upload()));
        long received = uploads.receiveBeginning(file, length, body);
        try {
            checkSize(size, received);
            long whole = Math.max(size, received);
            boolean all = whole == Math.min(received, ImportPipeline.BEGINNING_BYTES);
            return run(all ? request : request.of(new ImportSource.Beginning(file, whole)));
        } finally {
            uploads.delete(file);
        }
    }

    private static void checkSize(long size, long body) throws InvalidRequestException {
        if (size >= 0 && size < body) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.MALFORMED,
                    "size",
                    "is " + size + ", but the body has " + body
                            + " bytes; give the bytes of the whole log, or leave it out where all of it is sent");
        }
    }

    private DryRunReport run(ImportRequest request) throws QueueFullException {
        if (!running.tryAcquire()) {
            throw QueueFullException.dryRuns(AT_ONCE);
        }
        try {
            return runner.run(request);
        } finally {
            running.release();
        }
    }
}

package org.fscensus.job;

import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.fscensus.pipeline.DryRunReport;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.scanlog.RejectedLine;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * Accepts, runs, shows and cancels jobs. A few run at a time, each on a worker thread of this service, one for a file
 * system; the others wait in a bounded line. An accepted job is on disk and survives the process.
 *
 * <p>{@link #close} stops the running imports and gives their jobs back to the control database as queued: the next
 * {@link #start} begins them again as a further attempt, which is not held against them. A job that is found running at
 * the start was cut short, and after {@link JobState#MAX_INTERRUPTIONS} of that it fails.
 *
 * <p>Any thread. Where the control database does not answer, methods throw {@link JobStoreException}.
 */
public final class JobService implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(JobService.class.getName());
    private final JobStore store;
    private final RequestResolver resolver;
    private final Importer importer;
    private final Function<String, Optional<Generation>> publishedBy;
    private final DryRuns dryRuns;
    private final Uploads uploads;
    private final JobSettings settings;
    private final Clock clock;
    private final JobIds ids;
    private final JobEvents events = new JobEvents();
    private final JobQueue queue;
    private final JobRegistry registry;
    private final Recovery recovery;
    private final List<Thread> workers = new ArrayList<>();
    private final Object submitting = new Object();
    private volatile boolean closing;

    /** @param publishedBy the generation that a job, by its id, has published */
    public JobService(
            JobStore store,
            RequestResolver resolver,
            Importer importer,
            DryRunner dryRunner,
            Uploads uploads,
            Function<String, Optional<Generation>> publishedBy,
            JobSettings settings,
            Clock clock) {
        this.store = store;
        this.resolver = resolver;
        this.importer = importer;
        this.publishedBy = publishedBy;
        this.uploads = uploads;
        this.settings = settings;
        this.clock = clock;
        this.ids = new JobIds(clock);
        this.dryRuns = new DryRuns(resolver, dryRunner, uploads, ids);
        this.queue = new JobQueue(settings.concurrent(), settings.queue());
        this.registry = new JobRegistry(store, events, uploads, settings.keep());
        this.recovery = new Recovery(store, publishedBy, clock);
    }

    /** Takes up what an earlier process left, and starts to work. Once. */
    public void start() {
        store.list(JobFilter.NEWEST).forEach(newest -> ids.startAfter(newest.id()));
        recovery.run(this::enqueue, registry::recovered);
        uploads.keepOnly(registry.active().stream().map(ActiveJob::id).collect(Collectors.toSet()));
        store.trim(settings.keep());
        events.start(registry::tick);
        for (int number = 1; number <= settings.concurrent(); number++) {
            Thread worker = new Thread(this::work, "job-" + number);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
    }

    /**
     * Accepts a job; it is on disk when this returns.
     *
     * @param idempotencyKey where a job was accepted with this key before, that job is returned and no other is made
     * @throws InvalidRequestException if the request cannot become a job, or its key came with another request before
     * @throws QueueFullException if too many jobs wait
     */
    public JobSnapshot submit(JobRequest asked, @Nullable String idempotencyKey)
            throws InvalidRequestException, QueueFullException {
        Optional<JobRecord> earlier = earlier(idempotencyKey);
        if (earlier.isPresent()) {
            return repeated(earlier.get(), asked);
        }
        // Looks at the source, which may lie on a file system that hangs: so without the lock.
        JobRecord job = newJob(resolver.resolve(ids.next(), asked), asked, idempotencyKey);
        synchronized (submitting) {
            Optional<JobRecord> overtook = earlier(idempotencyKey);
            if (overtook.isPresent()) {
                return repeated(overtook.get(), asked);
            }
            insert(job);
            return enqueue(job);
        }
    }

    /** Puts a job on disk if there is room for it in the line, under the lock. */
    private void insert(JobRecord job) throws QueueFullException {
        checkRoom();
        store.insert(job);
    }

    private void checkRoom() throws QueueFullException {
        if (queue.isFull()) {
            throw new QueueFullException(settings.queue());
        }
    }

    private JobRecord newJob(ImportRequest request, JobRequest asked, @Nullable String idempotencyKey) {
        return new JobRecord(request, asked, idempotencyKey, clock.instant(), JobState.Queued.NEW, false, null);
    }

    /**
     * Receives a log and accepts its import; both are on disk when this returns.
     *
     * @param fileName that it is sent under, without directories
     * @param length in bytes, -1 while unknown
     * @param body the log; not touched where the upload is refused for what can be told beforehand
     * @throws InvalidRequestException if the request cannot become a job
     * @throws QueueFullException if too many jobs wait
     * @throws UploadException if the log is not taken
     */
    public JobSnapshot upload(String fileName, JobOptions options, long length, InputStream body)
            throws InvalidRequestException, QueueFullException, UploadException {
        String id = ids.next();
        JobRequest asked = new JobRequest(JobSource.upload(id + "/" + Uploads.checkName(fileName)), options);
        ImportRequest request = resolver.resolve(id, asked);
        checkRoom();
        Path file = uploads.file(Objects.requireNonNull(asked.source().upload()));
        uploads.receive(file, length, body);
        boolean inserted = false;
        try {
            synchronized (submitting) {
                JobRecord job = newJob(request, asked, null);
                insert(job);
                // From here on the job is known to the next start, whatever becomes of it in this process.
                inserted = true;
                return enqueue(job);
            }
        } finally {
            if (!inserted) {
                uploads.delete(file);
            }
        }
    }

    /**
     * Accepts the check of a generation that is served; it is on disk when this returns. It takes its turn with the
     * imports of its file system.
     *
     * @throws QueueFullException if too many jobs wait
     */
    public JobSnapshot verify(Generation generation) throws QueueFullException {
        ImportRequest request = resolver.resolveCheck(ids.next(), generation);
        JobRequest asked = new JobRequest(JobSource.generation(generation.id()), JobOptions.NONE)
                .withFilesystem(generation.filesystem());
        synchronized (submitting) {
            JobRecord job = newJob(request, asked, null);
            insert(job);
            return enqueue(job);
        }
    }

    /** Jobs of a file system, named without case, that wait or run. */
    public List<JobSnapshot> unfinished(String filesystem) {
        String key = FilesystemName.key(filesystem);
        return registry.active().stream()
                .filter(job -> job.filesystemKey().equals(key))
                .map(ActiveJob::snapshot)
                .toList();
    }

    /**
     * Reads the beginning of a source and tells what its import would come to; makes no job.
     *
     * @throws InvalidRequestException if the request could not become a job
     * @throws QueueFullException if too many are being answered
     */
    public DryRunReport dryRun(JobRequest asked) throws InvalidRequestException, QueueFullException {
        return dryRuns.of(asked);
    }

    /**
     * Likewise of a log that is sent, or of its beginning, which may end anywhere; nothing of it is kept.
     *
     * @param fileName that it is sent under, without directories
     * @param length of the body in bytes, -1 while unknown
     * @param size of the whole log in bytes, -1 where the body is all of it
     * @param body read to its end, unless it is refused
     * @throws InvalidRequestException if the request could not become a job
     * @throws QueueFullException if too many are being answered
     * @throws UploadException if the body is not taken
     */
    public DryRunReport dryRunOfUpload(String fileName, JobOptions options, long length, long size, InputStream body)
            throws InvalidRequestException, QueueFullException, UploadException {
        return dryRuns.ofUpload(fileName, options, length, size, body);
    }

    private Optional<JobRecord> earlier(@Nullable String idempotencyKey) {
        return idempotencyKey == null ? Optional.empty() : store.findByKey(idempotencyKey);
    }

    private JobSnapshot repeated(JobRecord earlier, JobRequest asked) throws InvalidRequestException {
        if (!earlier.asked().equals(asked)) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.UNPROCESSABLE,
                    "Idempotency-Key",
                    "came with another request before, which became job " + earlier.id()
                            + "; use a new key for each job");
        }
        return registry.present(earlier);
    }

    private JobSnapshot enqueue(JobRecord job) {
        ActiveJob waits = new ActiveJob(job, clock, running -> registry.publish(JobEvent.Kind.PHASE, running));
        registry.queued(waits);
        queue.add(waits);
        return job.snapshot();
    }

    public Optional<JobSnapshot> find(String id) {
        return registry.find(id);
    }

    public JobPage list(JobFilter filter) {
        List<JobRecord> jobs = store.list(filter);
        boolean more = filter.limit() > 0 && jobs.size() > filter.limit();
        List<JobRecord> shown = more ? jobs.subList(0, filter.limit()) : jobs;
        String next = more ? shown.get(shown.size() - 1).id() : null;
        return new JobPage(shown.stream().map(registry::present).toList(), next);
    }

    /** A sample of the lines that a job could not read, so far or in all. */
    public List<RejectedLine> rejected(String id) throws NoSuchJobException {
        if (registry.find(id).isEmpty()) {
            throw new NoSuchJobException(id);
        }
        return registry.rejected(id);
    }

    /**
     * Cancels a job. One that waits is cancelled when this returns; one that runs stops soon and is running still, and
     * may yet succeed where it was about to be published.
     */
    public JobSnapshot cancel(String id) throws NoSuchJobException, JobFinishedException {
        ActiveJob job = registry.active(id).orElse(null);
        if (job != null && queue.remove(job)) {
            JobState cancelled = job.life().cancel();
            JobRecord end = job.accepted().with(cancelled, JobReport.pending(job.request()));
            registry.finished(job, end, List.of());
        } else if (job != null) {
            job.requestCancel();
            store.requestCancel(id);
        } else {
            JobSnapshot finished = find(id).orElseThrow(() -> new NoSuchJobException(id));
            throw new JobFinishedException(finished);
        }
        return find(id).orElseThrow(() -> new NoSuchJobException(id));
    }

    /** Events of every job: first the present state of those that are not finished. Ends with the service. */
    public Flow.Publisher<JobEvent> events() {
        return events.stream(
                null, () -> registry.active().stream().map(ActiveJob::snapshot).toList());
    }

    /** Events of one job: first its present state, last its final one. */
    public Flow.Publisher<JobEvent> events(String id) throws NoSuchJobException {
        if (find(id).isEmpty()) {
            throw new NoSuchJobException(id);
        }
        return events.stream(id, () -> find(id).stream().toList());
    }

    /** How many streams of events are being followed. */
    public int followers() {
        return events.followers();
    }

    /** Calls {@code listener} for every event, on the thread on which it happens: it must be quick. */
    public void onEvent(Consumer<JobEvent> listener) {
        events.addListener(listener);
    }

    /** How many jobs there are in each state. */
    public Map<JobState.Id, Long> counts() {
        return store.counts();
    }

    /** Of each file system, the newest import and the newest check of each final state that it has; the oldest first. */
    public List<JobSnapshot> latest() {
        return store.latest().stream().map(JobRecord::snapshot).toList();
    }

    /** When the job that waits longest was accepted. */
    public Optional<Instant> oldestWaiting() {
        return queue.oldest();
    }

    /** Whether every worker is there to take jobs. */
    public boolean isWorking() {
        return !workers.isEmpty() && workers.stream().allMatch(Thread::isAlive);
    }

    private void work() {
        try {
            for (ActiveJob job = queue.take(); job != null; job = queue.take()) {
                runOne(job);
                // An import that left its thread interrupted must not take the worker with it.
                Thread.interrupted();
            }
        } catch (InterruptedException e) {
            // Nobody interrupts a worker but the end of the process.
            Thread.currentThread().interrupt();
        }
    }

    private void runOne(ActiveJob job) {
        try (Attempt attempt = new Attempt(job, registry, resolver, importer, publishedBy, () -> closing)) {
            attempt.run();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "Job " + job.id() + " could not be settled; it starts again with the service", e);
        } finally {
            queue.release(job);
        }
    }

    /** Stops the running imports within seconds; their jobs and those that wait go on with the next start. */
    @Override
    public void close() {
        closing = true;
        queue.close();
        for (ActiveJob job : registry.active()) {
            job.progress().cancel();
        }
        long deadline = System.nanoTime() + settings.stopWithin().toNanos();
        for (Thread worker : workers) {
            stop(worker, deadline);
        }
        events.close();
    }

    private static void stop(Thread worker, long deadline) {
        try {
            TimeUnit.NANOSECONDS.timedJoin(worker, Math.max(1, deadline - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (worker.isAlive()) {
            LOG.log(
                    Level.WARNING,
                    "Import thread {0} did not stop in time; its job starts again with the service, as one that was cut"
                            + " short",
                    worker.getName());
        }
    }
}

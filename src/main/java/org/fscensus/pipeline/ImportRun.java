package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.fscensus.census.Census;
import org.fscensus.census.CensusOptions;
import org.fscensus.census.CensusSummary;
import org.fscensus.census.MemoryBudget;
import org.fscensus.census.OrderedCensus;
import org.fscensus.scanlog.FormatDetector;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.store.ExpectedTotals;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationFigures;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.GenerationWriter;
import org.fscensus.store.GroupName;
import org.fscensus.store.OwnerTotals;
import org.fscensus.store.Publication;
import org.fscensus.store.UserName;
import org.fscensus.store.VerificationException;

/** One import: its phases, one after the other, on one thread. */
final class ImportRun {
    /** As all times in the database: UTC, whole seconds. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final ImportRequest request;
    private final ImportProgress progress;
    private final GenerationStore generations;
    private final PipelineSettings settings;
    private final Path scratch;
    private final MemoryBudget.Share memory;
    private final ScanTally tally = new ScanTally();
    private final ImportWarnings warnings = new ImportWarnings();

    ImportRun(
            ImportRequest request,
            ImportProgress progress,
            GenerationStore generations,
            PipelineSettings settings,
            Path scratch,
            MemoryBudget.Share memory) {
        this.request = request;
        this.progress = progress;
        this.generations = generations;
        this.settings = settings;
        this.scratch = scratch;
        this.memory = memory;
    }

    ImportResult run() throws ImportFailedException, IOException {
        if (!request.dryRun()) {
            generations.checkWouldBeKept(request.filesystem(), request.scanTime());
        }
        try (Census census = new Census(censusOptions(), memory)) {
            progress.countersFrom(() -> tally.counters(census));
            progress.rejectedFrom(tally::rejectedSample);
            try {
                LogFormat format = scan(census);
                judge(format);
                collectWarnings(census);
                Generation generation = request.dryRun() ? null : build(census, format);
                return new ImportResult(format.id(), tally.counters(census), warnings.list(), generation);
            } finally {
                // Whoever holds the progress must not hold the census.
                ImportCounters last = tally.counters(census);
                progress.countersFrom(() -> last);
            }
        }
    }

    private CensusOptions censusOptions() {
        return new CensusOptions(
                request.scanTime().getEpochSecond(),
                request.ageFrom() == ImportRequest.AgeFrom.MODIFY,
                request.hardLinks() == ImportRequest.HardLinks.ONCE,
                scratch);
    }

    private LogSource open() throws IOException {
        return new PlainFileSource(request.source(), settings.pieceBytes());
    }

    private LogFormat scan(Census census) throws ImportFailedException, IOException {
        try (LogSource source = open()) {
            progress.begin(Phase.SCAN, source.sizeInBytes());
            ParseOptions options = new ParseOptions(
                    request.timeZone(), request.pathEscape(), request.ageFrom() == ImportRequest.AgeFrom.MODIFY);
            LogFormat format = format(options);
            List<ScanWorker> workers = new ArrayList<>();
            int count = settings.workers().take(request.workers());
            try {
                for (int i = 0; i < count; i++) {
                    workers.add(new ScanWorker(source, format.newParser(options), census.newWorker(), tally, progress));
                }
                new ScanPhase(request.filesystem(), progress).run(workers);
            } catch (MemoryBudget.ExceededException e) {
                throw tooManyDirectories(census, source.sizeInBytes(), e);
            } finally {
                settings.workers().giveBack(count);
            }
            source.checkUnchanged();
            census.finishScan(progress::checkCancelled);
            progress.end(Phase.SCAN);
            return format;
        }
    }

    /** Says what the whole log is likely to need, judging by its part that was read. */
    private ImportFailedException tooManyDirectories(
            Census census, long sourceBytes, MemoryBudget.ExceededException e) {
        long read = Math.min(sourceBytes, Math.max(settings.pieceBytes(), tally.bytes.sum()));
        double needed = (double) memory.held() * sourceBytes / read;
        return new ImportFailedException(
                String.format(
                        Locale.ROOT,
                        "Not enough memory for the directories of %s: %s. %,d directories stood in the first %.1f %% of it.",
                        request.source(),
                        e.getMessage(),
                        census.directories(),
                        100.0 * read / sourceBytes),
                String.format(
                        Locale.ROOT,
                        "The whole of it is likely to need %.1f GiB: raise fscensus.import.memory, and the service's heap"
                                + " (-Xmx) above it, or import it when no other import runs.",
                        needed / (1 << 30)),
                e);
    }

    private LogFormat format(ParseOptions options) throws IOException {
        String given = request.format();
        if (given != null) {
            return LogFormat.byId(given)
                    .orElseThrow(() -> new IOException("unknown format " + given + "; known are " + LogFormat.ids()));
        }
        try (LogSource head = new PlainFileSource(request.source(), PlainFileSource.DEFAULT_PIECE)) {
            return FormatDetector.detect(head, options);
        }
    }

    /** Refuses a source that is not what it should be. */
    private void judge(LogFormat format) throws ImportFailedException, IOException {
        long rejected = tally.rejectedLines.sum();
        long entryLines = tally.entryLines();
        if (entryLines == rejected) {
            throw new ImportFailedException(
                    "No line of " + request.source() + " could be read as an entry. " + firstLines(),
                    "Formats tried: " + (request.format() == null ? LogFormat.ids() : List.of(format.id()))
                            + ". Check that this is a scan log, and give the job a format if it is an unusual one.");
        }
        if (request.maxRejected().exceeded(rejected, entryLines)) {
            throw new ImportFailedException(
                    rejected + " of " + entryLines + " entry lines of " + request.source()
                            + " could not be read, more than maxRejected allows.",
                    "Look at the job's rejected lines; mend the log, or raise maxRejected if they can be spared.");
        }
    }

    private String firstLines() throws IOException {
        try (LogSource head = new PlainFileSource(request.source(), PlainFileSource.DEFAULT_PIECE)) {
            List<String> lines = FormatDetector.firstLines(head);
            return lines.isEmpty() ? "It is empty." : "It begins: " + String.join(" | ", lines);
        }
    }

    private void collectWarnings(Census census) {
        warnings.addScanTimeGuess(request);
        warnings.addLines(tally);
        warnings.addCensus(census.counters(), census.unlistedDirectories());
    }

    private Generation build(Census census, LogFormat format) throws ImportFailedException, IOException {
        progress.begin(Phase.ORDER, census.directories());
        OrderedCensus ordered = census.order(n -> progress.advance(Phase.ORDER, n));
        CensusSummary summary = census.summary(progress::checkCancelled);
        progress.end(Phase.ORDER);
        try (Publication publication = generations.begin(request.filesystem(), request.scanTime(), request.jobId())) {
            try (GenerationWriter writer = new GenerationWriter(publication.part())) {
                write(writer, ordered, summary, metadata(census, format));
                index(writer, census);
                verify(writer, census);
            }
            return publish(publication, census);
        }
    }

    private void write(
            GenerationWriter writer, OrderedCensus ordered, CensusSummary summary, Map<String, String> metadata)
            throws IOException {
        progress.begin(Phase.WRITE, ordered.size());
        writer.writeDirectories(ordered.rows(), n -> progress.advance(Phase.WRITE, n));
        writer.writeOwners(summary.owners(), progress::checkCancelled);
        writer.writeGroups(summary.groups(), progress::checkCancelled);
        writer.writeHistograms(summary.ages(), summary.sizes(), progress::checkCancelled);
        writeAccounts(writer, summary);
        writer.writeMetadata(metadata);
        progress.end(Phase.WRITE);
    }

    private void writeAccounts(GenerationWriter writer, CensusSummary summary) throws IOException {
        AccountNames accounts = settings.accounts().apply(progress::checkCancelled);
        List<UserName> users = new ArrayList<>();
        accounts.users(summary.owners().stream().map(OwnerTotals::id).toList())
                .forEach((uid, user) -> users.add(new UserName(uid, user.username(), user.fullName())));
        List<GroupName> groups = new ArrayList<>();
        accounts.groups(summary.groups().stream().map(OwnerTotals::id).toList())
                .forEach((gid, name) -> groups.add(new GroupName(gid, name)));
        writer.writeAccounts(users, groups, progress::checkCancelled);
        warnings.addAll(accounts.warnings());
    }

    private void index(GenerationWriter writer, Census census) throws IOException {
        progress.begin(Phase.INDEX, GenerationWriter.indexRows(census.directories()));
        writer.createIndexes(n -> progress.advance(Phase.INDEX, n));
        progress.end(Phase.INDEX);
    }

    private void verify(GenerationWriter writer, Census census) throws ImportFailedException, IOException {
        progress.begin(Phase.VERIFY, GenerationWriter.VERIFY_STEPS);
        ImportCounters counters = tally.counters(census);
        ExpectedTotals expected = new ExpectedTotals(
                census.directories(),
                counters.directories(),
                counters.files(),
                counters.allocatedBytes(),
                counters.apparentBytes());
        try {
            writer.verify(expected, n -> progress.advance(Phase.VERIFY, n));
        } catch (VerificationException e) {
            throw new ImportFailedException(
                    "The finished database does not agree with the scan: " + e.getMessage() + ".",
                    "This is a fault of the program or of the disk: the previous generation stays. Check the disk,"
                            + " submit the job again, and report it if it happens again.",
                    e);
        }
        progress.end(Phase.VERIFY);
    }

    private Generation publish(Publication publication, Census census) throws IOException {
        progress.begin(Phase.PUBLISH, Files.size(publication.part()));
        ImportCounters counters = tally.counters(census);
        Generation generation = publication.commit(
                new GenerationFigures(
                        counters.files(), counters.directories(), counters.allocatedBytes(), counters.apparentBytes()),
                n -> progress.advance(Phase.PUBLISH, n));
        progress.end(Phase.PUBLISH);
        return generation;
    }

    /** All that is known of the scan but what changes from run to run, the import's time and job aside. */
    private Map<String, String> metadata(Census census, LogFormat format) {
        ImportCounters counters = tally.counters(census);
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("filesystem", request.filesystem());
        metadata.put("source", request.source().toString());
        metadata.put("format", format.id());
        metadata.put("scan_time", TIME.format(request.scanTime()));
        metadata.put("import_time", TIME.format(settings.clock().instant()));
        metadata.put("job_id", request.jobId());
        metadata.put("time_zone", request.timeZone().toString());
        metadata.put("path_escape", lower(request.pathEscape()));
        metadata.put("age_from", lower(request.ageFrom()));
        metadata.put("hard_links", lower(request.hardLinks()));
        metadata.put("source_bytes", Long.toString(counters.bytes()));
        metadata.put("lines", Long.toString(counters.lines()));
        metadata.put("notice_lines", Long.toString(counters.noticeLines()));
        metadata.put("rejected_lines", Long.toString(counters.rejectedLines()));
        metadata.put("files", Long.toString(counters.files()));
        metadata.put("directories", Long.toString(counters.directories()));
        metadata.put("unlisted_directories", Long.toString(counters.unlistedDirectories()));
        metadata.put("duplicate_directories", Long.toString(census.counters().duplicateDirectories()));
        metadata.put("allocated_bytes", Long.toString(counters.allocatedBytes()));
        metadata.put("apparent_bytes", Long.toString(counters.apparentBytes()));
        metadata.put("program_version", settings.programVersion());
        return metadata;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

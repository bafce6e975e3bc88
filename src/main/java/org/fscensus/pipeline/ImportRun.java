package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.fscensus.census.Census;
import org.fscensus.census.CensusSummary;
import org.fscensus.census.MemoryBudget;
import org.fscensus.census.OrderedCensus;
import org.fscensus.census.ScratchSpace;
import org.fscensus.entry.EntryReader;
import org.fscensus.store.ExpectedTotals;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationFigures;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.GenerationWriter;
import org.fscensus.store.Publication;
import org.fscensus.store.VerificationException;
import org.jspecify.annotations.Nullable;

/** One import: its phases, one after the other, on one thread. */
final class ImportRun {
    private final ImportRequest request;
    private final ImportProgress progress;
    private final PipelineSettings settings;
    private final Path scratch;
    private final MemoryBudget.Share memory;
    private final ScanTally tally = new ScanTally();
    private final ImportWarnings warnings = new ImportWarnings();

    /** Known after the scan. */
    private @Nullable TrustReport trust;

    ImportRun(
            ImportRequest request,
            ImportProgress progress,
            PipelineSettings settings,
            Path scratch,
            MemoryBudget.Share memory) {
        this.request = request;
        this.progress = progress;
        this.settings = settings;
        this.scratch = scratch;
        this.memory = memory;
    }

    /** Runs the whole import; {@code generations} is where it is published. */
    ImportResult run(GenerationStore generations) throws ImportFailedException, IOException {
        generations.checkWouldBeKept(request.filesystem(), request.scanTime());
        try (Census census = new Census(request.census(true, scratch), memory)) {
            progress.countersFrom(() -> tally.counters(census));
            progress.rejectedFrom(tally::rejectedSample);
            try {
                List<Generation> kept = generations.generations(request.filesystem());
                String format = scan(census, previousDirectories(kept));
                checkShrink(census, kept);
                warnings.addServing(request, kept, settings.clock().instant());
                Generation generation = publish(generations, census, format);
                return new ImportResult(format, tally.counters(census), warnings.list(), generation);
            } finally {
                // Whoever holds the progress must not hold the census.
                ImportCounters last = tally.counters(census);
                progress.countersFrom(() -> last);
            }
        }
    }

    /** Those of the newest generation: a tree changes little from scan to scan. */
    private static @Nullable Long previousDirectories(List<Generation> kept) {
        return kept.isEmpty() ? null : kept.get(0).directories();
    }

    /** As soon as the totals are known, and before anything is written. */
    private void checkShrink(Census census, List<Generation> kept) throws ImportFailedException {
        GenerationFigures found = tally.counters(census).figures();
        Optional<String> shrunk = ShrinkLimit.previous(kept, request)
                .flatMap(previous -> settings.maxShrink().exceeded(found, previous));
        if (shrunk.isPresent() && !request.options().acceptShrink()) {
            throw ShrinkLimit.failure(request, shrunk.get());
        }
        shrunk.ifPresent(sentence -> warnings.addAll(List.of(sentence + " The job accepts it (acceptShrink).")));
    }

    /**
     * Returns the source's format.
     *
     * @param expected directories, null where nobody knows
     */
    private String scan(Census census, @Nullable Long expected) throws ImportFailedException, IOException {
        try (ScanInput input = ScanInput.open(request, settings, tally, progress, ScanInput.Extent.WHOLE, expected)) {
            progress.begin(Phase.SCAN, input.total(), input.unit());
            checkScratchSpace(input.scratchBytes());
            try {
                read(input, census);
            } catch (MemoryBudget.ExceededException e) {
                throw tooManyDirectories(census, input, e);
            }
            census.finishScan(progress::checkCancelled);
            progress.tableBytes(census.tableBytes());
            progress.end(Phase.SCAN);
            collectWarnings(census, input);
            TrustReport report = TrustReport.of(census, tally, input.isWhole(), !warnings.isEmpty());
            trust = report;
            progress.trust(report);
            input.finish();
            return input.format();
        }
    }

    /** Draws the whole source into the census, with as many workers as there are free. */
    private void read(ScanInput input, Census census) throws IOException {
        int count = settings.workers().take(request.options().workers());
        List<EntryReader> readers = new ArrayList<>();
        try {
            List<ScanWorker> workers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                EntryReader reader = input.newReader();
                readers.add(reader);
                workers.add(new ScanWorker(reader, census.newWorker()));
            }
            new ScanPhase(request.filesystem(), progress).run(workers);
        } finally {
            settings.workers().giveBack(count);
            for (EntryReader reader : readers) {
                reader.close();
            }
        }
    }

    private void checkScratchSpace(long needed) throws ImportFailedException, IOException {
        long free = ScratchSpace.freeIn(scratch);
        if (needed > free) {
            throw new ImportFailedException(
                    String.format(
                            Locale.ROOT,
                            "Not enough space for the import of %s: it needs about %,d bytes of scratch files in %s, where"
                                    + " %,d are free.",
                            request.source().describe(),
                            needed,
                            scratch.getParent(),
                            free),
                    "Free space there, or link the data directory's scratch to a larger disk, and submit the job again.");
        }
    }

    /** Says what the whole source is likely to need, judging by its part that was read. */
    private ImportFailedException tooManyDirectories(Census census, ScanInput input, MemoryBudget.ExceededException e) {
        Long total = input.total();
        long read = Math.max(1, progress.done(Phase.SCAN));
        // What the workers hold at the moment is not counted yet: of a scan that has just begun nothing can be
        // foretold.
        String forecast = total != null && read > total / 100 && read < total
                ? String.format(Locale.ROOT, "The whole is likely to need %,d bytes. ", (long)
                        ((double) memory.held() * total / read))
                : "";
        return new ImportFailedException(
                String.format(
                        Locale.ROOT,
                        "Not enough memory for the directories of %s: %s. There were %,d directories in its first %,d %s.",
                        request.source().describe(),
                        e.getMessage(),
                        census.directories(),
                        read,
                        input.unit()),
                forecast
                        + "Raise fscensus.import.memory, and the service's heap (-Xmx) above it, or import it when no"
                        + " other import runs.",
                e);
    }

    private void collectWarnings(Census census, ScanInput input) {
        warnings.addAll(input.warnings());
        warnings.addScanTimeGuess(request, tally);
        warnings.addLines(tally);
        warnings.addCensus(census.counters(), census.unlistedDirectories());
    }

    /**
     * Runs all phases but the last.
     *
     * @param database where the finished database is left
     */
    void rehearse(Path database) throws ImportFailedException, IOException {
        try (Census census = new Census(request.census(true, scratch), memory)) {
            String format = scan(census, null);
            build(database, order(census), census, format);
        }
    }

    private OrderedCensus order(Census census) throws IOException {
        progress.begin(Phase.ORDER, census.directories());
        int workers = settings.workers().take(request.options().workers());
        try {
            OrderedCensus ordered = census.order(workers, n -> progress.advance(Phase.ORDER, n));
            progress.end(Phase.ORDER);
            return ordered;
        } finally {
            settings.workers().giveBack(workers);
        }
    }

    private Generation publish(GenerationStore generations, Census census, String format)
            throws ImportFailedException, IOException {
        OrderedCensus ordered = order(census);
        try (Publication publication = generations.begin(request.filesystem(), request.scanTime(), request.jobId())) {
            build(publication.part(), ordered, census, format);
            return publish(publication, census);
        }
    }

    private void build(Path database, OrderedCensus ordered, Census census, String format)
            throws ImportFailedException, IOException {
        try (GenerationWriter writer = new GenerationWriter(database, settings.loader())) {
            write(
                    writer,
                    ordered,
                    ImportMetadata.of(
                            request, format, trust(), tally.counters(census).bytes(), settings));
            index(writer, census);
            verify(writer, census);
        }
    }

    private void write(GenerationWriter writer, OrderedCensus ordered, Map<String, String> metadata)
            throws IOException {
        progress.begin(Phase.WRITE, ordered.size() + ordered.usageSteps());
        try (AccountLookup accounts =
                new AccountLookup(settings.accounts(), ordered.owners(), ordered.groups(), progress::checkCancelled)) {
            writer.writeDirectories(ordered.rows(), n -> progress.advance(Phase.WRITE, n));
            // Usage takes memory of its own.
            ordered.free();
            writeUsage(writer, ordered);
            CensusSummary summary = ordered.summary();
            writer.writeOwners(summary.owners(), progress::checkCancelled);
            writer.writeGroups(summary.groups(), progress::checkCancelled);
            writer.writeHistograms(summary.ages(), summary.sizes(), progress::checkCancelled);
            AccountLookup.Accounts found = accounts.await();
            writer.writeAccounts(found.users(), found.groups(), progress::checkCancelled);
            warnings.addAll(found.warnings());
        }
        writer.writeMetadata(metadata);
        progress.end(Phase.WRITE);
    }

    private void writeUsage(GenerationWriter writer, OrderedCensus ordered) throws IOException {
        int workers = settings.workers().take(request.options().workers());
        try {
            writer.writeUsage(ordered.usage(workers), n -> progress.advance(Phase.WRITE, n));
        } finally {
            settings.workers().giveBack(workers);
        }
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
            GenerationFigures readBack = writer.verify(expected, n -> progress.advance(Phase.VERIFY, n));
            progress.trust(trust().with(readBack));
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
        Generation generation =
                publication.commit(tally.counters(census).figures(), n -> progress.advance(Phase.PUBLISH, n));
        progress.end(Phase.PUBLISH);
        return generation;
    }

    private TrustReport trust() {
        return Objects.requireNonNull(trust, "the scan has not been read");
    }
}

package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.fscensus.census.MemoryBudget;
import org.fscensus.reference.CensusFigures;
import org.fscensus.reference.CensusUnderTest;
import org.fscensus.reference.DatabaseFigures;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.LogFiles;
import org.fscensus.scanlog.PlainFileSource;
import org.fscensus.scanlog.StreamSource;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Loader;
import org.fscensus.store.Retention;
import org.sqlite.SQLiteDataSource;

/** The real pipeline over a data directory of its own, without a container. */
final class PipelineFixture {
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T12:00:00Z"), ZoneOffset.UTC);

    final Path data;
    final GenerationStore store;
    final MemoryBudget memory = new MemoryBudget(1L << 30);
    private final Loader loader;
    private int jobs;

    /** By how much a scan may fall short of the one before it. */
    private ShrinkLimit maxShrink = ShrinkLimit.NONE;

    PipelineFixture(Path data) throws IOException {
        this(data, Loader.PAGES);
    }

    PipelineFixture(Path data, Loader loader) throws IOException {
        this.data = data;
        this.loader = loader;
        Files.createDirectories(data.resolve("scratch"));
        SQLiteDataSource control = new SQLiteDataSource();
        control.setUrl("jdbc:sqlite:" + data.resolve("control.db"));
        control.setJournalMode("WAL");
        Flyway.configure().dataSource(control).load().migrate();
        store = new GenerationStore(data, control, CLOCK, new Retention(2, 0));
    }

    /** Of pipelines to come. */
    void maxShrink(ShrinkLimit limit) {
        maxShrink = limit;
    }

    ImportPipeline pipeline(int pieceBytes) {
        Path none = Path.of("/dev/null");
        return pipeline(pieceBytes, none, none);
    }

    /** One that takes names from those files alone. */
    ImportPipeline pipeline(int pieceBytes, Path passwd, Path group) {
        return pipeline(log -> new PlainFileSource(log, pieceBytes), passwd, group);
    }

    private ImportPipeline pipeline(PipelineSettings.SourceOpener sources, Path passwd, Path group) {
        return new ImportPipeline(
                store,
                new PipelineSettings(
                        data.resolve("scratch"),
                        memory,
                        new WorkerPermits(7),
                        cancel -> new AccountNames(passwd, group, false, cancel),
                        loader,
                        sources,
                        maxShrink,
                        "test",
                        CLOCK));
    }

    /** One that reads its logs as streams. */
    ImportPipeline streaming(int pieceBytes) {
        Path none = Path.of("/dev/null");
        return pipeline(log -> new StreamSource(Files.newInputStream(log), log.toString(), pieceBytes), none, none);
    }

    /** One that opens its logs as the service does. */
    ImportPipeline opening(int pieceBytes) {
        Path none = Path.of("/dev/null");
        return pipeline(log -> new LogFiles(2, ExpansionLimit.NONE).open(log, pieceBytes), none, none);
    }

    /** One that opens its logs like that. */
    ImportPipeline over(PipelineSettings.SourceOpener sources) {
        Path none = Path.of("/dev/null");
        return pipeline(sources, none, none);
    }

    /** An import of {@code source} with a job id of its own, one as long as the other. */
    ImportRequest request(Path source, ReferenceOptions options, int workers, RejectLimit maxRejected) {
        return request(new ImportSource.Logs(List.of(source)), options, workers, maxRejected);
    }

    /** Likewise, of any source. */
    ImportRequest request(ImportSource source, ReferenceOptions options, int workers, RejectLimit maxRejected) {
        return new ImportRequest(
                "job%05d".formatted(++jobs),
                source,
                "fs",
                options.scanTime(),
                ImportRequest.ScanTimeOrigin.GIVEN,
                new ImportOptions(
                        null,
                        options.timeZone(),
                        options.pathEscape(),
                        options.ageFrom(),
                        options.hardLinks(),
                        maxRejected,
                        false,
                        workers));
    }

    static ImportProgress progress() {
        return new ImportProgress(CLOCK, () -> {});
    }

    /** The pipeline with so many workers and pieces of that size, its answer read from the published file. */
    CensusUnderTest underTest(int workers, int pieceBytes) {
        return (log, options) -> census(log, options, workers, pipeline(pieceBytes));
    }

    /** Likewise, with the log as a stream. */
    CensusUnderTest streamUnderTest(int workers, int pieceBytes) {
        return (log, options) -> census(log, options, workers, streaming(pieceBytes));
    }

    private CensusFigures census(byte[] log, ReferenceOptions options, int workers, ImportPipeline pipeline)
            throws Exception {
        Path file = Files.write(data.resolve("scan.log"), log);
        return census(new ImportSource.Logs(List.of(file)), options, workers, pipeline);
    }

    /** The census of a source, read from the published file. */
    CensusFigures census(ImportSource source, ReferenceOptions options, int workers, ImportPipeline pipeline)
            throws Exception {
        ImportRequest request = request(source, options, workers, RejectLimit.ofPercent(100));
        ImportResult result = pipeline.run(request, progress());
        Path database = data.resolve(Objects.requireNonNull(result.generation()).database());
        return DatabaseFigures.read(database, result.counters());
    }
}

package org.fscensus.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.job.JobError;
import org.fscensus.job.JobSnapshot;
import org.fscensus.pipeline.ImportCounters;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.pipeline.PhaseSnapshot;
import org.jspecify.annotations.Nullable;

/** A job as the API shows it, in answers and in events. */
@Schema(
        name = "Job",
        description =
                "An import, or the check of a generation: its state, its progress and, once finished, what became of it.")
public record JobView(
        @Schema(
                description = "Identifies the job; ids sort by age.",
                examples = "06f3k2v9xq8m4t7b1n5c0d2e3a",
                required = true)
        String id,

        @Schema(description = "The file system that is imported, or checked.", examples = "asp", required = true)
        String filesystem,

        @Schema(
                description = "Where the job is in its life; the last three are final.",
                enumeration = {"queued", "running", "succeeded", "failed", "cancelled"},
                required = true)
        String state,

        @Schema(
                description = "From 1; counted up each time that a restart of the service begins the job again.",
                required = true)
        int attempt,

        @Schema(required = true) Source source,

        @Schema(description = "How it is read; null of the check of a generation.", nullable = true) @Nullable JobOptionsView options,

        @Schema(description = "The log's format; null until it is known.", examples = "gpfs", nullable = true) @Nullable String format,

        @Schema(description = "When the scan was taken.", required = true)
        Instant scanTime,

        @Schema(description = "When the job was accepted.", required = true)
        Instant createdAt,

        @Schema(description = "When this attempt began.", nullable = true) @Nullable Instant startedAt,

        @Schema(description = "When the job ended.", nullable = true) @Nullable Instant finishedAt,

        @Schema(
                description = "Name of the phase that runs, or the last that did; null before the first.",
                examples = "scan",
                nullable = true)
        @Nullable String phase,

        @Schema(
                description =
                        "Every phase, in order, of a check only verify; empty where they were lost with a process that was"
                                + " killed.",
                required = true)
        List<PhaseView> phases,

        @Schema(required = true) Counters counters,

        @Schema(description = "What to know about the result, in sentences.", required = true)
        List<String> warnings,

        @Schema(
                description =
                        "How far the scan can be trusted; null until it has been read, or where that was lost with a"
                                + " process that was killed.",
                nullable = true)
        @Nullable TrustView trust,

        @Schema(description = "Why the job failed; null unless it did.", nullable = true) @Nullable Failure error,

        @Schema(
                description = "The id of the generation that was published, or found whole; else null.",
                nullable = true)
        @Nullable String generation) {

    /** What is imported, one of the first four, or checked. */
    @Schema(name = "JobSource", description = "What is imported, or checked; the fields that do not apply are null.")
    public record Source(
            @Schema(
                    description = "The log's real path on the service's host.",
                    examples = "/data/incoming/20260125_csfs1_asp.list.list_all.log",
                    nullable = true)
            @Nullable String path,

            @Schema(description = "Those of several logs that are one scan.", nullable = true) @Nullable List<String> paths,

            @Schema(description = "The name of a log that was uploaded.", nullable = true) @Nullable String upload,

            @Schema(description = "The directory that is walked.", examples = "/gpfs/csfs1", nullable = true) @Nullable String directory,

            @Schema(description = "The generation whose database is checked again.", nullable = true) @Nullable String generation) {

        static Source of(ImportSource source) {
            if (source instanceof ImportSource.Tree tree) {
                return new Source(null, null, null, tree.root().toString(), null);
            }
            if (source instanceof ImportSource.Upload upload) {
                return new Source(null, null, upload.text(), null, null);
            }
            if (source instanceof ImportSource.Published published) {
                return new Source(null, null, null, null, published.generation());
            }
            List<String> files = ((ImportSource.Logs) source)
                    .files().stream().map(Path::toString).toList();
            return files.size() == 1
                    ? new Source(files.get(0), null, null, null, null)
                    : new Source(null, files, null, null, null);
        }
    }

    /** How far a phase is. */
    @Schema(name = "JobPhase", description = "One phase of an import.")
    public record PhaseView(
            @Schema(
                    enumeration = {"scan", "order", "write", "index", "verify", "publish"},
                    required = true)
            String name,

            @Schema(
                    description = "failed and cancelled name the phase in which an import ended early.",
                    enumeration = {"pending", "running", "done", "failed", "cancelled"},
                    required = true)
            String state,

            @Schema(nullable = true) @Nullable Instant startedAt,

            @Schema(description = "So far, or in all once it is done.", required = true)
            BigDecimal seconds,

            @Schema(
                    description = "What done and total count.",
                    examples = {"bytes", "rows"},
                    required = true)
            String unit,

            @Schema(required = true) long done,

            @Schema(description = "null while unknown", nullable = true) @Nullable Long total,

            @Schema(description = "Average since the phase began; null before the first unit.", nullable = true)
            @Nullable BigDecimal ratePerSecond,

            @Schema(description = "An estimate; null where there is none.", nullable = true) @Nullable BigDecimal secondsLeft) {

        static PhaseView of(PhaseSnapshot phase) {
            return new PhaseView(
                    phase.phase().id(),
                    phase.state().name().toLowerCase(Locale.ROOT),
                    phase.startedAt(),
                    rounded(phase.seconds(), 6),
                    phase.unit(),
                    phase.done(),
                    phase.total(),
                    rounded(phase.ratePerSecond(), 3),
                    rounded(phase.secondsLeft(), 3));
        }

        /** Digits that mean something, and, unlike a double's, no exponent in the JSON. */
        private static BigDecimal rounded(double value, int digits) {
            return BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
        }

        private static @Nullable BigDecimal rounded(@Nullable Double value, int digits) {
            return value == null ? null : rounded(value.doubleValue(), digits);
        }
    }

    /** What was counted. */
    @Schema(name = "JobCounters", description = "What the import has counted so far.")
    public record Counters(
            @Schema(description = "Bytes of the source that were parsed.", required = true)
            long bytes,

            @Schema(description = "Lines of every kind.", required = true)
            long lines,

            @Schema(description = "Entries that are no directories.", required = true)
            long files,

            @Schema(description = "Distinct directories that have a line of their own.", required = true)
            long directories,

            @Schema(
                    description = "Directories at or below a scanned root that have no line of their own.",
                    required = true)
            long unlistedDirectories,

            @Schema(description = "Lines that should have been an entry and could not be read.", required = true)
            long rejectedLines,

            @Schema(description = "Lines of the listing command itself, and blank ones.", required = true)
            long noticeLines,

            @Schema(description = "Of a walk; null where a log is read.", nullable = true) @Nullable WalkView walk) {

        static Counters of(ImportCounters counters) {
            return new Counters(
                    counters.bytes(),
                    counters.lines(),
                    counters.files(),
                    counters.directories(),
                    counters.unlistedDirectories(),
                    counters.rejectedLines(),
                    counters.noticeLines(),
                    WalkView.of(counters.walk()));
        }
    }

    /** Why a job failed. */
    @Schema(name = "JobError")
    public record Failure(
            @Schema(description = "What went wrong, where and why.", required = true)
            String message,

            @Schema(description = "What to do about it.", required = true)
            String hint) {}

    /** A page of jobs. */
    @Schema(name = "JobList", description = "A page of jobs, newest first.")
    public record Page(
            @Schema(required = true) List<JobView> items,

            @Schema(type = SchemaType.STRING, description = "The cursor of the next page; absent on the last.")
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable String next) {}

    static JobView of(JobSnapshot job) {
        JobError error = job.error();
        return new JobView(
                job.id(),
                job.filesystem(),
                job.state().label(),
                job.attempt(),
                Source.of(job.source()),
                JobOptionsView.of(job.source(), job.options()),
                job.format(),
                job.scanTime(),
                job.createdAt(),
                job.startedAt(),
                job.finishedAt(),
                job.phase() == null ? null : job.phase().id(),
                job.phases().stream().map(PhaseView::of).toList(),
                Counters.of(job.counters()),
                job.warnings(),
                TrustView.of(job.trust()),
                error == null ? null : new Failure(error.message(), error.hint()),
                job.generation());
    }
}

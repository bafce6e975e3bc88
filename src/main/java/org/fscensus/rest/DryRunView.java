package org.fscensus.rest;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.pipeline.DryRunReport;
import org.jspecify.annotations.Nullable;

/** What an import would come to, as the API shows it. */
@Schema(
        name = "DryRun",
        description = "What an import would come to, judging by the beginning of its source. Nothing was imported.")
public record DryRunView(
        @Schema(required = true, description = "Always true: this is no job.")
        boolean dryRun,

        @Schema(description = "The file system that would be imported.", examples = "asp", required = true)
        String filesystem,

        @Schema(
                description = "The source's format; null where it could not be told.",
                examples = "gpfs",
                nullable = true)
        @Nullable String format,

        @Schema(description = "When the scan was taken.", required = true)
        Instant scanTime,

        @Schema(
                description = "Whether the whole source was read: then counters are those of the import.",
                required = true)
        boolean whole,

        @Schema(description = "What was read.", required = true)
        JobView.Counters counters,

        @Schema(description = "A sample of the lines that could not be read.", required = true)
        List<RejectedLinesView.Line> rejected,

        @Schema(description = "What to know about it, in sentences.", required = true)
        List<String> warnings,

        @Schema(description = "Why the import would fail, as far as can be told; else null.", nullable = true)
        JobView.@Nullable Failure error,

        @Schema(
                description = "The whole, as if it went on as it begins; null where its size is not known.",
                nullable = true)
        @Nullable Estimate estimate) {

    /** The whole source. */
    @Schema(name = "DryRunEstimate")
    public record Estimate(
            @Schema(required = true) long lines,
            @Schema(required = true) long files,
            @Schema(required = true) long directories,
            @Schema(required = true) long allocatedBytes,

            @Schema(description = "Memory that the tables of the import would take.", required = true)
            long memoryBytes,

            @Schema(description = "What those of all running imports may take together.", required = true)
            long memoryLimit,

            @Schema(description = "Of scratch files; 0 where that cannot be foretold.", required = true)
            long scratchBytes,

            @Schema(description = "Free where those are written.", required = true)
            long scratchFree,

            @Schema(description = "Of the finished database.", required = true)
            long databaseBytes) {}

    static DryRunView of(DryRunReport report) {
        DryRunReport.Failure failure = report.failure();
        DryRunReport.Estimate estimate = report.estimate();
        return new DryRunView(
                true,
                report.filesystem(),
                report.format(),
                report.scanTime(),
                report.whole(),
                JobView.Counters.of(report.counters()),
                RejectedLinesView.of(report.rejected()).items(),
                report.warnings(),
                failure == null ? null : new JobView.Failure(failure.message(), failure.hint()),
                estimate == null
                        ? null
                        : new Estimate(
                                estimate.lines(),
                                estimate.files(),
                                estimate.directories(),
                                estimate.allocatedBytes(),
                                estimate.memoryBytes(),
                                estimate.memoryLimit(),
                                estimate.scratchBytes(),
                                estimate.scratchFree(),
                                estimate.databaseBytes()));
    }
}

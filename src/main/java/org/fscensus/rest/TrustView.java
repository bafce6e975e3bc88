package org.fscensus.rest;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.pipeline.RejectReason;
import org.fscensus.pipeline.TrustReport;
import org.fscensus.store.GenerationFigures;
import org.jspecify.annotations.Nullable;

/** How far a scan can be trusted, as the API shows it. */
@Schema(
        name = "TrustReport",
        description = "How far the figures of a scan can be trusted: what was read, what was not, and what looks odd.")
public record TrustView(
        @Schema(
                description = "complete: all was read, and nothing is odd; else the job's warnings tell what is.",
                enumeration = {"complete", "withWarnings"},
                required = true)
        String verdict,

        @Schema(description = "Lines of every kind; of a walk its entries.", required = true)
        long lines,

        @Schema(description = "Lines that were read as an entry.", required = true)
        long entries,

        @Schema(description = "Lines of the listing command itself, and blank ones.", required = true)
        long notices,

        @Schema(description = "Lines that should have been an entry and could not be read.", required = true)
        long rejected,

        @Schema(description = "The same by reason, the most frequent first.", required = true)
        List<Reason> rejectedByReason,

        @Schema(description = "Errors that the listing itself reports.", required = true)
        long reportedErrors,

        @Schema(description = "Directories at or below a scanned root that have no line of their own.", required = true)
        long unlistedDirectories,

        @Schema(description = "Lines of directories that had been listed before.", required = true)
        long duplicateDirectories,

        @Schema(description = "Files whose time is more than 48 hours after the scan.", required = true)
        long futureTimes,

        @Schema(description = "Files with more than twice their apparent bytes, and 16 MiB, on disk.", required = true)
        long overallocatedFiles,

        @Schema(description = "Files of more than 1 TiB with less than a thousandth of that on disk.", required = true)
        long underallocatedFiles,

        @Schema(
                description = "Whether the last line of every file has its end; where it has not, the log was probably"
                        + " cut off.",
                required = true)
        boolean endSeen,

        @Schema(description = "Totals over all that was read.", required = true)
        Totals source,

        @Schema(description = "Totals as read back from the finished database; null before.", nullable = true) @Nullable Totals database) {

    /** How many lines were rejected for one reason. */
    @Schema(name = "RejectReason")
    public record Reason(
            @Schema(required = true) String reason,
            @Schema(required = true) long lines,

            @Schema(description = "Where the first of them stands; null where that is not known.", nullable = true)
            @Nullable Place first) {}

    /** A line's place. */
    @Schema(name = "LinePlace")
    public record Place(
            @Schema(description = "The file's path, or an upload's name.", required = true)
            String file,

            @Schema(description = "Counted from 1, in that file.", required = true)
            long lineNumber,

            @Schema(description = "Of the line's first byte in the decompressed source, from 0.", required = true)
            long byteOffset) {}

    /** Totals. */
    @Schema(name = "TrustTotals")
    public record Totals(
            @Schema(required = true) long files,

            @Schema(description = "Distinct directories that were listed.", required = true)
            long directories,

            @Schema(required = true) long allocatedBytes,
            @Schema(required = true) long apparentBytes) {

        static Totals of(GenerationFigures totals) {
            return new Totals(totals.files(), totals.directories(), totals.allocatedBytes(), totals.apparentBytes());
        }
    }

    static @Nullable TrustView of(@Nullable TrustReport report) {
        if (report == null) {
            return null;
        }
        GenerationFigures database = report.database();
        return new TrustView(
                report.verdict().label(),
                report.lines(),
                report.entries(),
                report.notices(),
                report.rejected(),
                report.rejectedByReason().stream().map(TrustView::reason).toList(),
                report.reportedErrors(),
                report.unlistedDirectories(),
                report.duplicateDirectories(),
                report.futureTimes(),
                report.overallocatedFiles(),
                report.underallocatedFiles(),
                report.endSeen(),
                Totals.of(report.source()),
                database == null ? null : Totals.of(database));
    }

    private static Reason reason(RejectReason reason) {
        RejectReason.Place first = reason.first();
        return new Reason(
                reason.reason(),
                reason.lines(),
                first == null ? null : new Place(first.file(), first.lineNumber(), first.byteOffset()));
    }
}

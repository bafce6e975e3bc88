package org.fscensus.pipeline;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.fscensus.census.Census;
import org.fscensus.census.CensusCounters;
import org.fscensus.store.GenerationFigures;
import org.jspecify.annotations.Nullable;

/**
 * How far the figures of a scan can be trusted: what was read, what was not, and what looks odd. A pure function of the
 * source and the job's options; {@code database} too, since a database that does not agree is not published.
 *
 * @param verdict in a word
 * @param lines of every kind; of a walk its entries
 * @param entries lines that were read as an entry
 * @param notices lines of the listing command itself, and blank ones
 * @param rejected lines that should have been an entry and could not be read; of a walk what could not be read
 * @param rejectedByReason the same by reason, the most frequent first
 * @param reportedErrors errors that the listing itself reports
 * @param unlistedDirectories directories at or below a scanned root without a line of their own
 * @param duplicateDirectories lines of directories that had been listed before
 * @param futureTimes files whose time is more than 48 hours after the scan
 * @param overallocatedFiles files with more than twice their apparent bytes, and 16 MiB, on disk
 * @param underallocatedFiles files of more than 1 TiB with less than a thousandth of that on disk
 * @param endSeen whether the last line of every file has its end; of other sources whether they were read to theirs
 * @param source totals over all that was read
 * @param database totals as they were read back from the finished database; null while there is none
 */
public record TrustReport(
        Verdict verdict,
        long lines,
        long entries,
        long notices,
        long rejected,
        List<RejectReason> rejectedByReason,
        long reportedErrors,
        long unlistedDirectories,
        long duplicateDirectories,
        long futureTimes,
        long overallocatedFiles,
        long underallocatedFiles,
        boolean endSeen,
        GenerationFigures source,
        @Nullable GenerationFigures database) {

    /** A scan in a word. */
    public enum Verdict {
        /** All of it was read, and nothing about it is odd. */
        COMPLETE("complete"),
        /** There is something to know about it, which the job's warnings tell. */
        WITH_WARNINGS("withWarnings");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        /** As the API and the database have it. */
        @JsonValue
        public String label() {
            return label;
        }
    }

    public TrustReport {
        rejectedByReason = List.copyOf(rejectedByReason);
    }

    /**
     * Of a scan that has been read.
     *
     * @param endSeen whether that was all of it
     * @param warned whether there are warnings about the scan
     */
    static TrustReport of(Census census, ScanTally tally, boolean endSeen, boolean warned) {
        ImportCounters counters = tally.counters(census);
        CensusCounters counted = census.counters();
        boolean walked = counters.walk() != null;
        return new TrustReport(
                warned ? Verdict.WITH_WARNINGS : Verdict.COMPLETE,
                counters.lines(),
                walked ? counters.lines() : tally.entryLines() - counters.rejectedLines(),
                counters.noticeLines(),
                counters.rejectedLines(),
                tally.rejectReasons(),
                tally.errorNotices.sum(),
                counters.unlistedDirectories(),
                counted.duplicateDirectories(),
                counted.futureTimes(),
                counted.overallocatedFiles(),
                counted.underallocatedFiles(),
                endSeen,
                counters.figures(),
                null);
    }

    /** The same, with what was read back from the finished database. */
    TrustReport with(GenerationFigures readBack) {
        return new TrustReport(
                verdict,
                lines,
                entries,
                notices,
                rejected,
                rejectedByReason,
                reportedErrors,
                unlistedDirectories,
                duplicateDirectories,
                futureTimes,
                overallocatedFiles,
                underallocatedFiles,
                endSeen,
                source,
                readBack);
    }
}

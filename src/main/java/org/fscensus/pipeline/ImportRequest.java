package org.fscensus.pipeline;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import org.fscensus.scanlog.PathEscape;
import org.jspecify.annotations.Nullable;

/**
 * One import, fully resolved: nothing here is looked up or defaulted any more, except the format, which is told from
 * the content where it is null.
 *
 * @param jobId names the generation's file; unique
 * @param source the log; already checked against the roots
 * @param filesystem the file system's name as it is to be stored
 * @param format a format's name ({@code gpfs}), or null to tell by content
 * @param scanTime when the listing was taken
 * @param scanTimeOrigin where the scan time came from; a file's modification time earns a warning
 * @param timeZone in which the log's zoneless times are read
 * @param workers parsing threads, at least 1
 * @param dryRun stop after the scan: count and judge, publish nothing
 */
public record ImportRequest(
        String jobId,
        Path source,
        String filesystem,
        @Nullable String format,
        Instant scanTime,
        ScanTimeOrigin scanTimeOrigin,
        ZoneId timeZone,
        PathEscape pathEscape,
        AgeFrom ageFrom,
        HardLinks hardLinks,
        RejectLimit maxRejected,
        int workers,
        boolean dryRun) {

    /** Where a scan time came from. */
    public enum ScanTimeOrigin {
        /** The job gave it. */
        GIVEN,
        /** The date in the source's file name. */
        FILE_NAME,
        /** The source's modification time, for want of anything better. */
        MODIFICATION_TIME
    }

    /** Which of a file's times its age is counted from. */
    public enum AgeFrom {
        ACCESS,
        MODIFY
    }

    /** How often a file with several links is counted. */
    public enum HardLinks {
        /** Each time that it is listed. */
        EACH,
        /** Once, at the path that is least in byte order. */
        ONCE
    }
}

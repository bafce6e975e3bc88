package org.fscensus.pipeline;

import java.time.ZoneId;
import java.time.ZoneOffset;
import org.fscensus.scanlog.PathEscape;
import org.jspecify.annotations.Nullable;

/**
 * How an import reads its source; nothing here is defaulted any more, except the format, which is told from the content
 * where it is null.
 *
 * @param format a format's name ({@code gpfs}), or null to tell by content
 * @param timeZone in which the log's zoneless times are read
 * @param acceptShrink whether a scan is taken that has far less than the one before it
 * @param workers threads that read, at least 1
 */
public record ImportOptions(
        @Nullable String format,
        ZoneId timeZone,
        PathEscape pathEscape,
        AgeFrom ageFrom,
        HardLinks hardLinks,
        RejectLimit maxRejected,
        boolean acceptShrink,
        int workers) {

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

    /** What holds where nobody asks for anything else. */
    public static ImportOptions defaults(int workers) {
        return new ImportOptions(
                null,
                ZoneOffset.UTC,
                PathEscape.NONE,
                AgeFrom.ACCESS,
                HardLinks.EACH,
                RejectLimit.DEFAULT,
                false,
                workers);
    }
}

package org.fscensus.pipeline;

import java.nio.file.Path;
import java.time.Instant;
import org.fscensus.census.CensusOptions;

/**
 * One import, fully resolved: nothing here is looked up or defaulted any more.
 *
 * @param jobId names the generation's file; unique
 * @param filesystem the file system's name as it is to be stored
 * @param scanTime when the listing was taken
 * @param scanTimeOrigin where the scan time came from; a file's modification time earns a warning
 */
public record ImportRequest(
        String jobId,
        ImportSource source,
        String filesystem,
        Instant scanTime,
        ScanTimeOrigin scanTimeOrigin,
        ImportOptions options) {

    /** The same of another source. */
    public ImportRequest of(ImportSource other) {
        return new ImportRequest(jobId, other, filesystem, scanTime, scanTimeOrigin, options);
    }

    /**
     * What its census counts.
     *
     * @param usage whether by directory, owner, group, age and size too
     * @param scratch a directory of its own
     */
    CensusOptions census(boolean usage, Path scratch) {
        return new CensusOptions(
                scanTime.getEpochSecond(),
                options.ageFrom() == ImportOptions.AgeFrom.MODIFY,
                options.hardLinks() == ImportOptions.HardLinks.ONCE,
                usage,
                scratch);
    }

    /** Where a scan time came from. */
    public enum ScanTimeOrigin {
        /** The job gave it. */
        GIVEN,
        /** The date in the source's file name. */
        FILE_NAME,
        /** The source's modification time, for want of anything better; of several files the latest. */
        MODIFICATION_TIME,
        /** A live tree is as it is when its job is accepted. */
        ACCEPTANCE
    }
}

package org.fscensus.query;

import org.jspecify.annotations.Nullable;

/**
 * What a user or a group has.
 *
 * @param name as resolved when the scan was imported, null where nobody knew it
 * @param fullName of a user, null where it is not known
 * @param directories listed directories whose own owner or group it is, null under a path: nobody counted them there
 * @param shareOfFiles of all files asked about, 0 to 1
 * @param shareOfBytes of all allocated bytes asked about, 0 to 1
 */
public record AccountUsage(
        long id,
        @Nullable String name,
        @Nullable String fullName,
        long files,
        long allocatedBytes,
        long apparentBytes,
        @Nullable Long directories,
        double shareOfFiles,
        double shareOfBytes) {}

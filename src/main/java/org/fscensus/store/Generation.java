package org.fscensus.store;

import java.time.Instant;

/**
 * One published database of one scan, as the catalogue knows it.
 *
 * @param id unique among all generations ever, safe in URLs and file names
 * @param jobId the job that imported it
 * @param files files counted
 * @param directories distinct listed directories
 * @param allocatedBytes of all files
 * @param apparentBytes of all files
 * @param databaseBytes size of the file
 * @param database the file, relative to the data directory, with {@code /} between names
 */
public record Generation(
        String id,
        String filesystem,
        String jobId,
        Instant scanTime,
        Instant importedAt,
        long files,
        long directories,
        long allocatedBytes,
        long apparentBytes,
        long databaseBytes,
        String database) {}

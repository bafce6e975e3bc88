package org.fscensus.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One finished database of one scan that questions are answered from.
 *
 * @param id unique among all generations ever, safe in URLs and file names
 * @param jobId the job that imported it
 * @param files files counted
 * @param directories distinct listed directories
 * @param allocatedBytes of all files
 * @param apparentBytes of all files
 * @param databaseBytes size of the file
 * @param database the file, relative to the data directory, with {@code /} between names
 * @param schemaVersion what it holds, see {@link GenerationSchema#VERSION}
 * @param adopted where somebody else has put the file there, as it was when it was looked at: it is served for as long
 *     as it stays so. Null where the service has published it.
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
        String database,
        int schemaVersion,
        @Nullable FileStamp adopted) {}

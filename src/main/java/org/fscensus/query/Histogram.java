package org.fscensus.query;

import java.util.List;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/**
 * Files by age or by size.
 *
 * @param items every bucket, empty ones too
 * @param problems databases that could not be read, whose figures are missing
 */
public record Histogram(UsageTotal total, List<Bucket> items, List<DatabaseProblem> problems) {
    /**
     * One bucket.
     *
     * @param bucket from 0
     * @param shareOfFiles of all files asked about, 0 to 1
     * @param topOwners those with the most bytes in it
     */
    public record Bucket(
            int bucket,
            String label,
            long files,
            long allocatedBytes,
            double shareOfFiles,
            double shareOfBytes,
            List<BucketOwner> topOwners) {}

    /** An owner's files in one bucket. */
    public record BucketOwner(long id, @Nullable String name, long files, long allocatedBytes) {}
}

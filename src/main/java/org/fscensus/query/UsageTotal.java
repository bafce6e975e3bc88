package org.fscensus.query;

import org.fscensus.store.Saturated;

/** Files of whatever was asked about, all together. */
public record UsageTotal(long files, long allocatedBytes) {

    static final UsageTotal NOTHING = new UsageTotal(0, 0);

    UsageTotal plus(UsageTotal other) {
        return new UsageTotal(files + other.files, Saturated.sum(allocatedBytes, other.allocatedBytes));
    }

    UsageTotal minus(UsageTotal other) {
        return new UsageTotal(files - other.files, allocatedBytes - other.allocatedBytes);
    }

    long by(Treemap.Measure measure) {
        return measure == Treemap.Measure.BYTES ? allocatedBytes : files;
    }

    /** 0 to 1; 0 of nothing is 0. */
    double shareOfFiles(long part) {
        return files == 0 ? 0 : (double) part / files;
    }

    /** 0 to 1; 0 of nothing is 0. */
    double shareOfBytes(long part) {
        return allocatedBytes == 0 ? 0 : (double) part / allocatedBytes;
    }
}

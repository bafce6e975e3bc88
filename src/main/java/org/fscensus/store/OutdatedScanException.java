package org.fscensus.store;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** A scan so much older than the generations of its file system that its own would be pruned as soon as published. */
public final class OutdatedScanException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final int NAMED = 5;

    /** @param newer those that are kept in its place, newest first */
    OutdatedScanException(String filesystem, Instant scanTime, List<Generation> newer, Retention retention) {
        super(
                "the scan of " + filesystem + " at " + scanTime
                        + " would be pruned as soon as it is published, since newer"
                        + " scans are kept (" + times(newer) + "), fscensus.generations.keep is " + retention.keep()
                        + " and fscensus.generations.keep-monthly is " + retention.keepMonthly()
                        + "; raise one of them and restart the service, or delete newer generations, then submit the job again");
    }

    private static String times(List<Generation> newer) {
        String named = newer.stream()
                .limit(NAMED)
                .map(generation -> generation.scanTime().toString())
                .collect(Collectors.joining(", "));
        return newer.size() > NAMED ? named + " and " + (newer.size() - NAMED) + " more" : named;
    }
}

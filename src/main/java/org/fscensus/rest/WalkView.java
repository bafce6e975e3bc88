package org.fscensus.rest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.fscensus.walk.WalkCounters;
import org.jspecify.annotations.Nullable;

/** How the walk of a live tree goes, as the API shows it. Times are sums over all workers. */
@Schema(name = "WalkCounters", description = "How a walk goes; seconds are sums over all workers.")
public record WalkView(
        @Schema(required = true) long directoriesRead,

        @Schema(description = "Directories that wait now.", required = true)
        long directoriesQueued,

        @Schema(description = "Entries that a pattern excludes; what is below them is not seen.", required = true)
        long excluded,

        @Schema(description = "Directories of other file systems that were not entered.", required = true)
        long otherFilesystems,

        @Schema(description = "Entries that were gone before they could be asked about or opened.", required = true)
        long vanished,

        @Schema(description = "Entries that could not be asked about, opened or listed.", required = true)
        long unreadable,

        @Schema(description = "Directories whose listing took more than 0.1 s.", required = true)
        long slowReads,

        @Schema(description = "Spent in listing directories.", required = true)
        BigDecimal readSeconds,

        @Schema(description = "Spent in asking about entries.", required = true)
        BigDecimal statSeconds,

        @Schema(description = "Spent in matching patterns.", required = true)
        BigDecimal excludeSeconds,

        @Schema(
                description = "Spent in opening directories so that no link is followed and no root is left.",
                required = true)
        BigDecimal openSeconds,

        @Schema(description = "The slowest directories to list, at most ten.", required = true)
        List<Slow> slowest) {

    /** A directory that took long. */
    @Schema(name = "SlowDirectory")
    public record Slow(
            @Schema(required = true) String path,
            @Schema(required = true) BigDecimal seconds) {}

    static @Nullable WalkView of(@Nullable WalkCounters walk) {
        return walk == null
                ? null
                : new WalkView(
                        walk.directoriesRead(),
                        walk.directoriesQueued(),
                        walk.excluded(),
                        walk.otherFilesystems(),
                        walk.vanished(),
                        walk.unreadable(),
                        walk.slowReads(),
                        seconds(walk.readNanos()),
                        seconds(walk.statNanos()),
                        seconds(walk.excludeNanos()),
                        seconds(walk.openNanos()),
                        walk.slowest().stream()
                                .map(slow -> new Slow(
                                        slow.path(),
                                        BigDecimal.valueOf(slow.seconds()).setScale(6, RoundingMode.HALF_UP)))
                                .toList());
    }

    private static BigDecimal seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).setScale(6, RoundingMode.HALF_UP);
    }
}

package org.fscensus.store;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How many generations of a file system are kept.
 *
 * @param keep the newest so many, at least 1
 * @param keepMonthly of those beyond, the last of each of the latest so many months (UTC)
 */
public record Retention(int keep, int keepMonthly) {

    public Retention {
        if (keep < 1 || keepMonthly < 0) {
            throw new IllegalArgumentException(
                    "keep " + keep + " generations and " + keepMonthly + " monthly: at least 1 and 0 are needed");
        }
    }

    /**
     * Those of one file system's generations that push a new one out at once.
     *
     * @param published newest first
     * @return the newer ones that are kept, newest first; empty where the new one would be kept
     */
    List<Generation> pushingOut(Generation draft, List<Generation> published) {
        List<Generation> all = new ArrayList<>(published);
        all.removeIf(other -> other.scanTime().equals(draft.scanTime()));
        all.add(draft);
        all.sort(Comparator.comparing(Generation::scanTime).reversed());
        List<Generation> gone = beyond(all);
        if (!gone.contains(draft)) {
            return List.of();
        }
        List<Generation> newer = new ArrayList<>(all.subList(0, all.indexOf(draft)));
        newer.removeAll(gone);
        return newer;
    }

    /** Those of one file system's generations that go; {@code newestFirst} by scan time. */
    List<Generation> beyond(List<Generation> newestFirst) {
        List<Generation> gone = new ArrayList<>();
        Set<YearMonth> months = new HashSet<>();
        for (Generation generation : newestFirst.subList(Math.min(keep, newestFirst.size()), newestFirst.size())) {
            boolean lastOfItsMonth = months.add(month(generation.scanTime()));
            if (!lastOfItsMonth || months.size() > keepMonthly) {
                gone.add(generation);
            }
        }
        return gone;
    }

    private static YearMonth month(Instant time) {
        return YearMonth.from(time.atZone(ZoneOffset.UTC));
    }
}

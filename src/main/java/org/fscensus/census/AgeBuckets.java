package org.fscensus.census;

import java.util.List;
import org.fscensus.store.DirectoryRows;

/** The age buckets: whole days between a file's time and the scan, the one place that knows their bounds. */
public final class AgeBuckets {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int[] UPPER_DAYS = {30, 90, 180, 365, 730, 1095, 1460, 1825, 2190, 2555};
    private static final List<String> LABELS = List.of(
            "under 30 days",
            "30 to 90 days",
            "90 to 180 days",
            "180 days to 1 year",
            "1 to 2 years",
            "2 to 3 years",
            "3 to 4 years",
            "4 to 5 years",
            "5 to 6 years",
            "6 to 7 years",
            "7 years and more");

    /** How many there are. */
    public static final int COUNT = UPPER_DAYS.length + 1;

    private static final byte[] BUCKET_OF_DAY = bucketOfDay();

    private AgeBuckets() {}

    /**
     * The bucket of a file. Both times are epoch seconds; a file time after the scan counts as 0 days, a missing one
     * ({@link DirectoryRows#NO_TIME}) as oldest.
     */
    public static int bucketOf(long scanTime, long fileTime) {
        if (fileTime == DirectoryRows.NO_TIME) {
            return COUNT - 1;
        }
        // A table, since no processor can foresee where a search among the bounds would end.
        long days = Math.max(0, scanTime - fileTime) / SECONDS_PER_DAY;
        return days < BUCKET_OF_DAY.length ? BUCKET_OF_DAY[(int) days] : COUNT - 1;
    }

    private static byte[] bucketOfDay() {
        byte[] buckets = new byte[UPPER_DAYS[UPPER_DAYS.length - 1]];
        int bucket = 0;
        for (int day = 0; day < buckets.length; day++) {
            if (day == UPPER_DAYS[bucket]) {
                bucket++;
            }
            buckets[day] = (byte) bucket;
        }
        return buckets;
    }

    /** The first day of a bucket. */
    public static int lowerDays(int bucket) {
        return bucket == 0 ? 0 : UPPER_DAYS[bucket - 1];
    }

    /** What users read for a bucket. */
    public static String label(int bucket) {
        return LABELS.get(bucket);
    }
}

package org.fscensus.query;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fscensus.census.AgeBuckets;
import org.fscensus.census.SizeBuckets;

/**
 * Ages or sizes as they are counted: in buckets. A filter is a bucket by its number from 0 ({@code 3}), buckets from one
 * to another or to the last ({@code 3-5}, {@code 3-}), or what lies between bounds ({@code 1y-3y}, the upper one not
 * included, {@code 3y-}; {@code 1MiB-1GiB}, {@code 1GiB-}), which must be bounds of buckets. A number without a unit is
 * a bucket's, but for a lower bound of 0 and, of sizes, numbers of more digits than buckets have, which are bytes.
 * Immutable.
 */
final class BucketScale {
    static final BucketScale AGE = new BucketScale(
            AgeBuckets.COUNT,
            AgeBuckets::label,
            AgeBuckets::lowerDays,
            BucketScale::days,
            BucketScale::daysText,
            "1y-3y");

    static final BucketScale SIZE = new BucketScale(
            SizeBuckets.COUNT,
            SizeBuckets::label,
            SizeBuckets::lowerBytes,
            Units::bytes,
            BucketScale::bytesText,
            "1MiB-1GiB");

    private static final int BUCKET_DIGITS = 2;
    private static final String UNITS = "KMGT";

    private final List<Crosstab.Bucket> buckets;
    private final IntToLongFunction lower;
    private final ToLongFunction<String> parser;
    private final String help;

    private BucketScale(
            int count,
            IntFunction<String> label,
            IntToLongFunction lower,
            ToLongFunction<String> parser,
            IntFunction<String> bound,
            String example) {
        this.lower = lower;
        this.parser = parser;
        buckets = IntStream.range(0, count)
                .mapToObj(bucket -> new Crosstab.Bucket(bucket, label.apply(bucket)))
                .toList();
        help = "write a bucket from 0 to " + (count - 1) + ", buckets as in 3-5 or 3-, or bounds as in " + example
                + " or " + example.substring(0, example.indexOf('-') + 1) + "; the bounds are "
                + IntStream.range(0, count).mapToObj(bound).collect(Collectors.joining(", "));
    }

    List<Crosstab.Bucket> buckets() {
        return buckets;
    }

    /**
     * The buckets that a filter means.
     *
     * @throws IllegalArgumentException if it is not understood, or means no whole buckets
     */
    Set<Integer> select(String filter) {
        int dash = filter.indexOf('-');
        String low = dash < 0 ? filter : filter.substring(0, dash);
        String high = dash < 0 ? filter : filter.substring(dash + 1);
        int from;
        int behind;
        if (isBucket(low) && (high.isEmpty() || isBucket(high))) {
            from = bucket(low, filter);
            behind = high.isEmpty() ? buckets.size() : bucket(high, filter) + 1;
        } else if (dash < 0) {
            throw refusal(filter);
        } else {
            from = bucketFrom(low, filter);
            behind = high.isEmpty() ? buckets.size() : bucketFrom(high, filter);
        }
        if (from >= behind) {
            throw refusal(filter);
        }
        return IntStream.range(from, behind).boxed().collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isBucket(String text) {
        return !text.isEmpty() && text.length() <= BUCKET_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private int bucket(String number, String filter) {
        int bucket = Integer.parseInt(number);
        if (bucket >= buckets.size()) {
            throw refusal(filter);
        }
        return bucket;
    }

    private int bucketFrom(String bound, String filter) {
        if (bound.equals("0")) {
            return 0;
        }
        long value = isBucket(bound) ? -1 : value(bound, filter);
        for (int bucket = 0; bucket < buckets.size(); bucket++) {
            if (lower.applyAsLong(bucket) == value) {
                return bucket;
            }
        }
        throw refusal(filter);
    }

    private long value(String bound, String filter) {
        try {
            return parser.applyAsLong(bound);
        } catch (IllegalArgumentException e) {
            IllegalArgumentException refusal = refusal(filter);
            refusal.initCause(e);
            throw refusal;
        }
    }

    private IllegalArgumentException refusal(String filter) {
        return new IllegalArgumentException("'" + filter + "' means no whole buckets; " + help);
    }

    private static long days(String text) {
        if (Units.time(text) instanceof TimeBound.Age age) {
            return age.age().toDays();
        }
        throw new IllegalArgumentException("'" + text + "' is no age");
    }

    private static String daysText(int bucket) {
        int days = AgeBuckets.lowerDays(bucket);
        return days > 0 && days % Units.DAYS_PER_YEAR == 0 ? days / Units.DAYS_PER_YEAR + "y" : days + "d";
    }

    private static String bytesText(int bucket) {
        long bytes = SizeBuckets.lowerBytes(bucket);
        int power = -1;
        while (bytes >= 1024) {
            bytes /= 1024;
            power++;
        }
        return power < 0 ? bytes + "B" : bytes + UNITS.substring(power, power + 1) + "iB";
    }
}

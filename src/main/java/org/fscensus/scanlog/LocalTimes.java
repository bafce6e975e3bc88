package org.fscensus.scanlog;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import org.fscensus.entry.EntryBatch;

/**
 * Reads {@code YYYY-MM-DD HH:MM:SS} in a time zone, without an object per time. Where the clocks are put forward a time
 * in the gap moves forward; where they are put back the earlier of the two instants is taken, as {@code java.time} does.
 *
 * <p>Not thread-safe. The offsets of the days seen lately are remembered; days on which the offset changes are left to
 * {@code java.time}.
 */
final class LocalTimes {
    private static final int SECONDS_PER_DAY = 86_400;
    private static final int CACHED_DAYS = 4096;
    private static final int NOT_CONSTANT = Integer.MIN_VALUE;

    private final ZoneRules rules;
    private final boolean fixed;
    private final int fixedOffset;
    private final int[] cachedDay = new int[CACHED_DAYS];
    private final int[] cachedOffset = new int[CACHED_DAYS];
    private int end;

    LocalTimes(ZoneId zone) {
        rules = zone.getRules();
        fixed = rules.isFixedOffset();
        fixedOffset = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
        java.util.Arrays.fill(cachedDay, Integer.MIN_VALUE);
    }

    /** One past the time that {@link #parse} read; meaningless after {@link EntryBatch#NO_TIME}. */
    int end() {
        return end;
    }

    /**
     * Reads the date at {@code at}, blanks, and the time of day; a fraction is skipped.
     *
     * @param bytes hold something that is no digit behind the line
     * @return epoch seconds, or {@link EntryBatch#NO_TIME} if there is no valid date and time followed by a blank
     */
    long parse(byte[] bytes, int at) {
        if (bytes[at + 4] != '-' || bytes[at + 7] != '-') {
            return EntryBatch.NO_TIME;
        }
        int year = two(bytes, at) * 100 + two(bytes, at + 2);
        int month = two(bytes, at + 5);
        int day = two(bytes, at + 8);
        if (two(bytes, at) < 0 || two(bytes, at + 2) < 0 || !isDate(year, month, day)) {
            return EntryBatch.NO_TIME;
        }
        int clock = at + 10;
        if (bytes[clock] != ' ' && bytes[clock] != '\t') {
            return EntryBatch.NO_TIME;
        }
        while (bytes[clock] == ' ' || bytes[clock] == '\t') {
            clock++;
        }
        int secondOfDay = timeOfDay(bytes, clock);
        if (secondOfDay < 0) {
            return EntryBatch.NO_TIME;
        }
        int after = clock + 8;
        if (bytes[after] == '.') {
            after = skipDigits(bytes, after + 1);
        }
        if (bytes[after - 1] == '.' || (bytes[after] != ' ' && bytes[after] != '\t')) {
            return EntryBatch.NO_TIME;
        }
        end = after;
        return toEpoch(epochDay(year, month, day), secondOfDay);
    }

    private static int skipDigits(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    private static boolean isDate(int year, int month, int day) {
        return month >= 1 && month <= 12 && day >= 1 && day <= lengthOfMonth(year, month);
    }

    private static int lengthOfMonth(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Seconds since midnight of {@code HH:MM:SS}, or -1; a leap second reads as the one before. */
    private static int timeOfDay(byte[] bytes, int at) {
        if (bytes[at + 2] != ':' || bytes[at + 5] != ':') {
            return -1;
        }
        int hour = two(bytes, at);
        int minute = two(bytes, at + 3);
        int second = two(bytes, at + 6);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) {
            return -1;
        }
        return hour * 3600 + minute * 60 + Math.min(second, 59);
    }

    /** The number of two digits at {@code at}; negative if they are none. */
    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -100_000 : tens * 10 + ones;
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar, years 0 to 9999. */
    private static int epochDay(int year, int month, int day) {
        // The year begins in March, so that the leap day is its last.
        int y = month <= 2 ? year - 1 : year;
        int m = month <= 2 ? month + 9 : month - 3;
        int leapDays = Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400);
        return 365 * y + leapDays + (153 * m + 2) / 5 + day - 1 - 719_468;
    }

    private long toEpoch(int epochDay, int secondOfDay) {
        long local = (long) epochDay * SECONDS_PER_DAY + secondOfDay;
        if (fixed) {
            return local - fixedOffset;
        }
        int slot = epochDay & (CACHED_DAYS - 1);
        if (cachedDay[slot] != epochDay) {
            cachedOffset[slot] = offsetOfDay(epochDay);
            cachedDay[slot] = epochDay;
        }
        int offset = cachedOffset[slot];
        return offset == NOT_CONSTANT ? slowly(local) : local - offset;
    }

    /** The offset that holds on the whole of a local day, or {@link #NOT_CONSTANT}. */
    private int offsetOfDay(int epochDay) {
        long start = (long) epochDay * SECONDS_PER_DAY;
        // A day's margin on both sides: no local time of this day can then lie near a transition.
        Instant before = Instant.ofEpochSecond(start - SECONDS_PER_DAY);
        Instant after = Instant.ofEpochSecond(start + 2L * SECONDS_PER_DAY);
        var next = rules.nextTransition(before);
        if (next != null && !next.getInstant().isAfter(after)) {
            return NOT_CONSTANT;
        }
        return rules.getOffset(before).getTotalSeconds();
    }

    private long slowly(long local) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
        var transition = rules.getTransition(time);
        if (transition != null && transition.isGap()) {
            return local - transition.getOffsetBefore().getTotalSeconds();
        }
        return local - rules.getOffset(time).getTotalSeconds();
    }
}

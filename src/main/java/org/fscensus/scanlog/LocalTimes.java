package org.fscensus.scanlog;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneRules;
import java.util.Arrays;
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

    /** Bytes of a date and time; doubled blanks or a fraction make it longer. */
    static final int USUAL_LENGTH = 19;

    // The usual shape as three words, lowest byte first, and what turns its digits into their values.
    private static final long YEAR_MONTH = 0x2d30302d30303030L; // 0000-00-
    private static final long DAY_MINUTE = 0x30303a3030203030L; // 00 00:00
    private static final long SECONDS = 0x30303aL; // :00
    private static final long HIGH_NIBBLES = 0xf0f0f0f0f0f0f0f0L;
    private static final long YEAR_MONTH_SIXES = 0x0006060006060606L;
    private static final long DAY_MINUTE_SIXES = 0x0606000606000606L;
    private static final long SECONDS_SIXES = 0x060600L;
    // The bits that must be gone: upper halves of digits, all of a sign.
    private static final long YEAR_MONTH_FIXED = 0xfff0f0fff0f0f0f0L;
    private static final long DAY_MINUTE_FIXED = 0xf0f0fff0f0fff0f0L;
    private static final long SECONDS_FIXED = 0xf0f0ffL;

    // The days before each month of the years that occur; sixteen months a year, so that an index is shifted together.
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2155;
    private static final int[] DAYS_BEFORE = daysBeforeMonths();

    private final ZoneRules rules;
    private final boolean fixed;
    private final int fixedOffset;
    private final int[] cachedDay = new int[CACHED_DAYS];
    private final int[] cachedOffset = new int[CACHED_DAYS];

    LocalTimes(ZoneId zone) {
        rules = zone.getRules();
        fixed = rules.isFixedOffset();
        fixedOffset = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
        Arrays.fill(cachedDay, Integer.MIN_VALUE);
    }

    /**
     * Reads the date at {@code at}, blanks, and the time of day; a fraction is skipped.
     *
     * @param bytes hold something that is no digit behind the line
     * @return epoch seconds, or {@link EntryBatch#NO_TIME} if there is no valid date and time followed by a blank
     */
    long parse(byte[] bytes, int at) {
        long yearMonth = Digits.word(bytes, at) ^ YEAR_MONTH;
        long dayMinute = Digits.word(bytes, at + 8) ^ DAY_MINUTE;
        long seconds = Digits.word(bytes, at + 16) ^ SECONDS;
        if (!isUsual(yearMonth, dayMinute, seconds)) {
            return parseUnusual(bytes, at);
        }
        // Every byte becomes ten times itself plus the one behind: a pair of digits becomes their number.
        long first = yearMonth * 10 + (yearMonth >>> 8);
        long second = dayMinute * 10 + (dayMinute >>> 8);
        long third = seconds * 10 + (seconds >>> 8);
        int secondOfDay = secondOfDay(number(second, 3), number(second, 6), number(third, 1));
        return time(
                number(first, 0) * 100 + number(first, 2),
                number(first, 5),
                number(second, 0),
                secondOfDay,
                bytes,
                at + USUAL_LENGTH);
    }

    /** Where a date and time of the usual shape at {@code at} ends, valid or not; {@code at} if there is none. */
    static int end(byte[] bytes, int at) {
        boolean usual = isUsual(
                Digits.word(bytes, at) ^ YEAR_MONTH,
                Digits.word(bytes, at + 8) ^ DAY_MINUTE,
                Digits.word(bytes, at + 16) ^ SECONDS);
        return usual ? at + USUAL_LENGTH : at;
    }

    /** Whether digits and signs stand where they should, given the words with the pattern taken off. */
    private static boolean isUsual(long yearMonth, long dayMinute, long seconds) {
        long wrong = (yearMonth | ((yearMonth + YEAR_MONTH_SIXES) & HIGH_NIBBLES)) & YEAR_MONTH_FIXED;
        wrong |= (dayMinute | ((dayMinute + DAY_MINUTE_SIXES) & HIGH_NIBBLES)) & DAY_MINUTE_FIXED;
        wrong |= (seconds | ((seconds + SECONDS_SIXES) & HIGH_NIBBLES)) & SECONDS_FIXED;
        return wrong == 0;
    }

    private static int number(long pairs, int index) {
        return (int) (pairs >>> (8 * index)) & 0xff;
    }

    /** As {@link #parse}, for blanks that are doubled or no spaces, and for what is no time at all. */
    private long parseUnusual(byte[] bytes, int at) {
        if (bytes[at + 4] != '-' || bytes[at + 7] != '-' || !LineEnds.isBlank(bytes[at + 10])) {
            return EntryBatch.NO_TIME;
        }
        int clock = LineEnds.skipBlanks(bytes, at + 10);
        if (bytes[clock + 2] != ':' || bytes[clock + 5] != ':') {
            return EntryBatch.NO_TIME;
        }
        int year = two(bytes, at) * 100 + two(bytes, at + 2);
        int secondOfDay = secondOfDay(two(bytes, clock), two(bytes, clock + 3), two(bytes, clock + 6));
        boolean digits = two(bytes, at) >= 0 && two(bytes, at + 2) >= 0;
        return digits
                ? time(year, two(bytes, at + 5), two(bytes, at + 8), secondOfDay, bytes, clock + 8)
                : EntryBatch.NO_TIME;
    }

    private long time(int year, int month, int day, int secondOfDay, byte[] bytes, int clockEnd) {
        if (month < 1 || month > 12 || day < 1 || secondOfDay < 0) {
            return EntryBatch.NO_TIME;
        }
        int before = daysBefore(year, month);
        if (day > 28 && day > daysBefore(year, month + 1) - before) {
            return EntryBatch.NO_TIME;
        }
        int after = bytes[clockEnd] == '.' ? skipDigits(bytes, clockEnd + 1) : clockEnd;
        if (bytes[after - 1] == '.' || !LineEnds.isBlank(bytes[after])) {
            return EntryBatch.NO_TIME;
        }
        return toEpoch(before + day - 1, secondOfDay);
    }

    private static int[] daysBeforeMonths() {
        int[] days = new int[(LAST_YEAR - FIRST_YEAR + 1) << 4];
        for (int i = 0; i < days.length; i++) {
            days[i] = computeDaysBefore(FIRST_YEAR + (i >>> 4), i & 15);
        }
        return days;
    }

    /** Days from 1970-01-01 to the first of a month, 1 to 13. */
    private static int daysBefore(int year, int month) {
        return year >= FIRST_YEAR && year <= LAST_YEAR
                ? DAYS_BEFORE[(year - FIRST_YEAR) << 4 | month]
                : computeDaysBefore(year, month);
    }

    private static int skipDigits(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }

    /** Seconds since midnight, or -1 if there is no such time; a leap second reads as the one before. */
    private static int secondOfDay(int hour, int minute, int second) {
        boolean valid = hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 60;
        return valid ? hour * 3600 + minute * 60 + Math.min(second, 59) : -1;
    }

    /** The number of two digits at {@code at}; negative if they are none. */
    private static int two(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return (tens | ones | 9 - tens | 9 - ones) < 0 ? -100_000 : tens * 10 + ones;
    }

    /** As {@link #daysBefore}, in the proleptic Gregorian calendar, years 0 to 9999. */
    private static int computeDaysBefore(int year, int month) {
        // The year begins in March, so that the leap day is its last.
        int y = month <= 2 ? year - 1 : year;
        int m = month <= 2 ? month + 9 : month - 3;
        int leapDays = Math.floorDiv(y, 4) - Math.floorDiv(y, 100) + Math.floorDiv(y, 400);
        return 365 * y + leapDays + (153 * m + 2) / 5 - 719_468;
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

package org.fscensus.job;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.regex.Pattern;

/**
 * Makes the ids of jobs: 26 lower-case base-32 digits (Crockford's), 10 of them the milliseconds of creation and 16 of
 * them random. So ids sort by age, are safe in URLs and file names, and cannot be guessed. Thread-safe.
 */
public final class JobIds {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final Pattern SHAPE = Pattern.compile("[0-9a-hjkmnp-tv-z]{26}");
    private static final int TIME_DIGITS = 10;
    private static final int HALF_DIGITS = 8;
    private static final long HALF_BOUND = 1L << (5 * HALF_DIGITS);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    private long millis = -1;
    private long high;
    private long low;

    JobIds(Clock clock) {
        this.clock = clock;
    }

    /** Whether a text has the form of an id. */
    public static boolean isId(String text) {
        return SHAPE.matcher(text).matches();
    }

    /** An id greater than all before it, even within one millisecond or when the clock steps back. */
    synchronized String next() {
        long now = clock.millis();
        if (now > millis) {
            millis = now;
            high = random.nextLong(HALF_BOUND);
            low = random.nextLong(HALF_BOUND);
        } else if (++low == HALF_BOUND) {
            low = 0;
            high = (high + 1) % HALF_BOUND;
            millis += high == 0 ? 1 : 0;
        }
        StringBuilder id = new StringBuilder(TIME_DIGITS + 2 * HALF_DIGITS);
        append(id, millis, TIME_DIGITS);
        append(id, high, HALF_DIGITS);
        append(id, low, HALF_DIGITS);
        return id.toString();
    }

    /**
     * Makes the ids to come greater than this one too, which an earlier process has made: the clock may have been set back
     * since.
     */
    synchronized void startAfter(String id) {
        if (!isId(id)) {
            return;
        }
        long time = 0;
        for (int digit = 0; digit < TIME_DIGITS; digit++) {
            time = time << 5 | DIGITS.indexOf(id.charAt(digit));
        }
        if (time >= millis) {
            millis = time + 1;
            high = 0;
            low = random.nextLong(HALF_BOUND);
        }
    }

    private static void append(StringBuilder id, long value, int digits) {
        for (int digit = digits - 1; digit >= 0; digit--) {
            id.append(DIGITS.charAt((int) (value >>> (5 * digit)) & 31));
        }
    }
}

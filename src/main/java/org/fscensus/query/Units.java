package org.fscensus.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes, counts, dates and ages as users write them, the one place that knows their units. Every method throws
 * {@link IllegalArgumentException} with a message that says what is understood.
 */
public final class Units {
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?([A-Za-z]*)");
    private static final Pattern AGE = Pattern.compile("(\\d{1,6})(y|mo|d)");
    private static final String PREFIXES = "kmgtpe";
    static final int DAYS_PER_YEAR = 365;
    private static final int DAYS_PER_MONTH = 30;

    private Units() {}

    /** Bytes: {@code 4096}, {@code 10GiB}, {@code 10G}, {@code 1.5T} (1024), {@code 500MB} (1000). */
    public static long bytes(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (matcher.matches()) {
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            if (unit.isEmpty() || unit.equals("b")) {
                return scaled(text, matcher.group(1), 1, 0);
            }
            int power = PREFIXES.indexOf(unit.charAt(0)) + 1;
            String rest = unit.substring(1);
            if (power > 0 && (rest.isEmpty() || rest.equals("ib"))) {
                return scaled(text, matcher.group(1), 1024, power);
            }
            if (power > 0 && rest.equals("b")) {
                return scaled(text, matcher.group(1), 1000, power);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no size; write bytes, or a unit as in 10GiB, 10G, 1.5T (1024) or 500MB (1000)");
    }

    /** A count: {@code 250}, {@code 10K}, {@code 1.5M} (1000). */
    public static long count(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (matcher.matches()) {
            String unit = matcher.group(2).toLowerCase(Locale.ROOT);
            int power = unit.isEmpty() ? 0 : PREFIXES.indexOf(unit) + 1;
            if (unit.length() < 2 && (unit.isEmpty() || power > 0)) {
                return scaled(text, matcher.group(1), 1000, power);
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is no count; write a number, or one as in 10K or 1.5M (1000)");
    }

    /** A date, a time, or an age that counts back from the scan: {@code 2024-01-31}, {@code 3y}, {@code 6mo}, {@code 90d}. */
    public static TimeBound time(String text) {
        Matcher age = AGE.matcher(text);
        if (age.matches()) {
            int number = Integer.parseInt(age.group(1));
            int days = age.group(2).equals("y") ? DAYS_PER_YEAR : age.group(2).equals("mo") ? DAYS_PER_MONTH : 1;
            return new TimeBound.Age(Duration.ofDays((long) number * days));
        }
        try {
            return text.indexOf('T') < 0
                    ? new TimeBound.At(LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC))
                    : new TimeBound.At(Instant.parse(text));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time; write a date as in 2024-01-31, a time as in 2024-01-31T08:00:00Z,"
                            + " or an age before the scan as in 3y (365 days each), 6mo (30 days each) or 90d",
                    e);
        }
    }

    private static long scaled(String text, String number, int base, int power) {
        BigDecimal value =
                new BigDecimal(number).multiply(BigDecimal.valueOf(base).pow(power));
        try {
            return value.setScale(0, RoundingMode.HALF_UP).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("'" + text + "' is too large", e);
        }
    }
}

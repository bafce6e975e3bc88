package org.fscensus.entry;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads sizes and counts as people write them, in requests and in the configuration: {@code 4096}, {@code 10GiB},
 * {@code 10G} and {@code 1.5T} (powers of 1024), {@code 500MB} (powers of 1000); counts {@code 10K} (powers of 1000).
 */
public final class Units {
    private static final String PREFIXES = "KMGTPE";
    private static final Pattern SIZE = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?)\\s*(?:([KMGTPE])(I?B)?|B)?");
    private static final Pattern COUNT = Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?)\\s*([KMGT])?");
    private static final BigDecimal BINARY = BigDecimal.valueOf(1024);
    private static final BigDecimal DECIMAL = BigDecimal.valueOf(1000);

    private Units() {}

    /**
     * A size in bytes; fractions of a byte are cut off.
     *
     * @throws IllegalArgumentException if the text is no size, with a message that shows how one is written
     */
    public static long bytes(String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no size; write 4096, 10GiB, 1.5T or 500MB");
        }
        return scaled(text, size.group(1), "B".equals(size.group(3)) ? DECIMAL : BINARY, size.group(2));
    }

    /**
     * A count; fractions are cut off.
     *
     * @throws IllegalArgumentException if the text is no count, with a message that shows how one is written
     */
    public static long count(String text) {
        Matcher count = COUNT.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!count.matches()) {
            throw new IllegalArgumentException("\"" + text + "\" is no count; write 100, 10K or 1.5M");
        }
        return scaled(text, count.group(1), DECIMAL, count.group(2));
    }

    private static long scaled(String text, String number, BigDecimal base, @Nullable String prefix) {
        int power = prefix == null ? 0 : PREFIXES.indexOf(prefix) + 1;
        BigDecimal value = new BigDecimal(number).multiply(base.pow(power));
        if (value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException("\"" + text + "\" is too large; at most 8EiB can be told");
        }
        return value.longValue();
    }
}

package org.fscensus.job;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fscensus.pipeline.RejectLimit;
import org.jspecify.annotations.Nullable;

/** Reads {@code maxRejected}: a count ({@code 100}, {@code 10K}, {@code 1.5M}; 1000 each) or a share ({@code 1%}). */
final class RejectLimits {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([%KMGkmg]?)");

    private RejectLimits() {}

    static RejectLimit parse(@Nullable String text) throws InvalidRequestException {
        if (text == null) {
            return RejectLimit.DEFAULT;
        }
        Matcher shape = SHAPE.matcher(text.strip());
        if (!shape.matches()) {
            throw malformed(text);
        }
        BigDecimal number = new BigDecimal(shape.group(1));
        try {
            return switch (shape.group(2).toUpperCase(Locale.ROOT)) {
                case "%" -> RejectLimit.ofPercent(number.doubleValue());
                case "K" -> lines(number, 3);
                case "M" -> lines(number, 6);
                case "G" -> lines(number, 9);
                default -> lines(number, 0);
            };
        } catch (IllegalArgumentException | ArithmeticException e) {
            // Over 100 %, a fraction of a line, or more lines than there are numbers.
            throw malformed(text);
        }
    }

    private static RejectLimit lines(BigDecimal number, int powerOfTen) {
        return RejectLimit.ofLines(number.scaleByPowerOfTen(powerOfTen).longValueExact());
    }

    private static InvalidRequestException malformed(String text) {
        return new InvalidRequestException(
                InvalidRequestException.Reason.MALFORMED,
                "maxRejected",
                "\"" + text + "\" is neither a number of lines (100, 10K) nor a share of them (1%, at most 100%)");
    }
}

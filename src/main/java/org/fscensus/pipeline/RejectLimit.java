package org.fscensus.pipeline;

import java.math.BigDecimal;

/**
 * How many rejected lines an import bears before it fails: a number of lines, or a share of all entry lines.
 *
 * @param lines the greatest number borne, or -1 where {@code percent} counts
 * @param percent the greatest share borne, 0 to 100, of the lines that are no notices; ignored where {@code lines} counts
 */
public record RejectLimit(long lines, double percent) {

    /** One line in a hundred. */
    public static final RejectLimit DEFAULT = ofPercent(1);

    /** @throws IllegalArgumentException if a limit is out of its range */
    public RejectLimit {
        if (lines < -1 || !(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("a limit is a count of at least 0, or 0 to 100 percent");
        }
    }

    /** At most this many lines. */
    public static RejectLimit ofLines(long lines) {
        return new RejectLimit(Math.max(lines, 0), 0);
    }

    /** At most this share of the lines that are no notices. */
    public static RejectLimit ofPercent(double percent) {
        return new RejectLimit(-1, percent);
    }

    /** As a job gives it. */
    @Override
    public String toString() {
        return lines >= 0
                ? Long.toString(lines)
                : new BigDecimal(Double.toString(percent)).stripTrailingZeros().toPlainString() + "%";
    }

    /** Whether {@code rejected} of {@code entryLines} (rejected ones included) are too many. */
    public boolean exceeded(long rejected, long entryLines) {
        return lines >= 0 ? rejected > lines : rejected * 100.0 > percent * entryLines;
    }
}

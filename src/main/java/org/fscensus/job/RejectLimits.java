package org.fscensus.job;

import org.fscensus.pipeline.RejectLimit;
import org.fscensus.query.Units;
import org.jspecify.annotations.Nullable;

/** Reads {@code maxRejected}: a count ({@code 100}, {@code 10K}) or a share ({@code 1%}). */
final class RejectLimits {
    private RejectLimits() {}

    static RejectLimit parse(@Nullable String text) throws InvalidRequestException {
        if (text == null) {
            return RejectLimit.DEFAULT;
        }
        String limit = text.strip();
        try {
            return limit.endsWith("%")
                    ? RejectLimit.ofPercent(Double.parseDouble(limit.substring(0, limit.length() - 1)))
                    : RejectLimit.ofLines(Units.count(limit));
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.MALFORMED,
                    "maxRejected",
                    "\"" + text + "\" is neither a number of lines (100, 10K) nor a share of them (1%, at most 100%)");
        }
    }
}

package org.fscensus.pipeline;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many lines were rejected for one reason.
 *
 * @param first where the first of them stands; null where that is not known
 */
public record RejectReason(
        String reason, long lines, @Nullable Place first) {

    /**
     * A line's place.
     *
     * @param file its path, or the name of an upload
     * @param lineNumber counted from 1
     * @param byteOffset of the line's first byte in the (decompressed) file, from 0
     */
    public record Place(String file, long lineNumber, long byteOffset) {}

    /** The most frequent first. */
    static List<RejectReason> inOrder(Stream<RejectReason> reasons) {
        return reasons.sorted(
                        Comparator.comparingLong(RejectReason::lines).reversed().thenComparing(RejectReason::reason))
                .toList();
    }
}

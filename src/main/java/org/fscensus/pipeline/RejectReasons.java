package org.fscensus.pipeline;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.fscensus.scanlog.RejectedLine;
import org.jspecify.annotations.Nullable;

/** Counts rejected lines by reason, of which there are a few, and notes the first of each. Thread-safe. */
final class RejectReasons {
    private static final byte[] NOTHING = {};

    private final Map<String, Counted> reasons = new ConcurrentHashMap<>();

    private static final class Counted {
        private final LongAdder lines = new LongAdder();
        private final LineSamples first = new LineSamples(1);

        RejectReason.@Nullable Place place() {
            List<RejectedLine> found = first.resolve();
            return found.isEmpty()
                    ? null
                    : new RejectReason.Place(
                            found.get(0).file(),
                            found.get(0).lineNumber(),
                            found.get(0).byteOffset());
        }
    }

    /** Counts a line, which stands there as {@link LineSamples#offer} has it. */
    void add(FileTally file, long offset, long piece, long lineInPiece, String reason) {
        Counted counted = reasons.computeIfAbsent(reason, key -> new Counted());
        counted.lines.increment();
        counted.first.offer(file, offset, piece, lineInPiece, reason, NOTHING, 0, 0);
    }

    /** The most frequent first; a line's place once all lines before it have been read. */
    List<RejectReason> resolve() {
        return RejectReason.inOrder(reasons.entrySet().stream()
                .map(reason -> new RejectReason(
                        reason.getKey(),
                        reason.getValue().lines.sum(),
                        reason.getValue().place())));
    }
}

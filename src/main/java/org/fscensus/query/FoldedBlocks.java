package org.fscensus.query;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Large blocks of usage of one database as {@link UsageFold} makes them, those that questions have used last: folding one
 * takes longer than reading it, so that it pays from the second question on. Thread-safe.
 */
final class FoldedBlocks {
    /** Blocks of so many bytes are worth it; in smaller ones there is little to be folded. */
    static final int LEAST_BYTES = 1 << 16;

    private static final int MOST_BYTES = 4 << 20;

    private record Key(long blockId, Dimension who) {}

    private final Map<Key, byte[]> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    /** @param who owner or group */
    synchronized byte @Nullable [] get(long blockId, Dimension who) {
        return blocks.get(new Key(blockId, who));
    }

    synchronized void put(long blockId, Dimension who, byte[] folded) {
        byte[] before = blocks.put(new Key(blockId, who), folded);
        bytes += folded.length - (before == null ? 0 : before.length);
        for (Iterator<byte[]> eldest = blocks.values().iterator(); bytes > MOST_BYTES; ) {
            bytes -= eldest.next().length;
            eldest.remove();
        }
    }
}

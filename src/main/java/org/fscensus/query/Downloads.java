package org.fscensus.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fscensus.store.Generation;

/**
 * Counts the long lists that are being read from each generation while their clients fetch them. Each holds a connection
 * for as long as its client takes, so there are fewer of them than connections: the others' questions always find one.
 * Thread-safe.
 */
final class Downloads {
    /** From one generation at a time; a quarter of the connections that there are to it. */
    static final int MOST = 4;

    private final Map<String, Integer> running = new HashMap<>();

    /**
     * Begins one, from all of these generations or from none.
     *
     * @return to be run when it has ended; again does nothing
     * @throws QuestionException if as many are being read from one of them as may be
     */
    synchronized Runnable begin(List<Generation> generations) {
        for (Generation generation : generations) {
            if (running.getOrDefault(generation.id(), 0) >= MOST) {
                throw new QuestionException(
                        QuestionException.Kind.BUSY,
                        MOST + " long lists are being downloaded from " + generation.filesystem()
                                + ", the most at a time; try again when one has ended, or ask for pages of up to "
                                + DirectoryQuery.READ_AHEAD + " (limit), which are always answered");
            }
        }
        generations.forEach(generation -> running.merge(generation.id(), 1, Integer::sum));
        AtomicBoolean ended = new AtomicBoolean();
        return () -> {
            if (ended.compareAndSet(false, true)) {
                end(generations);
            }
        };
    }

    private synchronized void end(List<Generation> generations) {
        for (Generation generation : generations) {
            running.computeIfPresent(generation.id(), (id, count) -> count == 1 ? null : count - 1);
        }
    }
}

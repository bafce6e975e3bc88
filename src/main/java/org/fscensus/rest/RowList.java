package org.fscensus.rest;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one answer, read once, while they are written; to be closed. One thread. Reading may throw a
 * {@link org.fscensus.query.QuestionException}.
 *
 * @param <T> the view of a row in JSON
 */
interface RowList<T> extends Iterator<T>, AutoCloseable {

    /** What is missing from the list, and why; known before the first row. */
    List<DatabaseProblem> problems();

    /** The cursor of the next page, where there is one and it is known before the rows are read. */
    @Nullable String nextIfKnown();

    /** The whole answer in JSON, where it is at hand; else the rows are written one by one, as {@code items}. */
    default @Nullable Object json() {
        return null;
    }

    /** The fields that follow {@code items} in JSON; asked behind the last row. */
    default Map<String, Object> tail() {
        return Map.of();
    }

    @Override
    void close();

    /**
     * Rows in memory.
     *
     * @param json the whole answer in JSON, with these rows in it
     * @param next the cursor of the next page, null at the end
     */
    static <T> RowList<T> of(List<T> rows, Object json, @Nullable String next, List<DatabaseProblem> problems) {
        Iterator<T> each = rows.iterator();
        return new RowList<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public T next() {
                return each.next();
            }

            @Override
            public List<DatabaseProblem> problems() {
                return problems;
            }

            @Override
            public @Nullable String nextIfKnown() {
                return next;
            }

            @Override
            public Object json() {
                return json;
            }

            @Override
            public void close() {
                // They hold nothing but memory.
            }
        };
    }
}

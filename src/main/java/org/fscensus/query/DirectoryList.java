package org.fscensus.query;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * A list of directories: the rows of several databases, merged. A short one is read before it is handed out and holds
 * no database; a long one is read while it is used. To be closed. One thread. Any call may throw a
 * {@link QuestionException}, such as a timeout.
 */
public final class DirectoryList implements Iterator<Directory>, AutoCloseable {
    private final List<DirectoryStream> streams;
    private final List<DatabaseProblem> problems;
    private final Comparator<DirectoryStream> merge;
    private final long questionHash;
    private final Permitted permitted;
    private final Queue<Directory> ahead = new ArrayDeque<>();
    private long left;
    private boolean closed;
    private @Nullable String cursor;
    private Runnable onClose = () -> {};

    /**
     * @param streams in the order of their file systems
     * @param problems generations that could not be read
     * @param limit 0 for all
     * @param permitted what the asker may see
     */
    DirectoryList(
            List<DirectoryStream> streams,
            List<DatabaseProblem> problems,
            DirectoryOrder order,
            long limit,
            long questionHash,
            Permitted permitted) {
        this.streams = streams;
        this.problems = List.copyOf(problems);
        this.merge = comparator(order);
        this.left = limit == 0 ? Long.MAX_VALUE : limit;
        this.questionHash = questionHash;
        this.permitted = permitted;
    }

    /**
     * Reads the first rows. If they are all, the databases are given back, and no client keeps them by reading slowly.
     *
     * @return whether they are all
     */
    boolean readAhead(int rows) {
        while (ahead.size() < rows && canRead()) {
            ahead.add(read());
        }
        if (canRead()) {
            return false;
        }
        cursor = cursorBehindWhatWasRead();
        close();
        return true;
    }

    /** The generations that are still read from. */
    List<Generation> generations() {
        return streams.stream().map(DirectoryStream::generation).toList();
    }

    /** To be run once, when it is closed. */
    void onClose(Runnable action) {
        onClose = action;
    }

    /** Databases that could not be read, and why; their rows are missing. */
    public List<DatabaseProblem> problems() {
        return problems;
    }

    @Override
    public boolean hasNext() {
        return !ahead.isEmpty() || canRead();
    }

    @Override
    public Directory next() {
        Directory next = ahead.poll();
        return next == null ? read() : next;
    }

    /** Where the list goes on behind its last row, to be asked when that is taken; null where it does not. */
    public @Nullable String nextCursor() {
        return closed ? cursor : cursorBehindWhatWasRead();
    }

    /** Whether all rows are in memory, so that {@link #nextCursor} is known before they are taken. */
    public boolean isRead() {
        return closed;
    }

    private boolean canRead() {
        return !closed && left > 0 && first() != null;
    }

    private Directory read() {
        DirectoryStream first = canRead() ? first() : null;
        if (first == null) {
            throw new NoSuchElementException();
        }
        left--;
        return first.take();
    }

    private @Nullable String cursorBehindWhatWasRead() {
        if (first() == null) {
            return null;
        }
        List<Cursor.Place> places = new ArrayList<>();
        for (DirectoryStream stream : streams) {
            places.add(new Cursor.Place(
                    stream.generation().id(),
                    stream.head() == null ? Cursor.State.EXHAUSTED : Cursor.State.OPEN,
                    stream.position()));
        }
        for (DatabaseProblem problem : problems) {
            String generationId = problem.generation();
            if (generationId != null) {
                places.add(new Cursor.Place(generationId, Cursor.State.UNREADABLE, null));
            }
        }
        return new Cursor(questionHash, places).encode(permitted);
    }

    private @Nullable DirectoryStream first() {
        DirectoryStream first = null;
        for (DirectoryStream stream : streams) {
            if (stream.head() != null && (first == null || merge.compare(stream, first) < 0)) {
                first = stream;
            }
        }
        return first;
    }

    private Comparator<DirectoryStream> comparator(DirectoryOrder order) {
        Comparator<DirectoryStream> byKey = order.key() == DirectoryOrder.Key.PATH
                ? Comparator.comparing(DirectoryStream::headPath)
                : Comparator.comparingLong(DirectoryList::key);
        if (order.key() != DirectoryOrder.Key.PATH && order.keyDescends() != order.reversed()) {
            byKey = byKey.reversed();
        }
        Comparator<DirectoryStream> all = byKey.thenComparingInt(streams::indexOf);
        return order.reversed() ? all.reversed() : all;
    }

    private static long key(DirectoryStream stream) {
        DirectoryRow row = stream.head();
        return row == null ? 0 : row.key();
    }

    /** Idempotent. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            closeAll(streams, null);
        } finally {
            onClose.run();
        }
    }

    /** Closes every one of them, whatever the others do; throws the first failure, or adds it to {@code reason}. */
    static void closeAll(List<DirectoryStream> streams, @Nullable RuntimeException reason) {
        RuntimeException failure = reason;
        for (DirectoryStream stream : streams) {
            try {
                stream.close();
            } catch (QuestionException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

package org.fscensus.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A list of directories that is read while it is used: the rows of several databases, merged. To be closed. One thread.
 * Any call may throw a {@link QuestionException}, such as a timeout.
 */
public final class DirectoryList implements Iterator<Directory>, AutoCloseable {
    private final List<DirectoryStream> streams;
    private final List<Missing> missing;
    private final Comparator<DirectoryStream> merge;
    private final long questionHash;
    private long left;

    /** A generation that could not be read, and what the asker is told of it. */
    record Missing(String generationId, String warning) {}

    /**
     * @param streams in the order of their file systems
     * @param limit 0 for all
     */
    DirectoryList(
            List<DirectoryStream> streams, List<Missing> missing, DirectoryOrder order, long limit, long questionHash) {
        this.streams = streams;
        this.missing = List.copyOf(missing);
        this.merge = comparator(order);
        this.left = limit == 0 ? Long.MAX_VALUE : limit;
        this.questionHash = questionHash;
    }

    /** Databases that could not be read, and why; their rows are missing. */
    public List<String> warnings() {
        return missing.stream().map(Missing::warning).toList();
    }

    @Override
    public boolean hasNext() {
        return left > 0 && first() != null;
    }

    @Override
    public Directory next() {
        DirectoryStream first = left > 0 ? first() : null;
        if (first == null) {
            throw new NoSuchElementException();
        }
        left--;
        return first.take();
    }

    /** Where the list goes on behind what was read; null where it does not. */
    public @Nullable String nextCursor() {
        if (first() == null) {
            return null;
        }
        List<Cursor.Place> places = new ArrayList<>();
        for (DirectoryStream stream : streams) {
            places.add(new Cursor.Place(
                    stream.generationId(),
                    stream.head() == null ? Cursor.State.EXHAUSTED : Cursor.State.OPEN,
                    stream.position()));
        }
        for (Missing one : missing) {
            places.add(new Cursor.Place(one.generationId(), Cursor.State.UNREADABLE, null));
        }
        return new Cursor(questionHash, places).encode();
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

    @Override
    public void close() {
        closeAll(streams, null);
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

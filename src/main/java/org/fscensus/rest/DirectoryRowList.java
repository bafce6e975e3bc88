package org.fscensus.rest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fscensus.query.DirectoryList;
import org.fscensus.rest.FilesystemViews.DirectoryView;
import org.fscensus.store.DatabaseProblem;
import org.jspecify.annotations.Nullable;

/** Directories, written as they are read, so that no list is held in memory; {@code DirectoryList} in JSON. */
final class DirectoryRowList implements RowList<DirectoryView> {
    private final DirectoryList list;

    /** @param list is closed with this */
    DirectoryRowList(DirectoryList list) {
        this.list = list;
    }

    @Override
    public boolean hasNext() {
        return list.hasNext();
    }

    @Override
    public DirectoryView next() {
        return DirectoryView.of(list.next());
    }

    @Override
    public List<DatabaseProblem> problems() {
        return list.problems();
    }

    @Override
    public @Nullable String nextIfKnown() {
        return list.isRead() ? list.nextCursor() : null;
    }

    @Override
    public Map<String, Object> tail() {
        Map<String, Object> tail = new LinkedHashMap<>();
        String next = list.nextCursor();
        if (next != null) {
            tail.put("next", next);
        }
        List<DatabaseProblemView> problems = DatabaseProblemView.of(list.problems());
        if (problems != null) {
            tail.put("problems", problems);
        }
        return tail;
    }

    @Override
    public void close() {
        list.close();
    }
}

package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/** The rows of one database in a list's order, read as they are wanted. One thread. */
final class DirectoryStream implements AutoCloseable {
    private final Database database;
    private final DirectoryTree tree;
    private final Deque<DirectoryPlan.Statement> waiting;
    private @Nullable PreparedStatement statement;
    private @Nullable ResultSet results;
    private @Nullable DirectoryRow head;
    private @Nullable ScanPath headPath;
    private DirectoryPlan.@Nullable Position position;

    /** @param position where the list goes on, null for its beginning */
    DirectoryStream(
            Database database, DirectoryTree tree, DirectoryPlan plan, DirectoryPlan.@Nullable Position position) {
        this.database = database;
        this.tree = tree;
        this.waiting = new ArrayDeque<>(plan.statements());
        this.position = position;
        this.head = read();
    }

    /** The next row, null at the end. */
    @Nullable DirectoryRow head() {
        return head;
    }

    /** The next row's path. */
    ScanPath headPath() {
        ScanPath path = headPath;
        if (path == null) {
            DirectoryRow row = head;
            if (row == null) {
                throw new IllegalStateException("no row is left");
            }
            // Since the last row, the client may have paused for long.
            database.restartClock();
            path = tree.path(row);
            headPath = path;
        }
        return path;
    }

    /** The last row that was taken, null before the first. */
    DirectoryPlan.@Nullable Position position() {
        return position;
    }

    Generation generation() {
        return database.generation();
    }

    /** Takes the next row. */
    Directory take() {
        DirectoryRow row = head;
        if (row == null) {
            throw new IllegalStateException("no row is left");
        }
        // Since the last row, the client may have paused for long.
        database.restartClock();
        Directory directory = describe(database, row, tree);
        position = new DirectoryPlan.Position(row.key(), row.dirId());
        headPath = null;
        head = read();
        return directory;
    }

    static Directory describe(Database database, DirectoryRow row, DirectoryTree tree) {
        return describe(database, row, tree.text(row));
    }

    static Directory describe(Database database, DirectoryRow row, String path) {
        return new Directory(
                database.generation().filesystem(),
                path,
                row.depth(),
                row.recursive(),
                row.direct(),
                holder(row.ownerUid(), database, true),
                holder(row.ownerGid(), database, false));
    }

    private static Holder holder(@Nullable Long id, Database database, boolean user) {
        if (id == null) {
            return new Holder(Holder.Kind.SEVERAL, null);
        }
        return id < 0
                ? new Holder(Holder.Kind.NONE, null)
                : new Holder(Holder.Kind.SINGLE, user ? database.user(id) : database.group(id));
    }

    private @Nullable DirectoryRow read() {
        try {
            while (true) {
                database.restartClock();
                ResultSet open = results;
                if (open != null && open.next()) {
                    return DirectoryRow.read(open);
                }
                closeStatement();
                DirectoryPlan.Statement next = waiting.poll();
                if (next == null) {
                    return null;
                }
                PreparedStatement prepared = database.connection().prepareStatement(next.sql());
                statement = prepared;
                bind(prepared, next.parameters());
                results = prepared.executeQuery();
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }

    private static void bind(PreparedStatement statement, List<Object> parameters) throws SQLException {
        int at = 1;
        for (Object parameter : parameters) {
            if (parameter instanceof byte[] bytes) {
                statement.setBytes(at++, bytes);
            } else {
                statement.setObject(at++, parameter);
            }
        }
    }

    private void closeStatement() throws SQLException {
        PreparedStatement open = statement;
        statement = null;
        results = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        try (database) {
            closeStatement();
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}

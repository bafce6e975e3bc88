package org.fscensus.query;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A directory as far as comparing two generations needs it.
 *
 * @param recursive of its subtree
 * @param ownFiles immediately in it
 * @param ownBytes allocated, of the files immediately in it
 */
record TreeRow(long id, long parentId, int depth, Amounts recursive, long ownFiles, long ownBytes) {
    /** The columns that {@link #read} takes, in their order, with {@code %1$s} for the table's name. */
    static final String COLUMNS = "%1$s.dir_id, %1$s.parent_id, %1$s.depth, %1$s.file_count_r, %1$s.dir_count_r,"
            + " %1$s.total_size_r, %1$s.file_count_nr, %1$s.total_size_nr";

    static final int WIDTH = 8;

    /** @param first number of the first of its columns */
    static TreeRow read(ResultSet row, int first) throws SQLException {
        return new TreeRow(
                row.getLong(first),
                row.getLong(first + 1),
                row.getInt(first + 2),
                new Amounts(row.getLong(first + 3), row.getLong(first + 4), row.getLong(first + 5)),
                row.getLong(first + 6),
                row.getLong(first + 7));
    }

    /** The greatest id of its subtree. */
    long last() {
        return id + recursive.directories();
    }

    /** The first id behind its subtree. */
    long next() {
        return last() + 1;
    }
}

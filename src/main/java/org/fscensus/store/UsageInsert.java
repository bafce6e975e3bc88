package org.fscensus.store;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** Lets SQLite write usage. One thread. */
final class UsageInsert implements UsageSink, AutoCloseable {
    private static final int BATCH_ROWS = 1_000;

    private final PreparedStatement rows;
    private final PreparedStatement blocks;
    private final Runnable fileMayHaveGrown;
    private int batch;

    UsageInsert(Connection connection, Runnable fileMayHaveGrown) throws SQLException {
        this.fileMayHaveGrown = fileMayHaveGrown;
        rows = connection.prepareStatement(GenerationSchema.INSERT_USAGE);
        blocks = connection.prepareStatement(GenerationSchema.INSERT_USAGE_BLOCK);
    }

    @Override
    public void row(long dirId, long uid, long gid, long apparentBytes, UsageEncoder cells) throws IOException {
        try {
            rows.setLong(1, dirId);
            rows.setLong(2, uid);
            rows.setLong(3, gid);
            rows.setLong(4, apparentBytes);
            rows.setBytes(5, written(cells));
            rows.addBatch();
            if (++batch == BATCH_ROWS) {
                flush();
                fileMayHaveGrown.run();
            }
        } catch (SQLException e) {
            throw new IOException("cannot write the usage of directory " + dirId + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void block(int level, long block, UsageEncoder usage) throws IOException {
        try {
            blocks.setLong(1, UsageLevels.blockId(block, level));
            blocks.setInt(2, level);
            blocks.setLong(3, UsageLevels.lastOf(block, level));
            blocks.setBytes(4, written(usage));
            blocks.executeUpdate();
        } catch (SQLException e) {
            throw new IOException(
                    "cannot write block " + block + " of level " + level + " of the usage: " + e.getMessage(), e);
        }
    }

    private static byte[] written(UsageEncoder encoder) {
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    void flush() throws SQLException {
        rows.executeBatch();
        batch = 0;
    }

    @Override
    public void close() throws SQLException {
        rows.close();
        blocks.close();
    }
}

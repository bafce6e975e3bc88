package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Totals from the sums over a whole generation: known under the root, and under any directory that has all the files,
 * such as those that lead to the root of the scan.
 */
final class SummaryTotals implements AccountTotals {
    @Override
    public @Nullable Map<Long, UsageTotal> owners(Database database, TreeRow top) {
        return totals(database, top, "SELECT owner_uid, total_files, total_size FROM owner_summary");
    }

    @Override
    public @Nullable Map<Long, UsageTotal> groups(Database database, TreeRow top) {
        return totals(database, top, "SELECT owner_gid, total_files, total_size FROM group_summary");
    }

    private static @Nullable Map<Long, UsageTotal> totals(Database database, TreeRow top, String sql) {
        long all = database.number("SELECT file_count_r FROM directories WHERE dir_id = 1", 0);
        if (top.recursive().files() != all) {
            return null;
        }
        Map<Long, UsageTotal> totals = new HashMap<>();
        try (PreparedStatement query = database.connection().prepareStatement(sql);
                ResultSet row = query.executeQuery()) {
            while (row.next()) {
                // Accounts that own directories only have no files.
                if (row.getLong(2) > 0) {
                    totals.put(row.getLong(1), new UsageTotal(row.getLong(2), row.getLong(3)));
                }
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
        return totals;
    }
}

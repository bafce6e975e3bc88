package org.fscensus.query;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fscensus.census.UsageCell;
import org.fscensus.store.UsageBlockWriter;
import org.fscensus.store.UsageEncoder;

/**
 * Makes of the sums over a block of directories those of each owner, or of each group: in the same form, with 0 for the
 * id that was folded. In a large block owners have files in many groups, and groups of many owners.
 */
final class UsageFold {
    /** Hands the block's usage to a consumer, all of it, each time that it is asked. */
    interface Pass {
        void read(UsageConsumer consumer) throws SQLException;
    }

    private record Sum(long id, long files, long allocatedBytes, long apparentBytes) {}

    private UsageFold() {}

    /** @param who owner or group */
    static byte[] fold(Dimension who, Pass pass) throws SQLException {
        boolean byOwner = who == Dimension.OWNER;
        UsageBlockWriter writer = new UsageBlockWriter();
        List<Sum> sums = sums(table(pass, List.of(who)), byOwner);
        writer.begin(sums.size());
        if (UsageBlockWriter.wantsAll(sums.size())) {
            Sum all = sums(table(pass, List.of()), byOwner).get(0);
            Map<Long, UsageEncoder> cells = cells(table(pass, List.of(Dimension.AGE, Dimension.SIZE)), byOwner);
            writer.all(all.files(), all.allocatedBytes(), all.apparentBytes(), cellsOf(all, cells));
        }
        Map<Long, UsageEncoder> cells = cells(table(pass, List.of(who, Dimension.AGE, Dimension.SIZE)), byOwner);
        for (Sum sum : sums) {
            writer.account(
                    byOwner ? sum.id() : 0,
                    byOwner ? 0 : sum.id(),
                    sum.files(),
                    sum.allocatedBytes(),
                    sum.apparentBytes(),
                    cellsOf(sum, cells));
        }
        return Arrays.copyOf(writer.usage().bytes(), writer.usage().length());
    }

    private static UsageEncoder cellsOf(Sum sum, Map<Long, UsageEncoder> cells) throws SQLException {
        UsageEncoder found = cells.get(sum.id());
        if (found == null) {
            throw new SQLException("usage has files of " + sum.id() + " without a cell");
        }
        return found;
    }

    private static UsageTable table(Pass pass, List<Dimension> groupBy) throws SQLException {
        UsageTable table = new UsageTable(groupBy);
        pass.read(table);
        return table;
    }

    private static List<Sum> sums(UsageTable table, boolean byOwner) {
        List<Sum> sums = new ArrayList<>();
        table.forEach((uid, gid, age, size, files, allocated, apparent) ->
                sums.add(new Sum(byOwner ? uid : gid, files, allocated, apparent)));
        return sums;
    }

    private static Map<Long, UsageEncoder> cells(UsageTable table, boolean byOwner) {
        Map<Long, UsageEncoder> cells = new HashMap<>();
        table.forEach((uid, gid, age, size, files, allocated, apparent) -> cells.computeIfAbsent(
                        byOwner ? uid : gid, id -> new UsageEncoder())
                .cell(UsageCell.of(age, size), files, allocated));
        return cells;
    }
}

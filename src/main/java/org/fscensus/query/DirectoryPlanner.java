package org.fscensus.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.fscensus.store.GenerationSchema;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the way through a database and forces it on SQLite, which knows averages only and could turn a scan
 * of neighbours into a random walk: the children of one directory by their index; an owner's or a group's directories by
 * theirs where they are few, or wanted by size; the largest of a large part by the index over all sizes; else the ranges
 * themselves.
 */
final class DirectoryPlanner {
    private static final DirectoryPlan NOTHING = new DirectoryPlan(List.of());

    /** So many rows are scanned in well under a second, whatever is asked. */
    static final long QUICKLY_SCANNED = 200_000;

    /** A row found through an index costs as much as so many that are scanned. */
    private static final long RANDOM_COST = 8;

    private final long quicklyScanned;

    /** @param quicklyScanned up to so many rows no index is worth its while */
    DirectoryPlanner(long quicklyScanned) {
        this.quicklyScanned = quicklyScanned;
    }

    DirectoryPlan plan(
            DirectoryFilter filter,
            DirectoryScope scope,
            Database database,
            DirectoryOrder order,
            DirectoryPlan.@Nullable Position after,
            long limit) {
        Instant scanTime = database.generation().scanTime();
        if (scope.ranges().list().isEmpty() || filter.isImpossibleAt(scanTime)) {
            return NOTHING;
        }
        Conditions conditions = Conditions.of(filter, scanTime).addAll(scope.accounts());
        if (order.key() == DirectoryOrder.Key.PATH) {
            return byPath(scope, database, order, after, conditions, limit);
        }
        if (after != null) {
            String beyond = order.keyDescends() ? " < ?" : " > ?";
            String key = order.key().sql();
            conditions.add(key + (order.keyDescends() ? " <= ?" : " >= ?"), after.key());
            conditions.add(
                    key + beyond + " OR dir_id" + (order.reversed() ? " < ?" : " > ?"), after.key(), after.dirId());
        }
        String index = index(filter, scope, database, order);
        if (index == null) {
            return inKeyOrder(conditions, scope.ranges(), order, limit);
        }
        if (!scope.isWhole()) {
            conditions.addRanges(scope.ranges());
        }
        if (index.equals(GenerationSchema.CHILDREN_INDEX) && scope.childrenOf() != null) {
            conditions.add("parent_id = ?", scope.childrenOf());
        }
        if (index.equals(GenerationSchema.LARGEST_INDEX)) {
            conditions.add("total_size_r >= 0");
        }
        return byIndex(index, conditions, order, limit);
    }

    private DirectoryPlan byPath(
            DirectoryScope scope,
            Database database,
            DirectoryOrder order,
            DirectoryPlan.@Nullable Position after,
            Conditions conditions,
            long limit) {
        Ranges left = after == null ? scope.ranges() : scope.ranges().minus(passed(order, after, scope.rows()));
        String index = scope.childrenOf() == null ? fewOf(scope, database) : GenerationSchema.CHILDREN_INDEX;
        if (index == null || left.list().isEmpty()) {
            return new DirectoryPlan(inPathOrder(conditions, left, order, limit));
        }
        conditions.addRanges(left);
        if (scope.childrenOf() != null) {
            conditions.add("parent_id = ?", scope.childrenOf());
        }
        return byIndex(index, conditions, order, limit);
    }

    private @Nullable String index(
            DirectoryFilter filter, DirectoryScope scope, Database database, DirectoryOrder order) {
        if (scope.childrenOf() != null) {
            return GenerationSchema.CHILDREN_INDEX;
        }
        if (scope.ranges().size() <= quicklyScanned) {
            return null;
        }
        boolean bySize = order.key() == DirectoryOrder.Key.SIZE;
        String few = fewOf(scope, database);
        if (few != null) {
            return few;
        }
        boolean largePart = scope.ranges().size() * RANDOM_COST > scope.rows();
        if (bySize && largePart && scope.owner() != null) {
            return GenerationSchema.OWNER_INDEX;
        }
        if (bySize && largePart && scope.group() != null) {
            return GenerationSchema.GROUP_INDEX;
        }
        return bySize && largePart && mostMatch(filter, scope, order) ? GenerationSchema.LARGEST_INDEX : null;
    }

    /** An index on the owner or the group, where these seem to have few directories compared to the ranges. */
    private @Nullable String fewOf(DirectoryScope scope, Database database) {
        long few = scope.ranges().size() / RANDOM_COST;
        if (scope.ranges().size() <= quicklyScanned) {
            return null;
        }
        String count = "SELECT directory_count FROM ";
        Long owner = scope.owner();
        if (owner != null && database.number(count + "owner_summary WHERE owner_uid = ?", 0, owner) < few) {
            return GenerationSchema.OWNER_INDEX;
        }
        Long group = scope.group();
        if (group != null && database.number(count + "group_summary WHERE owner_gid = ?", 0, group) < few) {
            return GenerationSchema.GROUP_INDEX;
        }
        return null;
    }

    /** Whether walking down all sizes meets matching rows soon: the largest directories are the shallow ones. */
    private static boolean mostMatch(DirectoryFilter filter, DirectoryScope scope, DirectoryOrder order) {
        boolean freeOfDepth = filter.depth().min() == null && filter.depth().max() == null;
        return filter.names().isEmpty()
                && scope.inodeOwner() == null
                && scope.inodeGroup() == null
                && !filter.singleOwner()
                && !filter.singleGroup()
                && !filter.leavesOnly()
                && !filter.direct()
                && filter.size().max() == null
                && filter.files().max() == null
                && filter.averageSize().min() == null
                && filter.averageSize().max() == null
                && filter.accessedBefore() == null
                && filter.accessedAfter() == null
                && (freeOfDepth || (!order.reversed() && filter.depth().min() == null));
    }

    private static Ranges passed(DirectoryOrder order, DirectoryPlan.Position after, long rows) {
        Ranges.Range range = order.reversed()
                ? new Ranges.Range(after.dirId(), Math.max(rows, after.dirId()))
                : new Ranges.Range(1, after.dirId());
        return new Ranges(List.of(range));
    }

    private static List<DirectoryPlan.Statement> inPathOrder(
            Conditions conditions, Ranges ranges, DirectoryOrder order, long limit) {
        List<DirectoryPlan.Statement> statements = new ArrayList<>();
        for (Ranges.Range range : ranges.list()) {
            Conditions all = conditions.copy().add("dir_id BETWEEN ? AND ?", range.first(), range.last());
            statements.add(statement("", "directories NOT INDEXED", all, List.of(), order, limit));
        }
        if (order.reversed()) {
            Collections.reverse(statements);
        }
        return statements;
    }

    private static DirectoryPlan inKeyOrder(Conditions conditions, Ranges ranges, DirectoryOrder order, long limit) {
        if (ranges.list().isEmpty()) {
            return new DirectoryPlan(List.of());
        }
        List<Object> ends = new ArrayList<>();
        for (Ranges.Range range : ranges.list()) {
            ends.add(range.first());
            ends.add(range.last());
        }
        String with = "WITH wanted(first, last) AS (VALUES "
                + String.join(", ", Collections.nCopies(ranges.list().size(), "(?, ?)")) + ") ";
        Conditions all = conditions.copy().add("dir_id BETWEEN first AND last");
        return new DirectoryPlan(
                List.of(statement(with, "wanted CROSS JOIN directories NOT INDEXED", all, ends, order, limit)));
    }

    private static DirectoryPlan byIndex(String index, Conditions conditions, DirectoryOrder order, long limit) {
        return new DirectoryPlan(
                List.of(statement("", "directories INDEXED BY " + index, conditions, List.of(), order, limit)));
    }

    private static DirectoryPlan.Statement statement(
            String with, String from, Conditions conditions, List<Object> first, DirectoryOrder order, long limit) {
        List<Object> parameters = new ArrayList<>(first);
        parameters.addAll(conditions.parameters());
        // One more than wanted tells whether the list goes on.
        String most = limit == 0 ? "" : " LIMIT " + (limit + 1);
        String sql = with + "SELECT " + DirectoryRow.COLUMNS + ", "
                + order.key().sql() + " FROM " + from + conditions.where() + " ORDER BY " + order.orderBy() + most;
        return new DirectoryPlan.Statement(sql, parameters);
    }
}

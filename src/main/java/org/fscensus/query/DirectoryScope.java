package org.fscensus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a filter's paths and accounts mean in one database.
 *
 * @param ranges the directories under the paths, without the excluded
 * @param rows directories that the database holds in all
 * @param childrenOf the directory whose children alone are meant, if that is so
 * @param unknownPaths of the filter that this database does not have
 * @param unknownAccounts names of the filter that this database does not know
 */
record DirectoryScope(
        Ranges ranges,
        long rows,
        @Nullable Long childrenOf,
        @Nullable Long owner,
        @Nullable Long group,
        @Nullable Long inodeOwner,
        @Nullable Long inodeGroup,
        List<ScanPath> unknownPaths,
        List<Accounts.Unknown> unknownAccounts) {

    private static final String BELOW = "SELECT dir_count_r FROM directories WHERE dir_id = ?";

    static DirectoryScope of(DirectoryFilter filter, Database database, DirectoryTree tree) {
        long rows = database.rows();
        List<ScanPath> unknown = new ArrayList<>();
        List<Ranges.Range> included = new ArrayList<>();
        for (ScanPath path : filter.paths()) {
            included.addAll(subtree(path, database, tree, unknown));
        }
        List<Ranges.Range> excluded = new ArrayList<>();
        for (ScanPath path : filter.excludes()) {
            excluded.addAll(subtree(path, database, tree, unknown));
        }
        if (filter.paths().isEmpty()) {
            included.add(new Ranges.Range(1, rows));
        }
        Accounts accounts = new Accounts(database);
        Long owner = accounts.user("owner", filter.owner());
        Long group = accounts.group("group", filter.group());
        Long inodeOwner = accounts.user("inodeOwner", filter.inodeOwner());
        Long inodeGroup = accounts.group("inodeGroup", filter.inodeGroup());
        return new DirectoryScope(
                Ranges.union(included).minus(Ranges.union(excluded)),
                rows,
                parent(filter, included),
                owner,
                group,
                inodeOwner,
                inodeGroup,
                unknown,
                accounts.unknown());
    }

    boolean isWhole() {
        return ranges.size() == rows;
    }

    /** The conditions that the accounts make. */
    Conditions accounts() {
        Conditions all = new Conditions();
        equal(all, "owner_uid", owner);
        equal(all, "owner_gid", group);
        equal(all, "uid", inodeOwner);
        equal(all, "gid", inodeGroup);
        return all;
    }

    private static void equal(Conditions all, String column, @Nullable Long value) {
        if (value != null) {
            all.add(column + " = ?", value);
        }
    }

    /** The range of a path; of one that the database does not have none, and it is added to {@code unknown}. */
    static List<Ranges.Range> subtree(ScanPath path, Database database, DirectoryTree tree, List<ScanPath> unknown) {
        OptionalLong found = tree.find(path);
        if (found.isEmpty()) {
            unknown.add(path);
            return List.of();
        }
        long first = found.getAsLong();
        long below = database.number(BELOW, 0, first);
        return List.of(new Ranges.Range(first, first + below));
    }

    private static @Nullable Long parent(DirectoryFilter filter, List<Ranges.Range> included) {
        Long depth = Conditions.only(filter.depth());
        boolean children = depth != null
                && filter.paths().size() == 1
                && included.size() == 1
                && depth == filter.paths().get(0).depth() + 1;
        return children ? included.get(0).first() : null;
    }
}

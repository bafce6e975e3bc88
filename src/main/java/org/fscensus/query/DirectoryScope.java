package org.fscensus.query;

import java.util.ArrayList;
import java.util.List;
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

    static DirectoryScope of(DirectoryFilter filter, Database database, DirectoryTree tree) {
        long rows = database.rows();
        List<ScanPath> unknown = new ArrayList<>();
        List<Ranges.Range> included = new ArrayList<>();
        for (ScanPath path : filter.paths()) {
            included.addAll(ranges(path, tree, unknown));
        }
        List<Ranges.Range> excluded = new ArrayList<>();
        for (ScanPath path : filter.excludes()) {
            excluded.addAll(ranges(path, tree, unknown));
        }
        if (filter.paths().isEmpty()) {
            tree.visible().forEach(subtree -> included.add(subtree.range()));
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

    /** What may be seen of a path; of one of which nothing can be seen none, and it is added to {@code unknown}. */
    static List<Ranges.Range> ranges(ScanPath path, DirectoryTree tree, List<ScanPath> unknown) {
        List<Subtree> found = tree.visibleBelow(path);
        if (found.isEmpty()) {
            unknown.add(path);
        }
        return found.stream().map(Subtree::range).toList();
    }

    private static @Nullable Long parent(DirectoryFilter filter, List<Ranges.Range> included) {
        Long depth = Conditions.only(filter.depth());
        boolean children = depth != null
                && filter.paths().size() == 1
                && included.size() == 1
                && depth == filter.paths().get(0).depth() + 1
                // Else it is what may be seen below the path.
                && filter.permitted().includes(filter.paths().get(0));
        return children ? included.get(0).first() : null;
    }
}

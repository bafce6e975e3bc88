package org.fscensus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a question's paths and accounts mean in one database.
 *
 * @param ranges the directories under the paths, each once, without the excluded
 * @param unknownPaths of the question that this database does not have
 * @param unknownAccounts names of the question that this database does not know
 */
record UsageScope(
        Ranges ranges, UsageCondition condition, List<ScanPath> unknownPaths, List<Accounts.Unknown> unknownAccounts) {

    private interface Resolver {
        @Nullable Long id(String parameter, String text);
    }

    static UsageScope of(UsageQuestion question, Database database, DirectoryTree tree) {
        List<ScanPath> unknown = new ArrayList<>();
        List<Ranges.Range> included = new ArrayList<>();
        if (question.paths().isEmpty()) {
            tree.visible().forEach(subtree -> included.add(subtree.range()));
        }
        for (ScanPath path : question.paths()) {
            included.addAll(DirectoryScope.ranges(path, tree, unknown));
        }
        List<Ranges.Range> excluded = new ArrayList<>();
        for (ScanPath path : question.excludes()) {
            excluded.addAll(DirectoryScope.ranges(path, tree, unknown));
        }
        Accounts accounts = new Accounts(database);
        UsageCondition condition = UsageCondition.of(
                ids("owner", question.owners(), accounts::user),
                ids("group", question.groups(), accounts::group),
                question.ages(),
                question.sizes());
        return new UsageScope(
                Ranges.union(included).minus(Ranges.union(excluded)), condition, unknown, accounts.unknown());
    }

    private static long @Nullable [] ids(String parameter, List<String> texts, Resolver resolver) {
        return texts.isEmpty()
                ? null
                : texts.stream()
                        .mapToLong(text -> Objects.requireNonNull(resolver.id(parameter, text)))
                        .toArray();
    }
}

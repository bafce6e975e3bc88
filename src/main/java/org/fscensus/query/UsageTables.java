package org.fscensus.query;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/** Adds usage up over one or several databases. Thread-safe; every method throws {@link QuestionException}. */
final class UsageTables {
    private final GenerationStore store;
    private final MountAliases aliases;
    private final Duration timeout;
    private final FanOut fanOut;

    UsageTables(GenerationStore store, MountAliases aliases, Duration timeout, FanOut fanOut) {
        this.store = store;
        this.aliases = aliases;
        this.timeout = timeout;
        this.fanOut = fanOut;
    }

    /**
     * The sums of all databases together.
     *
     * @param users those whose owners were told apart, likewise {@code groups}
     * @param problems databases that could not be read, whose figures are missing
     */
    record Sums(UsageTable table, AccountNames users, AccountNames groups, List<DatabaseProblem> problems) {}

    /** What one database has to say. */
    private record Part(UsageScope scope, UsageTable table, AccountNames users, AccountNames groups) {}

    /** For {@link UsageQuestion#parse}. */
    MountAliases aliases() {
        return aliases;
    }

    /** Files of one id are those of one account, whichever database has them. */
    Sums ask(List<Generation> generations, UsageQuestion question) {
        List<FanOut.Result<Part>> results = fanOut.ask(generations, generation -> ask(generation, question));
        List<Part> parts = FanOut.values(results);
        refuseUnknown(parts, generations);
        if (parts.size() == 1) {
            Part only = parts.get(0);
            return new Sums(only.table(), only.users(), only.groups(), FanOut.problems(results));
        }
        Sums sums = new Sums(
                new UsageTable(question.groupBy()), new AccountNames(), new AccountNames(), FanOut.problems(results));
        for (Part part : parts) {
            sums.table().addAll(part.table());
            sums.users().addAll(part.users());
            sums.groups().addAll(part.groups());
        }
        return sums;
    }

    private Part ask(Generation generation, UsageQuestion question) {
        try (Database database = Database.open(store, generation, timeout, question.permitted())) {
            UsageReader reader = new UsageReader(database);
            UsageScope scope = UsageScope.of(question, database, new DirectoryTree(database));
            UsageTable table = new UsageTable(question.groupBy());
            reader.read(scope.ranges(), scope.condition(), table);
            Set<Long> uids = new HashSet<>();
            Set<Long> gids = new HashSet<>();
            table.forEachAccount((uid, gid) -> {
                uids.add(uid);
                gids.add(gid);
            });
            return new Part(
                    scope,
                    table,
                    question.groupBy().contains(Dimension.OWNER)
                            ? AccountNames.ofUsers(database, uids)
                            : new AccountNames(),
                    question.groupBy().contains(Dimension.GROUP)
                            ? AccountNames.ofGroups(database, gids)
                            : new AccountNames());
        }
    }

    /** What a question names and no database knows is an error; what only some know is not. */
    private static void refuseUnknown(List<Part> parts, List<Generation> generations) {
        if (parts.isEmpty()) {
            return;
        }
        Set<ScanPath> unknown = new HashSet<>(parts.get(0).scope().unknownPaths());
        parts.forEach(part -> unknown.retainAll(part.scope().unknownPaths()));
        if (!unknown.isEmpty()) {
            throw DirectoryQuery.unknownPath(unknown.iterator().next(), generations);
        }
        Accounts.refuseUnknown(
                parts.stream().map(part -> part.scope().unknownAccounts()).toList());
    }
}

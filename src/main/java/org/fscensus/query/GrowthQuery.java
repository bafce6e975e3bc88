package org.fscensus.query;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.LongFunction;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jspecify.annotations.Nullable;

/** What changed between two generations of a file system. Thread-safe; every method throws {@link QuestionException}. */
public final class GrowthQuery {
    /** The parameters of {@link #growth}. */
    public static final Set<String> PARAMETERS;

    static {
        Set<String> all = new HashSet<>(GrowthChoice.PARAMETERS);
        all.addAll(Set.of("path", "from", "to"));
        PARAMETERS = Set.copyOf(all);
    }

    private final GenerationStore store;
    private final Filesystems filesystems;
    private final MountAliases aliases;
    private final Duration timeout;

    /** @param timeout for the whole comparison */
    public GrowthQuery(GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout) {
        this.store = store;
        this.filesystems = filesystems;
        this.aliases = aliases;
        this.timeout = timeout;
    }

    /** The two generations, the earlier one first, that a question is about. */
    public List<Generation> generations(String filesystem, Parameters parameters) {
        return GenerationChoice.pair(
                filesystems.one(filesystem, parameters.permitted()), parameters.text("from"), parameters.text("to"));
    }

    /** What changed, and where. */
    public Growth growth(String filesystem, Parameters parameters) {
        GrowthChoice choice = GrowthChoice.parse(parameters);
        ScanPath path = DirectoryFilter.path(parameters, aliases);
        return Database.retryIfGone(
                () -> growth(path, choice, generations(filesystem, parameters), parameters.permitted()));
    }

    private Growth growth(ScanPath path, GrowthChoice choice, List<Generation> generations, Permitted permitted) {
        // Always the earlier one first: two questions cannot wait for each other's connections.
        try (Database earlier = Database.open(store, generations.get(0), timeout, permitted);
                Database later = Database.open(store, generations.get(1), timeout, permitted);
                TreePair pair = new TreePair(earlier, later, timeout)) {
            DirectoryTree earlierTree = new DirectoryTree(earlier);
            DirectoryTree laterTree = new DirectoryTree(later);
            OptionalLong idBefore = earlierTree.find(path);
            OptionalLong idAfter = laterTree.find(path);
            if (idBefore.isEmpty() && idAfter.isEmpty()) {
                throw unknownPath(path, generations);
            }
            Changes changes = choice.scope() == Growth.Scope.LOCAL
                    ? new LocalChanges(choice)
                    : new RecursiveChanges(pair, choice);
            return pair.attempt(() -> {
                TreeRow before = idBefore.isEmpty() ? null : pair.before(idBefore.getAsLong());
                TreeRow after = idAfter.isEmpty() ? null : pair.after(idAfter.getAsLong());
                new PairWalk(pair, changes).compare(before, after);
                List<Growth.Item> items = changes.top().list().stream()
                        .map(found -> item(found, earlierTree, laterTree))
                        .toList();
                Side was = new Side(earlier, before);
                Side is = new Side(later, after);
                return growth(path, choice, changes, items, was, is);
            });
        }
    }

    /** @param top the path's directory, null where the generation does not have it */
    private record Side(Database database, @Nullable TreeRow top) {
        Amounts amounts() {
            return GrowthQuery.amounts(top);
        }

        @Nullable Map<Long, UsageTotal> totals(BiFunction<Database, TreeRow, @Nullable Map<Long, UsageTotal>> known) {
            return top == null ? Map.of() : known.apply(database, top);
        }
    }

    private Growth growth(
            ScanPath path, GrowthChoice choice, Changes changes, List<Growth.Item> items, Side was, Side is) {
        boolean local = choice.scope() == Growth.Scope.LOCAL;
        return new Growth(
                is.database().generation().filesystem(),
                path.text(),
                was.database().generation(),
                is.database().generation(),
                choice.by(),
                choice.scope(),
                changes.minChange(),
                was.amounts(),
                is.amounts(),
                items,
                changes.top().count(),
                local ? other(is.amounts().minus(was.amounts()), items) : null,
                AccountChanges.of(
                        was.totals(AccountTotals::owners),
                        is.totals(AccountTotals::owners),
                        choice.by(),
                        choice.top(),
                        named(is.database()::user, was.database()::user)),
                AccountChanges.of(
                        was.totals(AccountTotals::groups),
                        is.totals(AccountTotals::groups),
                        choice.by(),
                        choice.top(),
                        named(is.database()::group, was.database()::group)));
    }

    private static QuestionException unknownPath(ScanPath path, List<Generation> generations) {
        return QuestionException.unknown("there is no directory " + path.text() + " in "
                + generations.get(1).filesystem() + ", neither in the scan of "
                + generations.get(0).scanTime() + " nor in that of "
                + generations.get(1).scanTime() + ScanPath.HINT);
    }

    private static Growth.Item item(TopChanges.Found found, DirectoryTree earlier, DirectoryTree later) {
        TreeRow before = found.before();
        TreeRow after = found.after();
        ScanPath path = after != null
                ? later.path(after.id())
                : earlier.path(Objects.requireNonNull(before).id());
        return new Growth.Item(path.text(), found.kind(), amounts(before), amounts(after), found.here());
    }

    private static Amounts amounts(@Nullable TreeRow row) {
        return row == null ? Amounts.NONE : row.recursive();
    }

    private static UsageTotal other(Amounts change, List<Growth.Item> items) {
        UsageTotal other = new UsageTotal(change.files(), change.allocatedBytes());
        for (Growth.Item item : items) {
            other = other.minus(item.here());
        }
        return other;
    }

    /** The later scan's names; those of accounts that are gone from it, the earlier one's. */
    private static LongFunction<Account> named(LongFunction<Account> later, LongFunction<Account> earlier) {
        return id -> {
            Account account = later.apply(id);
            return account.name() == null ? earlier.apply(id) : account;
        };
    }
}

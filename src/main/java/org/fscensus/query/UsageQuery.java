package org.fscensus.query;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.fscensus.store.Saturated;

/**
 * Who has how much, how old and how large; several file systems are added up by id. Sums over whole file systems are
 * ready in their databases, those under paths come from {@link UsageTables}. Thread-safe; every method throws
 * {@link QuestionException}.
 */
public final class UsageQuery {
    /** The parameters of {@link #owners} and {@link #groups}. */
    public static final Set<String> ACCOUNT_PARAMETERS = Set.of("path", "exclude", "generation", "limit", "cursor");

    /** The parameters of the histograms. */
    public static final Set<String> HISTOGRAM_PARAMETERS = Set.of("path", "exclude", "generation", "top");

    private static final long GREATEST_LIMIT = 1_000_000_000L;
    private static final long DEFAULT_TOP = 5;
    private static final long GREATEST_TOP = 1_000;

    private final GenerationStore store;
    private final Filesystems filesystems;
    private final Duration timeout;
    private final FanOut fanOut;
    private final UsageTables tables;

    public UsageQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout, FanOut fanOut) {
        this.store = store;
        this.filesystems = filesystems;
        this.timeout = timeout;
        this.fanOut = fanOut;
        this.tables = new UsageTables(store, aliases, timeout, fanOut);
    }

    /** Owners, the one with the most bytes first; all of them where no limit is given. */
    public AccountList owners(String selector, Parameters parameters) {
        String sql = "SELECT owner_uid, total_files, total_size, apparent_size, directory_count, username, full_name"
                + " FROM owner_summary LEFT JOIN user_info ON uid = owner_uid";
        return Database.retryIfGone(() -> accounts(selector, parameters, Dimension.OWNER, sql));
    }

    /** Groups, the one with the most bytes first; all of them where no limit is given. */
    public AccountList groups(String selector, Parameters parameters) {
        String sql = "SELECT owner_gid, total_files, total_size, apparent_size, directory_count, groupname, NULL"
                + " FROM group_summary LEFT JOIN group_info ON gid = owner_gid";
        return Database.retryIfGone(() -> accounts(selector, parameters, Dimension.GROUP, sql));
    }

    /** Files by the time since their last access (or modification, where the import said so). */
    public Histogram ages(String selector, Parameters parameters) {
        return Database.retryIfGone(() -> histogram(selector, parameters, Dimension.AGE, "access_histogram"));
    }

    /** Files by allocated size. */
    public Histogram sizes(String selector, Parameters parameters) {
        return Database.retryIfGone(() -> histogram(selector, parameters, Dimension.SIZE, "size_histogram"));
    }

    private AccountList accounts(String selector, Parameters parameters, Dimension dimension, String sql) {
        long limit = parameters.number("limit", 0, 0, GREATEST_LIMIT);
        long hash = Cursor.hash(sql + selector + "?" + parameters.canonical(Set.of("limit", "cursor")));
        String cursor = parameters.text("cursor");
        List<Generation> generations;
        int from = 0;
        if (cursor == null) {
            generations = filesystems.select(selector, parameters);
        } else {
            List<Cursor.Place> places =
                    Cursor.decode(cursor, hash, parameters.permitted()).places();
            generations = places.stream()
                    .map(place -> filesystems.served(place.generationId(), parameters.permitted()))
                    .toList();
            DirectoryPlan.Position position = places.get(0).after();
            from = position == null ? 0 : (int) position.key();
        }
        Map<Long, AccountUsage> byId = new HashMap<>();
        List<DatabaseProblem> problems = isOfPaths(parameters)
                ? accountsOfPaths(generations, parameters, dimension, byId)
                : forEach(generations, sql, UsageQuery::read, usage -> byId.merge(usage.id(), usage, UsageQuery::add));
        UsageTotal total = total(byId.values().stream()
                .map(usage -> new UsageTotal(usage.files(), usage.allocatedBytes()))
                .toList());
        List<AccountUsage> sorted = byId.values().stream()
                .sorted(Comparator.comparingLong(AccountUsage::allocatedBytes)
                        .thenComparingLong(AccountUsage::files)
                        .reversed()
                        .thenComparingLong(AccountUsage::id))
                .map(usage -> share(usage, total))
                .toList();
        int first = Math.min(from, sorted.size());
        int end = limit == 0 ? sorted.size() : (int) Math.min(sorted.size(), first + limit);
        String next = end == sorted.size() ? null : cursorAt(end, generations, hash, parameters.permitted());
        return new AccountList(total, sorted.subList(first, end), next, problems);
    }

    /** Whether less is asked for, or may be seen, than the sums that are ready. */
    private static boolean isOfPaths(Parameters parameters) {
        return !parameters.all("path").isEmpty()
                || !parameters.all("exclude").isEmpty()
                || parameters.permitted().isLimitedToPaths();
    }

    /** Adds what accounts have under paths, where nobody counted the directories that are theirs. */
    private List<DatabaseProblem> accountsOfPaths(
            List<Generation> generations, Parameters parameters, Dimension dimension, Map<Long, AccountUsage> byId) {
        UsageTables.Sums sums =
                tables.ask(generations, UsageQuestion.under(parameters, tables.aliases(), List.of(dimension)));
        AccountNames names = dimension == Dimension.OWNER ? sums.users() : sums.groups();
        sums.table().forEach((uid, gid, age, size, files, allocated, apparent) -> {
            Account account = names.account(dimension == Dimension.OWNER ? uid : gid);
            byId.put(
                    account.id(),
                    new AccountUsage(
                            account.id(),
                            account.name(),
                            names.fullName(account.id()),
                            files,
                            allocated,
                            apparent,
                            null,
                            0,
                            0));
        });
        return sums.problems();
    }

    private static String cursorAt(int offset, List<Generation> generations, long hash, Permitted permitted) {
        DirectoryPlan.Position position = new DirectoryPlan.Position(offset, 0);
        return new Cursor(
                        hash,
                        generations.stream()
                                .map(generation -> new Cursor.Place(generation.id(), Cursor.State.OPEN, position))
                                .toList())
                .encode(permitted);
    }

    private static AccountUsage read(ResultSet row) throws SQLException {
        return new AccountUsage(
                row.getLong(1),
                row.getString(6),
                row.getString(7),
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                0,
                0);
    }

    private static AccountUsage add(AccountUsage one, AccountUsage other) {
        return new AccountUsage(
                one.id(),
                one.name() == null ? other.name() : one.name(),
                one.fullName() == null ? other.fullName() : one.fullName(),
                one.files() + other.files(),
                Saturated.sum(one.allocatedBytes(), other.allocatedBytes()),
                Saturated.sum(one.apparentBytes(), other.apparentBytes()),
                Objects.requireNonNull(one.directories()) + Objects.requireNonNull(other.directories()),
                0,
                0);
    }

    private static AccountUsage share(AccountUsage usage, UsageTotal total) {
        return new AccountUsage(
                usage.id(),
                usage.name(),
                usage.fullName(),
                usage.files(),
                usage.allocatedBytes(),
                usage.apparentBytes(),
                usage.directories(),
                total.shareOfFiles(usage.files()),
                total.shareOfBytes(usage.allocatedBytes()));
    }

    private Histogram histogram(String selector, Parameters parameters, Dimension dimension, String table) {
        long top = parameters.number("top", DEFAULT_TOP, 0, GREATEST_TOP);
        List<Crosstab.Bucket> buckets = (dimension == Dimension.AGE ? BucketScale.AGE : BucketScale.SIZE).buckets();
        List<Map<Long, Histogram.BucketOwner>> cells = buckets.stream()
                .<Map<Long, Histogram.BucketOwner>>map(bucket -> new HashMap<>())
                .toList();
        String sql = "SELECT bucket_index, owner_uid, username, file_count, total_size FROM " + table
                + " LEFT JOIN user_info ON uid = owner_uid";
        List<Generation> generations = filesystems.select(selector, parameters);
        List<DatabaseProblem> problems = isOfPaths(parameters)
                ? cellsOfPaths(generations, parameters, dimension, cells)
                : forEach(
                        generations,
                        sql,
                        UsageQuery::readCell,
                        cell -> cells.get(cell.bucket()).merge(cell.owner().id(), cell.owner(), UsageQuery::add));
        UsageTotal total = total(cells.stream().map(UsageQuery::total).toList());
        List<Histogram.Bucket> items = new ArrayList<>();
        for (Crosstab.Bucket bucket : buckets) {
            Map<Long, Histogram.BucketOwner> owners = cells.get(bucket.bucket());
            UsageTotal sum = total(owners);
            items.add(new Histogram.Bucket(
                    bucket.bucket(),
                    bucket.label(),
                    sum.files(),
                    sum.allocatedBytes(),
                    total.shareOfFiles(sum.files()),
                    total.shareOfBytes(sum.allocatedBytes()),
                    largest(owners, top)));
        }
        return new Histogram(total, items, problems);
    }

    private List<DatabaseProblem> cellsOfPaths(
            List<Generation> generations,
            Parameters parameters,
            Dimension dimension,
            List<Map<Long, Histogram.BucketOwner>> cells) {
        UsageTables.Sums sums = tables.ask(
                generations, UsageQuestion.under(parameters, tables.aliases(), List.of(Dimension.OWNER, dimension)));
        sums.table().forEach((uid, gid, age, size, files, allocated, apparent) -> {
            String name = sums.users().account(uid).name();
            cells.get(dimension == Dimension.AGE ? age : size)
                    .put(uid, new Histogram.BucketOwner(uid, name, files, allocated));
        });
        return sums.problems();
    }

    private record Cell(int bucket, Histogram.BucketOwner owner) {}

    private static Cell readCell(ResultSet row) throws SQLException {
        return new Cell(
                row.getInt(1),
                new Histogram.BucketOwner(row.getLong(2), row.getString(3), row.getLong(4), row.getLong(5)));
    }

    private static List<Histogram.BucketOwner> largest(Map<Long, Histogram.BucketOwner> owners, long top) {
        return owners.values().stream()
                .sorted(Comparator.comparingLong(Histogram.BucketOwner::allocatedBytes)
                        .thenComparingLong(Histogram.BucketOwner::files)
                        .reversed()
                        .thenComparingLong(Histogram.BucketOwner::id))
                .limit(top)
                .toList();
    }

    private static Histogram.BucketOwner add(Histogram.BucketOwner one, Histogram.BucketOwner other) {
        return new Histogram.BucketOwner(
                one.id(),
                one.name() == null ? other.name() : one.name(),
                one.files() + other.files(),
                Saturated.sum(one.allocatedBytes(), other.allocatedBytes()));
    }

    private static UsageTotal total(Map<Long, Histogram.BucketOwner> owners) {
        return total(owners.values().stream()
                .map(owner -> new UsageTotal(owner.files(), owner.allocatedBytes()))
                .toList());
    }

    private static UsageTotal total(List<UsageTotal> parts) {
        return new UsageTotal(
                parts.stream().mapToLong(UsageTotal::files).sum(),
                parts.stream().mapToLong(UsageTotal::allocatedBytes).reduce(0, Saturated::sum));
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Hands on the rows of each database, all of one or none. @return which could not be read, and why */
    private <T> List<DatabaseProblem> forEach(
            List<Generation> generations, String sql, RowReader<T> reader, Consumer<T> consumer) {
        List<FanOut.Result<List<T>>> results = fanOut.ask(generations, generation -> readAll(generation, sql, reader));
        FanOut.values(results).forEach(rows -> rows.forEach(consumer));
        return FanOut.problems(results);
    }

    private <T> List<T> readAll(Generation generation, String sql, RowReader<T> reader) {
        List<T> all = new ArrayList<>();
        // The sums of whole file systems: see isOfPaths.
        try (Database database = Database.open(store, generation, timeout, Permitted.EVERYTHING)) {
            try (ResultSet row = database.statement(sql).executeQuery()) {
                while (row.next()) {
                    database.restartClock();
                    all.add(reader.read(row));
                }
                return all;
            } catch (SQLException e) {
                throw database.failure(e);
            }
        }
    }
}

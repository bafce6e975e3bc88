package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.fscensus.census.AgeBuckets;
import org.fscensus.census.SizeBuckets;
import org.fscensus.query.QuestionException.Kind;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/**
 * Who has how much, how old and how large, for whole file systems; several are added up by id. Thread-safe; every method
 * throws {@link QuestionException}.
 */
public final class UsageQuery {
    /** The parameters of {@link #owners} and {@link #groups}. */
    public static final Set<String> ACCOUNT_PARAMETERS = Set.of("path", "generation", "limit", "cursor");

    /** The parameters of the histograms. */
    public static final Set<String> HISTOGRAM_PARAMETERS = Set.of("path", "generation", "top");

    private static final long GREATEST_LIMIT = 1_000_000_000L;
    private static final long DEFAULT_TOP = 5;
    private static final long GREATEST_TOP = 1_000;

    private final GenerationStore store;
    private final Filesystems filesystems;
    private final Duration timeout;
    private final FanOut fanOut;

    public UsageQuery(GenerationStore store, Filesystems filesystems, Duration timeout, FanOut fanOut) {
        this.store = store;
        this.filesystems = filesystems;
        this.timeout = timeout;
        this.fanOut = fanOut;
    }

    /** Owners, the one with the most bytes first; all of them where no limit is given. */
    public AccountList owners(String selector, Parameters parameters) {
        String sql = "SELECT owner_uid, total_files, total_size, apparent_size, directory_count, username, full_name"
                + " FROM owner_summary LEFT JOIN user_info ON uid = owner_uid";
        return Database.retryIfGone(() -> accounts(selector, parameters, sql));
    }

    /** Groups, the one with the most bytes first; all of them where no limit is given. */
    public AccountList groups(String selector, Parameters parameters) {
        String sql = "SELECT owner_gid, total_files, total_size, apparent_size, directory_count, groupname, NULL"
                + " FROM group_summary LEFT JOIN group_info ON gid = owner_gid";
        return Database.retryIfGone(() -> accounts(selector, parameters, sql));
    }

    /** Files by the time since their last access (or modification, where the import said so). */
    public Histogram ages(String selector, Parameters parameters) {
        return Database.retryIfGone(
                () -> histogram(selector, parameters, "access_histogram", AgeBuckets.COUNT, AgeBuckets::label));
    }

    /** Files by allocated size. */
    public Histogram sizes(String selector, Parameters parameters) {
        return Database.retryIfGone(
                () -> histogram(selector, parameters, "size_histogram", SizeBuckets.COUNT, SizeBuckets::label));
    }

    private AccountList accounts(String selector, Parameters parameters, String sql) {
        refusePath(parameters);
        long limit = parameters.number("limit", 0, 0, GREATEST_LIMIT);
        long hash = Cursor.hash(sql + selector + "?" + parameters.canonical(Set.of("limit", "cursor")));
        String cursor = parameters.text("cursor");
        List<Generation> generations;
        int from = 0;
        if (cursor == null) {
            generations = filesystems.select(selector, parameters.text("generation"));
        } else {
            List<Cursor.Place> places = Cursor.decode(cursor, hash).places();
            generations = places.stream()
                    .map(place -> filesystems.served(place.generationId()))
                    .toList();
            DirectoryPlan.Position position = places.get(0).after();
            from = position == null ? 0 : (int) position.key();
        }
        Map<Long, AccountUsage> byId = new HashMap<>();
        List<DatabaseProblem> problems =
                forEach(generations, sql, UsageQuery::read, usage -> byId.merge(usage.id(), usage, UsageQuery::add));
        UsageTotal total = new UsageTotal(
                byId.values().stream().mapToLong(AccountUsage::files).sum(),
                byId.values().stream().mapToLong(AccountUsage::allocatedBytes).sum());
        List<AccountUsage> sorted = byId.values().stream()
                .sorted(Comparator.comparingLong(AccountUsage::allocatedBytes)
                        .thenComparingLong(AccountUsage::files)
                        .reversed()
                        .thenComparingLong(AccountUsage::id))
                .map(usage -> share(usage, total))
                .toList();
        int first = Math.min(from, sorted.size());
        int end = limit == 0 ? sorted.size() : (int) Math.min(sorted.size(), first + limit);
        String next = end == sorted.size() ? null : cursorAt(end, generations, hash);
        return new AccountList(total, sorted.subList(first, end), next, problems);
    }

    private static String cursorAt(int offset, List<Generation> generations, long hash) {
        DirectoryPlan.Position position = new DirectoryPlan.Position(offset, 0);
        return new Cursor(
                        hash,
                        generations.stream()
                                .map(generation -> new Cursor.Place(generation.id(), Cursor.State.OPEN, position))
                                .toList())
                .encode();
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
                one.allocatedBytes() + other.allocatedBytes(),
                one.apparentBytes() + other.apparentBytes(),
                one.directories() + other.directories(),
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

    private Histogram histogram(
            String selector, Parameters parameters, String table, int buckets, IntFunction<String> label) {
        refusePath(parameters);
        long top = parameters.number("top", DEFAULT_TOP, 0, GREATEST_TOP);
        List<Map<Long, Histogram.BucketOwner>> cells = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            cells.add(new HashMap<>());
        }
        String sql = "SELECT bucket_index, owner_uid, username, file_count, total_size FROM " + table
                + " LEFT JOIN user_info ON uid = owner_uid";
        List<Generation> generations = filesystems.select(selector, parameters.text("generation"));
        List<DatabaseProblem> problems = forEach(
                generations,
                sql,
                UsageQuery::readCell,
                cell -> cells.get(cell.bucket()).merge(cell.owner().id(), cell.owner(), UsageQuery::add));
        UsageTotal total = total(cells.stream().map(UsageQuery::total).toList());
        List<Histogram.Bucket> items = new ArrayList<>();
        for (int bucket = 0; bucket < buckets; bucket++) {
            Map<Long, Histogram.BucketOwner> owners = cells.get(bucket);
            UsageTotal sum = total(owners);
            items.add(new Histogram.Bucket(
                    bucket,
                    label.apply(bucket),
                    sum.files(),
                    sum.allocatedBytes(),
                    total.shareOfFiles(sum.files()),
                    total.shareOfBytes(sum.allocatedBytes()),
                    largest(owners, top)));
        }
        return new Histogram(total, items, problems);
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
                one.allocatedBytes() + other.allocatedBytes());
    }

    private static UsageTotal total(Map<Long, Histogram.BucketOwner> owners) {
        return total(owners.values().stream()
                .map(owner -> new UsageTotal(owner.files(), owner.allocatedBytes()))
                .toList());
    }

    private static UsageTotal total(List<UsageTotal> parts) {
        return new UsageTotal(
                parts.stream().mapToLong(UsageTotal::files).sum(),
                parts.stream().mapToLong(UsageTotal::allocatedBytes).sum());
    }

    private static void refusePath(Parameters parameters) {
        String path = parameters.text("path");
        if (path != null) {
            throw new QuestionException(
                    Kind.UNSUPPORTED,
                    "this version has these figures for whole file systems only, not under the path '" + path
                            + "'; leave path out, or ask .../directory and .../directories about subtrees");
        }
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
        try (Database database = Database.open(store, generation, timeout)) {
            try (PreparedStatement query = database.connection().prepareStatement(sql);
                    ResultSet row = query.executeQuery()) {
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

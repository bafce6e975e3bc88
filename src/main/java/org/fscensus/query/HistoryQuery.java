package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jspecify.annotations.Nullable;

/** A directory over all generations kept. Thread-safe; every method throws {@link QuestionException}. */
public final class HistoryQuery {
    /** The parameters of {@link #history}. */
    public static final Set<String> PARAMETERS = Set.of("path");

    private final GenerationStore store;
    private final Filesystems filesystems;
    private final MountAliases aliases;
    private final Duration timeout;
    private final FanOut fanOut;

    /** @param timeout for each generation */
    public HistoryQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout, FanOut fanOut) {
        this.fanOut = fanOut;
        this.store = store;
        this.filesystems = filesystems;
        this.aliases = aliases;
        this.timeout = timeout;
    }

    /** The generations that are asked, the oldest scan first. */
    public List<Generation> generations(String filesystem, Parameters parameters) {
        return filesystems.one(filesystem, parameters.permitted()).generations().stream()
                .sorted(Comparator.comparing(Generation::scanTime))
                .toList();
    }

    /** The directory's figures in each generation. */
    public History history(String filesystem, Parameters parameters) {
        ScanPath path = DirectoryFilter.path(parameters, aliases);
        return Database.retryIfGone(() -> history(path, generations(filesystem, parameters), parameters.permitted()));
    }

    /** Null figures where the directory is not there. */
    private record Found(
            Generation generation,
            @Nullable Figures recursive,
            @Nullable Figures direct) {}

    private History history(ScanPath path, List<Generation> generations, Permitted permitted) {
        List<FanOut.Result<Found>> results = fanOut.ask(generations, generation -> find(path, generation, permitted));
        List<DatabaseProblem> problems = FanOut.problems(results);
        List<History.Item> items = new ArrayList<>();
        History.Item last = null;
        for (Found found : FanOut.values(results)) {
            History.Change change = last == null ? null : History.Change.between(last.recursive(), found.recursive());
            last = new History.Item(found.generation(), found.recursive(), found.direct(), change);
            items.add(last);
        }
        String filesystem = generations.get(generations.size() - 1).filesystem();
        if (items.stream().allMatch(item -> item.recursive() == null)) {
            throw QuestionException.unknown("there is no directory " + path.text() + " in any generation of "
                    + filesystem + (problems.isEmpty() ? "" : " that can be read")
                    + ScanPath.HINT);
        }
        return new History(filesystem, path.text(), generations, items, problems);
    }

    private Found find(ScanPath path, Generation generation, Permitted permitted) {
        try (Database database = Database.open(store, generation, timeout, permitted)) {
            OptionalLong found = new DirectoryTree(database).find(path);
            return found.isEmpty() ? new Found(generation, null, null) : figures(database, found.getAsLong());
        }
    }

    private static Found figures(Database database, long dirId) {
        String sql = "SELECT " + DirectoryRow.COLUMNS + ", 0 FROM directories WHERE dir_id = ?";
        try (PreparedStatement query = database.connection().prepareStatement(sql)) {
            query.setLong(1, dirId);
            try (ResultSet results = query.executeQuery()) {
                results.next();
                DirectoryRow row = DirectoryRow.read(results);
                return new Found(database.generation(), row.recursive(), row.direct());
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}

package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.fscensus.query.QuestionException.Kind;
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

    /** @param timeout for each generation */
    public HistoryQuery(GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout) {
        this.store = store;
        this.filesystems = filesystems;
        this.aliases = aliases;
        this.timeout = timeout;
    }

    /** The generations that are asked, the oldest scan first. */
    public List<Generation> generations(String filesystem) {
        return filesystems.one(filesystem).generations().stream()
                .sorted(Comparator.comparing(Generation::scanTime))
                .toList();
    }

    /** The directory's figures in each generation. */
    public History history(String filesystem, Parameters parameters) {
        ScanPath path = Objects.requireNonNullElse(
                parameters.read("path", text -> aliases.resolve(ScanPath.parse(text))), DirectoryTree.ROOT_PATH);
        return Database.retryIfGone(() -> history(path, generations(filesystem)));
    }

    private record Both(Figures recursive, Figures direct) {}

    private History history(ScanPath path, List<Generation> generations) {
        List<History.Item> items = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        History.Item last = null;
        for (Generation generation : generations) {
            Both found;
            try {
                found = figures(path, generation);
            } catch (QuestionException e) {
                // Figures of nothing at all are no answer.
                if (e.kind() != Kind.UNREADABLE || warnings.size() == generations.size() - 1) {
                    throw e;
                }
                warnings.add(Objects.requireNonNullElse(e.getMessage(), generation.id()));
                continue;
            }
            Figures recursive = found == null ? null : found.recursive();
            History.Change change = last == null ? null : History.Change.between(last.recursive(), recursive);
            last = new History.Item(generation, recursive, found == null ? null : found.direct(), change);
            items.add(last);
        }
        String filesystem = generations.get(generations.size() - 1).filesystem();
        if (items.stream().allMatch(item -> item.recursive() == null)) {
            throw QuestionException.unknown("there is no directory " + path.text() + " in any generation of "
                    + filesystem + (warnings.isEmpty() ? "" : " that can be read")
                    + "; paths are as the scan saw them, from /");
        }
        return new History(filesystem, path.text(), generations, items, warnings);
    }

    private @Nullable Both figures(ScanPath path, Generation generation) {
        try (Database database = Database.open(store, generation, timeout);
                DirectoryTree tree = new DirectoryTree(database)) {
            OptionalLong found = tree.find(path);
            return found.isEmpty() ? null : figures(database, found.getAsLong());
        }
    }

    private static Both figures(Database database, long dirId) {
        String sql = "SELECT " + DirectoryRow.COLUMNS + ", 0 FROM directories WHERE dir_id = ?";
        try (PreparedStatement query = database.connection().prepareStatement(sql)) {
            query.setLong(1, dirId);
            try (ResultSet results = query.executeQuery()) {
                results.next();
                DirectoryRow row = DirectoryRow.read(results);
                return new Both(row.recursive(), row.direct());
            }
        } catch (SQLException e) {
            throw database.failure(e);
        }
    }
}

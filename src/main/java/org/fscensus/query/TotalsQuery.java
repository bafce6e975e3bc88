package org.fscensus.query;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/** What generations hold in all, so far as the asker may see it. Thread-safe; throws {@link QuestionException}. */
public final class TotalsQuery {
    private static final String ROW = "SELECT " + DirectoryRow.COLUMNS + ", 0 FROM directories WHERE dir_id = ?";

    private final GenerationStore store;
    private final Duration timeout;
    private final FanOut fanOut;

    /** @param timeout for each generation */
    public TotalsQuery(GenerationStore store, Duration timeout, FanOut fanOut) {
        this.store = store;
        this.timeout = timeout;
        this.fanOut = fanOut;
    }

    /**
     * The answer.
     *
     * @param byGeneration by id; those that could not be read are missing
     */
    public record Answer(Map<String, Totals> byGeneration, List<DatabaseProblem> problems) {}

    /** Reads databases only where the asker may not see all of a file system. */
    public Answer totals(List<Generation> generations, Permitted permitted) {
        Map<String, Totals> byGeneration = new HashMap<>();
        if (!permitted.isLimitedToPaths()) {
            generations.forEach(generation -> byGeneration.put(generation.id(), Totals.of(generation)));
            return new Answer(byGeneration, List.of());
        }
        return Database.retryIfGone(() -> {
            List<FanOut.Result<Totals>> results = fanOut.ask(generations, generation -> read(generation, permitted));
            for (FanOut.Result<Totals> result : results) {
                Totals totals = result.value();
                if (totals != null) {
                    byGeneration.put(result.generation().id(), totals);
                }
            }
            return new Answer(byGeneration, FanOut.problems(results));
        });
    }

    private Totals read(Generation generation, Permitted permitted) {
        try (Database database = Database.open(store, generation, timeout, permitted)) {
            Totals totals = Totals.NOTHING;
            try {
                for (Subtree subtree : new DirectoryTree(database).visible()) {
                    PreparedStatement query = database.statement(ROW);
                    query.setLong(1, subtree.range().first());
                    try (ResultSet row = query.executeQuery()) {
                        row.next();
                        totals = totals.plus(DirectoryRow.read(row).recursive());
                    }
                }
            } catch (SQLException e) {
                throw database.failure(e);
            }
            return totals;
        }
    }
}

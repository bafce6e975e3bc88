package org.fscensus.query;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.fscensus.pipeline.TrustJson;
import org.fscensus.pipeline.TrustReport;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jspecify.annotations.Nullable;

/** How far a generation can be trusted, as its import has found: for those who may see all of it. Thread-safe. */
public final class TrustQuery {
    private static final String REPORT = "SELECT value FROM scan_metadata WHERE key = '" + TrustJson.KEY + "'";

    private final GenerationStore store;
    private final Duration timeout;

    public TrustQuery(GenerationStore store, Duration timeout) {
        this.store = store;
        this.timeout = timeout;
    }

    /** What the import of a generation has found; empty where an older version imported it. */
    public Optional<TrustReport> trust(Generation generation) {
        String json = json(generation);
        try {
            return json == null ? Optional.empty() : Optional.of(TrustJson.read(json));
        } catch (IOException e) {
            throw new QuestionException(
                    QuestionException.Kind.UNREADABLE,
                    "the database of " + generation.filesystem() + ", generation " + generation.id() + ", has a "
                            + TrustJson.KEY + " in its scan_metadata that cannot be read; import its scan again",
                    e);
        }
    }

    private @Nullable String json(Generation generation) {
        try (Database database = Database.open(store, generation, timeout, Permitted.EVERYTHING)) {
            try {
                PreparedStatement question = database.statement(REPORT);
                try (ResultSet row = question.executeQuery()) {
                    return row.next() ? row.getString(1) : null;
                }
            } catch (SQLException e) {
                throw database.failure(e);
            }
        }
    }
}

package org.fscensus.store;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteDataSource;

/** A store with a control database of its own, for tests without a container. */
public final class TestStore {
    private TestStore() {}

    public static GenerationStore in(Path data, Retention retention) {
        SQLiteDataSource control = new SQLiteDataSource();
        control.setUrl("jdbc:sqlite:" + data.resolve("control.db"));
        control.setJournalMode("WAL");
        Flyway.configure().dataSource(control).load().migrate();
        return new GenerationStore(data, control, Clock.systemUTC(), retention);
    }

    public static Generation publish(
            GenerationStore store, String filesystem, Instant scanTime, String jobId, SampleTree tree)
            throws Exception {
        try (Publication publication = store.begin(filesystem, scanTime, jobId)) {
            tree.writeTo(publication.part());
            return publication.commit(tree.figures(), bytes -> {});
        }
    }
}

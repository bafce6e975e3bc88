package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.fscensus.pipeline.ImportOptions;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobRegistryTest {
    private static final Instant NOW = Instant.parse("2026-01-25T10:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    @Test
    void aJobThatEndedSinceItsRecordWasReadIsShownAsEnded() {
        JobStore store = new JobStore(ControlDatabase.in(directory));
        JobRecord queued = queued();
        store.insert(queued);
        JobState.Running running = JobState.Queued.NEW.start(NOW);
        store.update(queued.with(running, null), null);
        JobRecord read = store.find(queued.id()).orElseThrow();
        store.update(queued.with(running.succeed(NOW, "g1"), JobReport.pending(queued.request())), List.of());

        try (JobEvents events = new JobEvents()) {
            JobSnapshot shown = new JobRegistry(store, events, FakeImporter.uploads(directory), 10).present(read);

            assertThat(shown.state()).isEqualTo(JobState.Id.SUCCEEDED);
            assertThat(shown.generation()).isEqualTo("g1");
        }
    }

    private static JobRecord queued() {
        ImportRequest request = new ImportRequest(
                "j1",
                new ImportSource.Logs(List.of(Path.of("/data/log"))),
                "asp",
                NOW,
                ImportRequest.ScanTimeOrigin.GIVEN,
                ImportOptions.defaults(1));
        return new JobRecord(request, JobRequest.of("/data/log"), null, NOW, JobState.Queued.NEW, false, null);
    }
}

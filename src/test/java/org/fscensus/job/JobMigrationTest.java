package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.fscensus.pipeline.ImportSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Jobs that earlier versions left in the control database are read by this one. */
class JobMigrationTest {
    @Test
    void jobsOfTheTimeWhenASourceWasOneLog(@TempDir Path directory) throws Exception {
        SQLiteDataSource control = new SQLiteDataSource();
        control.setUrl("jdbc:sqlite:" + directory.resolve("control.db"));
        Flyway.configure().dataSource(control).target("3").load().migrate();
        try (Connection connection = control.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    INSERT INTO jobs (id, filesystem, state, attempt, interruptions, created_at, started_at, finished_at,
                      generation, asked, request, report, rejected) VALUES ('j1', 'asp', 'succeeded', 1, 0,
                      '2026-01-25T00:00:00Z', '2026-01-25T00:00:01Z', '2026-01-25T00:00:02Z', 'g1',
                      '{"path":"a.log","filesystem":"asp","workers":2,"dryRun":false}',
                      '{"jobId":"j1","source":"file:///data/a.log","filesystem":"asp","format":null,
                        "scanTime":"2026-01-25T00:00:00Z","scanTimeOrigin":"FILE_NAME","timeZone":"UTC",
                        "pathEscape":"NONE","ageFrom":"ACCESS","hardLinks":"ONCE",
                        "maxRejected":{"lines":-1,"percent":1.0},"workers":2,"dryRun":false}',
                      '{"format":"gpfs","phases":[{"phase":"SCAN","state":"DONE","startedAt":"2026-01-25T00:00:01Z",
                        "seconds":1.0,"done":5,"total":5,"ratePerSecond":5.0,"secondsLeft":null}],
                        "counters":{"bytes":5,"lines":1,"files":1,"directories":0,"unlistedDirectories":0,
                          "rejectedLines":1,"noticeLines":0,"allocatedBytes":0,"apparentBytes":0},"warnings":[]}',
                      '[{"lineNumber":3,"byteOffset":7,"reason":"has no head","line":"x"}]')
                    """);
        }
        Flyway.configure().dataSource(control).load().migrate();

        JobStore store = new JobStore(control);
        JobRecord job = store.find("j1").orElseThrow();
        assertThat(job.request().source()).isEqualTo(new ImportSource.Logs(List.of(Path.of("/data/a.log"))));
        assertThat(job.request().options().hardLinks()).hasToString("ONCE");
        assertThat(job.asked())
                .isEqualTo(new JobRequest(
                        JobSource.log("a.log"),
                        new JobOptions("asp", null, null, null, null, null, null, null, null, 2)));
        assertThat(job.snapshot().phases())
                .singleElement()
                .satisfies(phase -> assertThat(phase.unit()).isEqualTo("bytes"));
        assertThat(store.rejected("j1"))
                .singleElement()
                .satisfies(line -> assertThat(line.file()).isEqualTo("/data/a.log"));
    }
}

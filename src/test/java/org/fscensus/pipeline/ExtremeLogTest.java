package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.fscensus.generator.ExtremeLog;
import org.fscensus.query.Directory;
import org.fscensus.query.DirectoryQuery;
import org.fscensus.query.FanOut;
import org.fscensus.query.Filesystems;
import org.fscensus.query.MountAliases;
import org.fscensus.query.Parameters;
import org.fscensus.reference.ReferenceOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Logs of extreme shapes through the whole pipeline, in a size that takes a second or two, and minutes where a step is
 * quadratic. {@code src/test/bench.sh import --shape} has the full size.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class ExtremeLogTest {
    private static final int PIECE_BYTES = 1 << 20;

    @TempDir
    Path data;

    private PipelineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new PipelineFixture(data);
    }

    @Test
    void aDirectoryOfVeryManyFiles() throws Exception {
        ExtremeLog log = new ExtremeLog(ExtremeLog.Kind.FILES, 200_000);
        publish(log);

        Directory directory = directory(ExtremeLog.ROOT);
        assertThat(directory.direct().files()).isEqualTo(log.files());
        assertThat(directory.recursive().allocatedBytes()).isEqualTo(1024 * log.files());
    }

    @Test
    void aDirectoryOfVeryManySubdirectoriesWithLongCommonPrefixes() throws Exception {
        ExtremeLog log = new ExtremeLog(ExtremeLog.Kind.SIBLINGS, 300_000);
        Path database = publish(log);

        assertThat(directory(ExtremeLog.ROOT).direct().directories()).isEqualTo(300_000);
        assertThat(number(database, """
                SELECT COUNT(*) FROM directories a JOIN directories b ON b.dir_id = a.dir_id + 1
                WHERE a.depth = 2 AND a.parent_id = b.parent_id AND CAST(a.name AS BLOB) < CAST(b.name AS BLOB)""")).isEqualTo(300_000 - 1);
    }

    @Test
    void pathsOfTheGreatestLengthAndDepth() throws Exception {
        ExtremeLog log = new ExtremeLog(ExtremeLog.Kind.DEEP, 20 * ExtremeLog.CHAIN);
        Path database = publish(log);

        for (int chain = 0; chain < 20; chain += 9) {
            Directory deepest = directory(log.deepest(chain));
            assertThat(deepest.depth()).isEqualTo(ExtremeLog.DEPTH);
            assertThat(deepest.direct().files()).isEqualTo(1);
        }
        assertThat(directory(ExtremeLog.ROOT).recursive().files()).isEqualTo(20);
        assertThat(number(database, "SELECT SUM(file_count_r) FROM directories WHERE depth > 1"))
                .isEqualTo(20 * ExtremeLog.CHAIN);
    }

    private Path publish(ExtremeLog log) throws Exception {
        Path source = data.resolve("scan.log");
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(source))) {
            log.writeTo(stream);
        }
        ImportRequest request = fixture.request(source, ReferenceOptions.DEFAULT, 2, RejectLimit.ofPercent(0));
        ImportResult result = fixture.pipeline(PIECE_BYTES).run(request, PipelineFixture.progress());
        assertThat(result.counters().files()).isEqualTo(log.files());
        assertThat(result.counters().directories()).isEqualTo(log.directories());
        assertThat(result.counters().unlistedDirectories()).isZero();
        return data.resolve(Objects.requireNonNull(result.generation()).database());
    }

    private Directory directory(String path) {
        DirectoryQuery query = new DirectoryQuery(
                fixture.store,
                new Filesystems(fixture.store),
                new MountAliases(Map.of()),
                Duration.ofSeconds(10),
                new FanOut(0));
        return query.one("fs", new Parameters(Map.of("path", List.of(path)), DirectoryQuery.LIST_PARAMETERS))
                .directory();
    }

    private static long number(Path database, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}

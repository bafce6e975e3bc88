package org.fscensus.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read back from a database through the documented relations is what was written, for odd logs too. */
class ReferenceDatabaseTest extends RandomLogContract {
    @TempDir
    private Path directory;

    private int databases;

    @Override
    protected Map<String, CensusUnderTest> underTest() {
        return Map.of("reference through a database", this::throughDatabase);
    }

    private CensusFigures throughDatabase(byte[] log, ReferenceOptions options) throws Exception {
        CensusFigures census = new ReferenceCensus().census(log, options);
        Path database = directory.resolve(databases++ + ".db");
        ReferenceDatabase.write(census, database);
        return DatabaseFigures.read(database, census.counters());
    }

    @Test
    void aDirectoryWithoutItsFiguresIsNoticed() throws Exception {
        RandomLog random = RandomLog.of(1);
        CensusFigures census = new ReferenceCensus().census(random.log(), random.options());
        Path database = directory.resolve("incomplete.db");
        ReferenceDatabase.write(census, database);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM directory_stats WHERE dir_id = 2");
        }

        assertThatThrownBy(() -> DatabaseFigures.read(database, census.counters()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("directories has " + census.directories().size());
    }

    @Test
    void aDifferenceIsShownLineByLine() throws Exception {
        RandomLog random = RandomLog.of(1);
        CensusFigures census = new ReferenceCensus().census(random.log(), random.options());
        String dump = CensusDump.of(census);
        String files = "count files " + census.counters().files();

        assertThat(CensusDump.differences(dump, dump)).isEmpty();
        assertThat(CensusDump.differences(dump, dump.replace(files, "count files 0")))
                .isEqualTo("- " + files + "\n+ count files 0");
        assertThat(CensusDump.differences(dump, dump.replaceAll("(?m)^count later-than-scan .*\n", "")))
                .isEmpty();
    }
}

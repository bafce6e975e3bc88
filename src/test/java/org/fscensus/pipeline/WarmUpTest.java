package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.fscensus.store.Loader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {
    private static final Set<Phase> REHEARSED = EnumSet.complementOf(EnumSet.of(Phase.PUBLISH));

    @TempDir
    Path scratch;

    @ParameterizedTest
    @EnumSource(Loader.class)
    void takesARealLogThroughAllPhasesButTheLastAndLeavesNothing(Loader loader) throws Exception {
        List<ImportProgress> rounds = new ArrayList<>();
        List<Map<String, Long>> figures = new ArrayList<>();
        WarmUp warmUp = new WarmUp(scratch, loader, progress -> {
            if (!rounds.contains(progress)) {
                rounds.add(progress);
            }
            if (isDone(progress, Phase.VERIFY)) {
                figures.add(figuresWithinReach());
            }
        });

        warmUp.run();

        assertThat(rounds).hasSizeGreaterThan(1).hasSameSizeAs(figures);
        for (ImportProgress round : rounds) {
            assertThat(round.phases())
                    .filteredOn(phase -> phase.state() == PhaseSnapshot.State.DONE)
                    .extracting(PhaseSnapshot::phase)
                    .containsExactlyElementsOf(REHEARSED);
        }
        assertThat(figures).allSatisfy(of -> {
            assertThat(of.get("rejected_lines")).isZero();
            assertThat(of.get("notice_lines")).isPositive();
            assertThat(of.get("unlisted_directories")).isPositive();
            assertThat(of.get("directories")).isGreaterThan(1000);
            assertThat(of.get("files")).isGreaterThan(5 * Objects.requireNonNull(of.get("directories")));
        });
        assertThat(scratch).isEmptyDirectory();
    }

    private static boolean isDone(ImportProgress progress, Phase phase) {
        return progress.phases().stream()
                .anyMatch(one -> one.phase() == phase && one.state() == PhaseSnapshot.State.DONE);
    }

    /** What the database says of its import, as long as it is there. */
    private Map<String, Long> figuresWithinReach() {
        try (Stream<Path> files = Files.walk(scratch)) {
            Path database = files.filter(file -> file.toString().endsWith(".db"))
                    .findFirst()
                    .orElseThrow();
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    var statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT key, value FROM scan_metadata"
                            + " WHERE key LIKE '%_lines' OR key LIKE '%directories' OR key = 'files'")) {
                Map<String, Long> figures = new HashMap<>();
                while (row.next()) {
                    figures.put(row.getString(1), row.getLong(2));
                }
                return figures;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Phase.class, mode = EnumSource.Mode.EXCLUDE, names = "PUBLISH")
    void stopsInAnyPhaseAndLeavesNothing(Phase phase) {
        Set<Phase> begun = EnumSet.noneOf(Phase.class);
        WarmUp[] holder = new WarmUp[1];
        holder[0] = new WarmUp(scratch, Loader.PAGES, progress -> {
            Phase present = progress.current();
            if (present != null) {
                begun.add(present);
            }
            if (present == phase) {
                holder[0].stop();
            }
        });

        holder[0].run();

        assertThat(begun).containsExactlyElementsOf(EnumSet.range(Phase.SCAN, phase));
        assertThat(scratch).isEmptyDirectory();
    }

    @Test
    void closedAtAnyMomentItIsGoneWithItsFiles() throws Exception {
        for (int millis = 0; millis < 200; millis += 40) {
            WarmUp warmUp = new WarmUp(scratch, Loader.PAGES);
            warmUp.start();
            Thread.sleep(millis);
            warmUp.close();
            assertThat(scratch).isEmptyDirectory();
        }
    }

    @Test
    void neverBeginsOnceItWasStopped() {
        List<ImportProgress> rounds = new ArrayList<>();
        try (WarmUp warmUp = new WarmUp(scratch, Loader.PAGES, rounds::add)) {
            warmUp.stop();
            warmUp.start();
        }
        assertThat(rounds).isEmpty();
    }

    @Test
    void aFailureHarmsNobodyAndLeavesWhatIsNotItsOwn() throws Exception {
        Path foreign = Files.createDirectory(scratch.resolve("warm-up")).resolve("file");
        Files.writeString(foreign, "kept");

        assertThatCode(new WarmUp(scratch, Loader.PAGES)::run).doesNotThrowAnyException();
        assertThatCode(new WarmUp(scratch.resolve("none"), Loader.PAGES)::run).doesNotThrowAnyException();

        assertThat(foreign).hasContent("kept");
        assertThat(scratch.resolve("warm-up.log")).doesNotExist();
    }
}

package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Generation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerationRecheckTest {
    private static final Path LOG = Path.of("src/test/resources/sample/20260115_gpfs1_demo.list.list_all.log")
            .toAbsolutePath();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path data;

    private PipelineFixture fixture;
    private Generation generation;

    @BeforeEach
    void publish() throws Exception {
        fixture = new PipelineFixture(data);
        ImportRequest request = fixture.request(LOG, ReferenceOptions.DEFAULT, 2, RejectLimit.DEFAULT);
        generation = fixture.pipeline(1 << 16)
                .run(request, PipelineFixture.progress())
                .generation();
    }

    private ImportRequest check() {
        ImportRequest any = fixture.request(LOG, ReferenceOptions.DEFAULT, 1, RejectLimit.DEFAULT);
        return new ImportRequest(
                any.jobId(),
                new ImportSource.Published(generation.id()),
                generation.filesystem(),
                generation.scanTime(),
                ImportRequest.ScanTimeOrigin.GIVEN,
                any.options());
    }

    private ImportProgress progress() {
        return new ImportProgress(PipelineFixture.CLOCK, check().source().phases(), () -> {});
    }

    private ImportFailedException failure() {
        return catchThrowableOfType(
                ImportFailedException.class, () -> fixture.pipeline(1 << 16).run(check(), progress()));
    }

    @Test
    void aWholeDatabaseIsFoundWholeInOnePhaseAndLeftAsItIs() throws Exception {
        byte[] before = Files.readAllBytes(data.resolve(generation.database()));
        ImportProgress progress = progress();

        ImportResult result = fixture.pipeline(1 << 16).run(check(), progress);

        assertThat(result.generation()).isEqualTo(generation);
        assertThat(result.counters().files()).isEqualTo(generation.files()).isPositive();
        assertThat(progress.phases()).hasSize(1).allSatisfy(phase -> {
            assertThat(phase.phase()).isEqualTo(Phase.VERIFY);
            assertThat(phase.state()).isEqualTo(PhaseSnapshot.State.DONE);
        });
        assertThat(data.resolve(generation.database())).hasBinaryContent(before);
        assertThat(fixture.store.generations("fs")).containsExactly(generation);
    }

    @Test
    void aFigureThatWasAlteredIsFoundAndTheGenerationIsServedOn() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve(generation.database()));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE directories SET total_size_nr = total_size_nr + 512 WHERE file_count_nr > 0"
                    + " AND dir_id = (SELECT MAX(dir_id) FROM directories WHERE file_count_nr > 0)");
        }

        assertThat(failure())
                .hasMessageContaining(generation.id())
                .hasMessageContaining("is damaged")
                .hasMessageContaining("allocated bytes");
        assertThat(fixture.store.generations("fs")).containsExactly(generation);
    }

    @Test
    void aPageThatTheDiskHasLostIsFound() throws Exception {
        try (RandomAccessFile file =
                new RandomAccessFile(data.resolve(generation.database()).toFile(), "rw")) {
            file.seek(file.length() / 2 / 8192 * 8192);
            file.write(new byte[8192]);
        }

        assertThat(failure()).hasMessageContaining(generation.id());
    }

    @Test
    void aFileThatIsMissingIsNamed() throws Exception {
        Files.delete(data.resolve(generation.database()));

        assertThat(failure()).hasMessageContaining(generation.database()).hasMessageContaining("missing");
    }

    @Test
    void whatWasDeletedMeanwhileIsNotCalledDamaged() throws Exception {
        fixture.store.retire(generation);

        assertThat(failure()).hasMessageContaining("served no more");
    }

    @Test
    void itStopsWhereItIsCancelled() {
        ImportProgress[] holder = new ImportProgress[1];
        holder[0] = new ImportProgress(PipelineFixture.CLOCK, check().source().phases(), () -> holder[0].cancel());
        assertThat(catchThrowableOfType(
                        CancellationException.class,
                        () -> fixture.pipeline(1 << 16).run(check(), holder[0])))
                .isNotNull();
        assertThat(holder[0].phases())
                .extracting(PhaseSnapshot::state)
                .isEqualTo(List.of(PhaseSnapshot.State.CANCELLED));
    }
}

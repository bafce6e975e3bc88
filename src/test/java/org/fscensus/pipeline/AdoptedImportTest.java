package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Generation;
import org.fscensus.store.Loader;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an import has written in one data directory is served from another, as it was. */
class AdoptedImportTest {
    @ParameterizedTest
    @EnumSource(Loader.class)
    void aCopyOfAnImportedDatabaseIsServedWithItsFigures(Loader loader, @TempDir Path here, @TempDir Path there)
            throws Exception {
        PipelineFixture fixture = new PipelineFixture(here, loader);
        Path log = here.resolve("scan.log");
        try (OutputStream out = Files.newOutputStream(log)) {
            new LogGenerator(LogShape.of(50, 400, 1)).writeTo(out);
        }
        ImportRequest request = fixture.request(log, ReferenceOptions.DEFAULT, 2, RejectLimit.ofPercent(0));
        Generation imported = Objects.requireNonNull(fixture.pipeline(1 << 16)
                .run(request, PipelineFixture.progress())
                .generation());
        Path copy = there.resolve(imported.database());
        Files.createDirectories(Objects.requireNonNull(copy.getParent()));
        Files.copy(here.resolve(imported.database()), copy);
        Files.setLastModifiedTime(copy, FileTime.from(Instant.EPOCH));

        PipelineFixture other = new PipelineFixture(there, loader);
        other.store.recover();

        assertThat(other.store.watch().problems()).isEmpty();
        assertThat(other.store.generations()).singleElement().satisfies(adopted -> {
            assertThat(adopted)
                    .usingRecursiveComparison()
                    .ignoringFields("id", "adopted")
                    .isEqualTo(imported);
            assertThat(adopted.adopted()).isNotNull();
            assertThat(imported.adopted()).isNull();
        });
        fixture.store.close();
        other.store.close();
    }
}

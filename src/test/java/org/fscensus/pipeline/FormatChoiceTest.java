package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.pipeline.ImportOptions.HardLinks;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.scanlog.PlainFileSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FormatChoiceTest {
    private static final String LUSTRE = "0x1:0x2:0x0 s=5 b=8 u=1 g=1 p=1 type=f perm=0644 a=1769700762 -- /l/f\n";
    private static final String POSIX = "7 s=5 b=8 u=1 g=1 n=1 type=f perm=644 a=1769700762.5 -- /data/f\n";

    @TempDir
    Path directory;

    private PipelineFixture fixture;

    @BeforeEach
    void open() throws IOException {
        fixture = new PipelineFixture(directory.resolve("data"));
    }

    @Test
    void linksCannotBeCountedOnceWithoutLinkCounts() throws Exception {
        Path log = Files.writeString(directory.resolve("scan.log"), LUSTRE);
        ImportFailedException failure =
                catchThrowableOfType(ImportFailedException.class, () -> run(log, HardLinks.ONCE));
        assertThat(failure).hasMessageContaining("no link counts").hasMessageContaining("lustre");
        assertThat(failure.hint()).contains("without hardLinks: once");
        assertThat(fixture.store.generations("fs")).isEmpty();
        assertThat(run(log, HardLinks.EACH).format()).isEqualTo("lustre");
        assertThat(run(Files.writeString(directory.resolve("posix.log"), POSIX), HardLinks.ONCE)
                        .format())
                .isEqualTo("posix");
    }

    @Test
    void aFailureShowsTheFirstLinesAndTheFormats() throws Exception {
        Path log = Files.writeString(directory.resolve("20260101_s_fs.lfs-scan"), "what is\nthis\n");
        assertThatThrownBy(() -> run(log, HardLinks.EACH))
                .isInstanceOf(ImportFailedException.class)
                .hasMessageContaining("what is | this")
                .extracting(failure -> ((ImportFailedException) failure).hint())
                .asString()
                .contains("gpfs", "lustre", "posix");
    }

    private ImportResult run(Path log, HardLinks hardLinks) throws ImportFailedException {
        ReferenceOptions options = new ReferenceOptions(
                ZoneOffset.UTC, PathEscape.NONE, AgeFrom.ACCESS, hardLinks, Instant.parse("2026-01-15T00:00:00Z"));
        return fixture.pipeline(PlainFileSource.DEFAULT_PIECE)
                .run(fixture.request(log, options, 2, RejectLimit.ofPercent(100)), PipelineFixture.progress());
    }
}

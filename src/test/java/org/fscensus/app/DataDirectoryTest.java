package org.fscensus.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    private static final String JOB = "01m80h45f6rxr6qff46xpvhyb3";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path parent;

    @Test
    void isCreatedForItsUserAlone() throws IOException {
        Path path = parent.resolve("a/data");

        try (DataDirectory data = DataDirectory.open(path)) {
            assertThat(mode(path)).isEqualTo("rwx------");
            assertThat(mode(DataDirectory.incoming(path))).isEqualTo("rwx------");
            assertThat(mode(data.scratch())).isEqualTo("rwx------");
        }
    }

    @Test
    void anExistingOneIsClosedToOthers() throws IOException {
        Path path = Files.createDirectory(parent.resolve("data"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));

        DataDirectory.open(path).close();

        assertThat(mode(path)).isEqualTo("rwx------");
    }

    @Test
    void oneThatEverybodyMayWriteInIsRefused() throws IOException {
        Path path = Files.createDirectory(parent.resolve("shared"));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataDirectory.open(path))
                .withMessageContaining("fscensus.data-dir");
        assertThat(mode(path)).isEqualTo("rwxrwxrwx");
    }

    @Test
    void servesOneProcessAtATime() {
        Path path = parent.resolve("data");
        try (DataDirectory first = DataDirectory.open(path)) {
            assertThat(first.scratch()).isDirectory();
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> DataDirectory.open(path))
                    .withMessageContaining("process " + ProcessHandle.current().pid());
        }
        DataDirectory.open(path).close();
    }

    @Test
    void emptiesTheScratchDirectoryAndNothingThatItLinksTo() throws IOException {
        Path outside = Files.writeString(parent.resolve("outside"), "stays");
        try (DataDirectory data = DataDirectory.open(parent.resolve("data"))) {
            Path job = Files.createDirectories(data.scratch().resolve(JOB + "/deep"));
            Files.writeString(job.resolve("spill"), "goes");
            Files.createSymbolicLink(job.resolve("link"), outside);

            data.emptyScratch();

            assertThat(data.scratch()).isEmptyDirectory();
            assertThat(outside).hasContent("stays");
        }
    }

    /** Regression: a scratch directory that was linked to the wrong place was emptied. */
    @Test
    void whatNoImportHasMadeIsNotDeleted() throws IOException {
        Path path = Files.createDirectory(parent.resolve("data"));
        Path home = Files.createDirectory(parent.resolve("home"));
        Files.createDirectory(home.resolve("papers"));
        Files.createSymbolicLink(DataDirectory.scratch(path), home);
        Files.writeString(home.resolve("letter"), "stays");
        Files.writeString(home.resolve("warm-up.log"), "goes");

        try (DataDirectory data = DataDirectory.open(path)) {
            data.emptyScratch();

            assertThat(home).isDirectoryContaining(file -> file.endsWith("letter"));
            assertThat(home).isDirectoryContaining(file -> file.endsWith("papers"));
            assertThat(home.resolve("warm-up.log")).doesNotExist();
        }
    }

    @Test
    void linkedPartsAreLeftAsTheyAre() throws IOException {
        Path path = Files.createDirectory(parent.resolve("data"));
        Path dropbox = Files.createDirectory(parent.resolve("dropbox"));
        Files.setPosixFilePermissions(dropbox, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(DataDirectory.incoming(path), dropbox);
        Path disk = Files.createDirectory(parent.resolve("disk"));
        Files.setPosixFilePermissions(disk, PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(DataDirectory.scratch(path), disk);
        Files.writeString(Files.createDirectory(disk.resolve(JOB)).resolve("spill"), "goes");

        try (DataDirectory data = DataDirectory.open(path)) {
            data.emptyScratch();

            assertThat(mode(dropbox)).isEqualTo("rwxrwxrwx");
            assertThat(mode(disk)).isEqualTo("rwxr-x---");
            assertThat(data.scratch()).isSymbolicLink().isEmptyDirectory();
        }
    }

    @Test
    void aScratchDirectoryThatEverybodyMayWriteInIsNotEmptied() throws IOException {
        Path path = Files.createDirectory(parent.resolve("data"));
        Path shared = Files.createDirectory(parent.resolve("shared"));
        Files.setPosixFilePermissions(shared, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(DataDirectory.scratch(path), shared);

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataDirectory.open(path))
                .withMessageContaining("fscensus.data-dir")
                .withMessageContaining(shared.toString());

        Files.delete(DataDirectory.scratch(path));
        DataDirectory.open(path).close();
    }

    @Test
    void aFileInItsPlaceIsAnErrorThatNamesTheKey() throws IOException {
        Path file = Files.writeString(parent.resolve("data"), "no directory");

        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> DataDirectory.open(file))
                .withMessageContaining("fscensus.data-dir")
                .withMessageContaining(file.toString());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

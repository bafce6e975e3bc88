package org.fscensus.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.fscensus.entry.FilesystemName;

/** Where generations lie below the data directory, and the file operations that they need. */
final class DataFiles {
    private static final String PART = ".part";
    private static final List<String> JOURNALS = List.of("-journal", "-wal", "-shm");

    /** Only the service itself reads what it writes. */
    static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path dataDirectory;

    DataFiles(Path dataDirectory) {
        this.dataDirectory = dataDirectory;
    }

    Path generations() {
        return dataDirectory.resolve("generations");
    }

    /** For what SQLite cannot sort in memory. */
    Path temporary() {
        return dataDirectory.resolve("tmp");
    }

    /** Relative to the data directory. Names of file systems compare without case, so do their directories. */
    static String databaseOf(String filesystem, String generationId) {
        return directoryOf(filesystem) + "/" + generationId + ".db";
    }

    private static String directoryOf(String filesystem) {
        return "generations/" + FilesystemName.key(filesystem);
    }

    Path resolve(String database) {
        return dataDirectory.resolve(database);
    }

    /** The name of a database while it is built. */
    static Path partOf(Path database) {
        return database.resolveSibling(database.getFileName() + PART);
    }

    /** Makes the names of the directories last too, even where a killed process has created them. */
    void createDirectoryOf(String filesystem) throws IOException {
        Path directory = resolve(directoryOf(filesystem));
        Files.createDirectories(directory, PRIVATE);
        forceParent(directory);
        forceParent(generations());
    }

    /** Renames atomically and makes the new name last. */
    static void rename(Path part, Path database) throws IOException {
        Files.move(part, database, StandardCopyOption.ATOMIC_MOVE);
        forceParent(database);
    }

    /** Deletes a database, or what there is of one, with what SQLite may have left beside it. */
    static void delete(Path database) throws IOException {
        Files.deleteIfExists(database);
        for (String journal : JOURNALS) {
            Files.deleteIfExists(database.resolveSibling(database.getFileName() + journal));
        }
    }

    /** Deletes whatever unfinished work lies below the generations; nothing of this process may be at work there. */
    void deleteUnfinished() throws IOException {
        if (!Files.isDirectory(generations())) {
            return;
        }
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(generations(), 2)) {
            leftovers = files.filter(Files::isRegularFile)
                    .filter(DataFiles::isUnfinished)
                    .toList();
        }
        for (Path leftover : leftovers) {
            Files.deleteIfExists(leftover);
        }
    }

    private static boolean isUnfinished(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(PART) || JOURNALS.stream().anyMatch(name::endsWith);
    }

    private static void forceParent(Path file) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}

package org.fscensus.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.fscensus.entry.FilesystemName;
import org.jspecify.annotations.Nullable;

/** Where generations lie below the data directory, and the file operations that they need. */
final class DataFiles {
    private static final String PART = ".part";
    private static final String DATABASE = ".db";
    private static final String JOURNAL = "-journal";
    private static final String WAL = "-wal";
    private static final List<String> JOURNALS = List.of(JOURNAL, WAL, "-shm");

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
        return directoryOf(filesystem) + "/" + generationId + DATABASE;
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

    /**
     * Every database that lies among the generations, whoever has put it there: in the directory of a file system, or
     * beside these. A directory that cannot be listed stands for what is in it. Hidden files are left out; programs that
     * copy have such names for what is not whole yet.
     *
     * @return their names relative to the data directory, in order
     */
    Set<String> databases() throws IOException {
        Set<String> databases = new TreeSet<>();
        if (Files.isDirectory(generations())) {
            for (Path file : list(generations())) {
                if (!Files.isDirectory(file)) {
                    addDatabase(file, databases);
                    continue;
                }
                try {
                    list(file).forEach(inner -> addDatabase(inner, databases));
                } catch (IOException e) {
                    databases.add(relative(file));
                }
            }
        }
        return databases;
    }

    private static List<Path> list(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            List<Path> all = new ArrayList<>();
            files.forEach(all::add);
            return all;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private void addDatabase(Path file, Set<String> into) {
        String name = file.getFileName().toString();
        if (name.endsWith(DATABASE) && !name.startsWith(".") && !Files.isDirectory(file)) {
            into.add(relative(file));
        }
    }

    private String relative(Path file) {
        return dataDirectory.relativize(file).toString();
    }

    /** The name of the directory of a file system that a database lies in, null where it lies in none. */
    static @Nullable String filesystemDirectoryOf(String database) {
        String[] names = database.split("/", -1);
        return names.length == 3 ? names[1] : null;
    }

    /** What SQLite has left beside a database to finish or undo a change, null where there is nothing. */
    static @Nullable Path journalOf(Path database) throws IOException {
        for (String journal : List.of(JOURNAL, WAL)) {
            Path file = database.resolveSibling(database.getFileName() + journal);
            if (Files.exists(file) && Files.size(file) > 0) {
                return file;
            }
        }
        return null;
    }

    /**
     * Deletes whatever unfinished work lies below the generations; nothing of this process may be at work there.
     *
     * @param own the databases of the service; what lies beside others is not the service's
     */
    void deleteUnfinished(Set<String> own) throws IOException {
        if (!Files.isDirectory(generations())) {
            return;
        }
        List<Path> leftovers;
        try (Stream<Path> files = Files.walk(generations(), 2)) {
            leftovers = files.filter(Files::isRegularFile)
                    .filter(file -> isUnfinished(file, own))
                    .toList();
        }
        for (Path leftover : leftovers) {
            Files.deleteIfExists(leftover);
        }
    }

    /** What belongs to a database that somebody has put there stays: without its journal it may be lost. */
    private boolean isUnfinished(Path file, Set<String> own) {
        String name = file.getFileName().toString();
        for (String journal : JOURNALS) {
            if (name.endsWith(journal)) {
                Path database = file.resolveSibling(name.substring(0, name.length() - journal.length()));
                return database.toString().endsWith(PART)
                        || !Files.exists(database)
                        || own.contains(relative(database));
            }
        }
        return name.endsWith(PART);
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

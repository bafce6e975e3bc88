package org.fscensus.job;

import static org.fscensus.job.InvalidRequestException.Reason.FORBIDDEN;
import static org.fscensus.job.InvalidRequestException.Reason.MALFORMED;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.walk.TreeWalk;

/** Makes a {@link JobSource} an {@link ImportSource}: finds what it names and checks that a job may read it. Any thread. */
final class SourceResolver {
    private static final String PATH = "source.path";
    private static final String PATHS = "source.paths";
    private static final String DIRECTORY = "source.directory";

    /** Each is tried on every entry of the tree. */
    private static final int MOST_PATTERNS = 1000;

    private final SourceRoots roots;
    private final Uploads uploads;

    SourceResolver(SourceRoots roots, Uploads uploads) {
        this.roots = roots;
        this.uploads = uploads;
    }

    /**
     * A source that may be read.
     *
     * @param names of the logs as the client knows them: what a link points to may be called anything
     */
    record Resolved(ImportSource source, List<String> names) {}

    /** @throws InvalidRequestException if it is not one source, or cannot or may not be read */
    Resolved resolve(JobSource asked) throws InvalidRequestException {
        checkOne(asked);
        if (asked.path() != null) {
            return logs(PATH, List.of(asked.path()));
        }
        if (asked.paths() != null) {
            return logs(PATHS, expanded(asked.paths()));
        }
        if (asked.upload() != null) {
            Path file = uploads.file(asked.upload());
            return new Resolved(new ImportSource.Upload(file), List.of(name(file)));
        }
        Path root = roots.admitDirectory(DIRECTORY, Objects.requireNonNull(asked.directory()));
        List<String> exclude = Objects.requireNonNullElse(asked.exclude(), List.of());
        if (exclude.size() > MOST_PATTERNS) {
            throw new InvalidRequestException(
                    MALFORMED, "exclude", "has " + exclude.size() + " patterns; give at most " + MOST_PATTERNS);
        }
        try {
            TreeWalk.checkPatterns(exclude);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(MALFORMED, "exclude", String.valueOf(e.getMessage()));
        }
        boolean oneFileSystem = Boolean.TRUE.equals(asked.oneFileSystem());
        return new Resolved(new ImportSource.Tree(root, exclude, oneFileSystem), List.of());
    }

    private static void checkOne(JobSource asked) throws InvalidRequestException {
        int given = 0;
        for (Object one : new Object[] {asked.path(), asked.paths(), asked.directory(), asked.upload()}) {
            given += one == null ? 0 : 1;
        }
        if (given != 1) {
            throw new InvalidRequestException(
                    MALFORMED,
                    "source",
                    "give one of path (a log), paths (the logs of one scan) and directory (a tree to walk), not "
                            + (given == 0 ? "none" : "several"));
        }
        if (asked.directory() == null && asked.exclude() != null) {
            throw new InvalidRequestException(
                    MALFORMED, "exclude", "goes with source.directory only: a log has what it has");
        }
        if (asked.directory() == null && asked.oneFileSystem() != null) {
            throw new InvalidRequestException(MALFORMED, "oneFileSystem", "goes with source.directory only");
        }
    }

    private List<String> expanded(List<String> patterns) throws InvalidRequestException {
        if (patterns.isEmpty()) {
            throw new InvalidRequestException(MALFORMED, PATHS, "is empty; give the paths of the scan's logs");
        }
        List<String> all = new ArrayList<>();
        for (String pattern : patterns) {
            all.addAll(roots.expand(PATHS, Objects.requireNonNullElse(pattern, "")));
        }
        return all;
    }

    /** Several names of one file count as one: its lines would count twice. */
    private Resolved logs(String field, List<String> paths) throws InvalidRequestException {
        Map<Path, String> files = new LinkedHashMap<>();
        for (String path : paths) {
            files.putIfAbsent(roots.admit(field, path), name(Path.of(path)));
        }
        return new Resolved(new ImportSource.Logs(List.copyOf(files.keySet())), List.copyOf(files.values()));
    }

    private static String name(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /**
     * Checks a source again when its import begins: it may be gone, or have been swapped for a link to somewhere else.
     */
    void recheck(ImportSource source) throws InvalidRequestException {
        if (source instanceof ImportSource.Logs logs) {
            for (Path file : logs.files()) {
                checkSame(file, roots.admit(PATH, file.toString()));
            }
        } else if (source instanceof ImportSource.Tree tree) {
            checkSame(tree.root(), roots.admitDirectory(DIRECTORY, tree.root().toString()));
        } else if (source instanceof ImportSource.Upload upload) {
            uploads.checkThere(upload.file());
        }
    }

    private static void checkSame(Path accepted, Path now) throws InvalidRequestException {
        if (!now.equals(accepted)) {
            throw new InvalidRequestException(
                    FORBIDDEN,
                    "source",
                    accepted + " has become a link since the job was accepted; submit the job again");
        }
    }
}

package org.fscensus.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fscensus.entry.FilesystemName;
import org.jspecify.annotations.Nullable;

/**
 * The databases among the generations that the catalogue does not know: somebody has put them there. Those that pass
 * {@link DatabaseExam} are adopted, for as long as they lie there unchanged; they are never deleted but on demand. A file
 * is opened again only when it has changed. One thread at a time.
 */
final class AdoptedDatabases {
    private static final Logger LOG = System.getLogger(AdoptedDatabases.class.getName());

    /** So long a file must have been at rest: somebody may be copying it. */
    static final Duration REST = Duration.ofSeconds(3);

    private static final FileStamp NO_STAMP = new FileStamp(-1, 0, 0, "");

    private final DataFiles files;
    private Map<String, Seen> seen = new HashMap<>();
    private final Set<String> forgotten = new HashSet<>();

    /**
     * What is known of a file.
     *
     * @param since when it was first seen in this state
     * @param decided whether only a change of the file can change this
     */
    private record Seen(
            FileStamp stamp,
            Instant since,
            boolean decided,
            @Nullable Generation generation,
            @Nullable Finding finding) {}

    /** A database that is not served, or not yet. */
    record Finding(DatabaseState state, DatabaseProblem problem) {}

    /** @param served the newest import first where there are several of one scan, of which the others are refused */
    record Found(List<Generation> served, List<Finding> findings) {}

    AdoptedDatabases(DataFiles files) {
        this.files = files;
    }

    /**
     * Looks at all databases but the service's own.
     *
     * @param databases every database that lies among the generations
     * @param own those that the catalogue knows, whatever their state
     * @param published in place of which no other of the same scan is served
     */
    Found look(Set<String> databases, Set<String> own, List<Generation> published, Instant now) {
        Map<String, Seen> looked = new HashMap<>();
        for (String database : databases) {
            if (!own.contains(database)) {
                Seen before = seen.get(database);
                Seen after = look(database, before, now);
                if (after != null) {
                    looked.put(database, after);
                    tell(database, before, after);
                }
            }
        }
        for (Map.Entry<String, Seen> one : seen.entrySet()) {
            if (!looked.containsKey(one.getKey()) && one.getValue().generation() != null) {
                LOG.log(Level.INFO, "{0} is gone and served no more", one.getKey());
            }
        }
        seen = looked;
        return found(published);
    }

    private @Nullable Seen look(String database, @Nullable Seen before, Instant now) {
        Path file = files.resolve(database);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("it cannot be listed");
            }
            return look(file, database, before, now);
        } catch (IOException e) {
            Finding finding = finding(
                    DatabaseState.REFUSED,
                    database,
                    null,
                    "cannot be read now (" + e.getMessage() + "); it is tried again, see that the service may read it");
            return new Seen(NO_STAMP, now, false, null, finding);
        }
    }

    private static Seen look(Path file, String database, @Nullable Seen before, Instant now) throws IOException {
        FileStamp stamp = FileStamp.of(file);
        boolean same = before != null && before.stamp().equals(stamp);
        if (before != null && same && before.decided()) {
            return before;
        }
        Instant since = before != null && same ? before.since() : now;
        if (!hasRested(stamp, since, now)) {
            return arriving(
                    database,
                    stamp,
                    since,
                    "is still being written, as it seems; it is looked at when it has been at rest for "
                            + REST.toSeconds() + " s");
        }
        Path journal = DataFiles.journalOf(file);
        if (journal != null) {
            return arriving(
                    database,
                    stamp,
                    since,
                    "is being changed, or was copied while it was: " + journal.getFileName()
                            + " lies beside it; let sqlite3 open it once to finish the change, and close it");
        }
        try {
            String directory = DataFiles.filesystemDirectoryOf(database);
            return new Seen(stamp, since, true, DatabaseExam.examine(file, database, directory, stamp), null);
        } catch (RefusedDatabaseException e) {
            Finding finding = finding(DatabaseState.REFUSED, database, e.filesystem(), String.valueOf(e.getMessage()));
            return new Seen(stamp, since, true, null, finding);
        }
    }

    private static Seen arriving(String database, FileStamp stamp, Instant since, String what) {
        return new Seen(stamp, since, false, null, finding(DatabaseState.ARRIVING, database, null, what));
    }

    /** @param filesystem null where only the directory tells */
    private static Finding finding(DatabaseState state, String database, @Nullable String filesystem, String what) {
        String directory = DataFiles.filesystemDirectoryOf(database);
        String known =
                filesystem == null && directory != null && FilesystemName.isValid(directory) ? directory : filesystem;
        return new Finding(state, new DatabaseProblem(known, null, database + " " + what));
    }

    /** Either it was changed some time ago, or, where the clocks differ, it was seen unchanged for some time. */
    private static boolean hasRested(FileStamp stamp, Instant since, Instant now) {
        Instant modified = Instant.EPOCH.plusNanos(stamp.modifiedNanos());
        Instant latest = now.minus(REST);
        return !modified.isAfter(latest) || !since.isAfter(latest);
    }

    private static void tell(String database, @Nullable Seen before, Seen after) {
        Generation generation = after.generation();
        if (generation != null && (before == null || !generation.equals(before.generation()))) {
            LOG.log(
                    Level.INFO,
                    "{0} was put there by hand and is served as generation {1} of {2}",
                    database,
                    generation.id(),
                    generation.filesystem());
        }
        Finding finding = after.finding();
        if (finding != null && (before == null || !finding.equals(before.finding()))) {
            Level level = finding.state() == DatabaseState.REFUSED ? Level.WARNING : Level.INFO;
            LOG.log(level, "not served: {0}", finding.problem().detail());
        }
    }

    /** Serves one no more, though its file may lie there for a while. */
    void forget(String generationId) {
        forgotten.add(generationId);
    }

    private Found found(List<Generation> published) {
        List<Generation> adopted = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Seen one : seen.values()) {
            if (one.finding() != null) {
                findings.add(one.finding());
            }
            Generation generation = one.generation();
            if (generation != null && forgotten.contains(generation.id())) {
                findings.add(finding(
                        DatabaseState.REFUSED,
                        generation.database(),
                        generation.filesystem(),
                        "was deleted on request, and goes when nobody reads it any more"));
            } else if (generation != null) {
                adopted.add(generation);
            }
        }
        // Of one scan the newest import is served, like of those that the service has made itself.
        adopted.sort(Comparator.comparing(Generation::importedAt).reversed().thenComparing(Generation::database));
        Map<Scan, Generation> byScan = new HashMap<>();
        published.forEach(generation -> byScan.put(Scan.of(generation), generation));
        List<Generation> served = new ArrayList<>();
        for (Generation one : adopted) {
            Generation other = byScan.putIfAbsent(Scan.of(one), one);
            if (other == null) {
                served.add(one);
            } else {
                findings.add(sameScan(one, other));
            }
        }
        findings.sort(Comparator.comparing(finding -> finding.problem().detail()));
        return new Found(List.copyOf(served), List.copyOf(findings));
    }

    private static Finding sameScan(Generation one, Generation other) {
        return finding(
                DatabaseState.REFUSED,
                one.database(),
                one.filesystem(),
                "is of the same scan as generation " + other.id() + " (" + other.database()
                        + "), which is served; move one of them out of the data directory");
    }

    /** What there is one generation of at most. */
    record Scan(String filesystem, Instant time) {
        static Scan of(Generation generation) {
            return new Scan(FilesystemName.key(generation.filesystem()), generation.scanTime());
        }
    }
}

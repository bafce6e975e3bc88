package org.fscensus.store;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.fscensus.store.Catalogue.State;
import org.jspecify.annotations.Nullable;

/**
 * How it stands with the databases in the data directory, those that the service has published and those that somebody
 * has put there. A look lists the directory and asks for the sizes and times of the files; only what was put there and
 * has changed since the last look is opened. Thread-safe.
 */
public final class DatabaseWatch {
    private static final Logger LOG = System.getLogger(DatabaseWatch.class.getName());

    /** So long a database that could not be read counts as broken, though it looks as it should. */
    private static final Duration FAILURE_LASTS = Duration.ofMinutes(15);

    private static final Comparator<Generation> NEWEST_FIRST = Comparator.comparing(
                    (Generation generation) -> FilesystemName.key(generation.filesystem()))
            .thenComparing(Comparator.comparing(Generation::scanTime)
                    .thenComparing(Generation::id)
                    .reversed());

    private final DataFiles files;
    private final Catalogue catalogue;
    private final Clock clock;
    private final AdoptedDatabases adopted;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final AtomicLong unreadable = new AtomicLong();
    private final Object looking = new Object();
    /** Guarded by looking: what the log was told, by generation. */
    private Map<String, String> told = Map.of();

    private volatile Look last = new Look(Instant.MIN, List.of(), List.of(), Map.of());

    private record Failure(String detail, Instant at) {}

    private record Look(
            Instant at, List<Generation> adopted, List<DatabaseProblem> problems, Map<DatabaseState, Long> counts) {}

    DatabaseWatch(DataFiles files, Catalogue catalogue, Clock clock) {
        this.files = files;
        this.catalogue = catalogue;
        this.clock = clock;
        this.adopted = new AdoptedDatabases(files);
    }

    /** Sees what has changed, and tells the log of it. */
    public void look() throws IOException {
        synchronized (looking) {
            Instant now = clock.instant();
            // The files first: what the service makes has its place in the catalogue before it has its name.
            Set<String> databases = files.databases();
            Set<String> own = catalogue.files();
            List<Generation> published = catalogue.published();
            AdoptedDatabases.Found found = adopted.look(databases, own, published, now);
            failures.values()
                    .removeIf(failure -> failure.at().isBefore(now.minus(FAILURE_LASTS))
                            || failure.at().isAfter(now));
            Map<DatabaseState, Long> counts = new EnumMap<>(DatabaseState.class);
            List<DatabaseProblem> problems = new ArrayList<>();
            for (Generation generation : served(published, found.served())) {
                AdoptedDatabases.Finding finding = check(generation);
                counts.merge(finding == null ? DatabaseState.SERVED : finding.state(), 1L, Long::sum);
                if (finding != null) {
                    problems.add(finding.problem());
                }
            }
            tell(problems);
            for (AdoptedDatabases.Finding finding : found.findings()) {
                counts.merge(finding.state(), 1L, Long::sum);
                problems.add(finding.problem());
            }
            last = new Look(now, found.served(), List.copyOf(problems), counts);
        }
    }

    /** Looks, unless somebody did so lately. */
    public void lookIfOlderThan(Duration age) throws IOException {
        synchronized (looking) {
            Instant now = clock.instant();
            // A look that was in the future: the clock was set back.
            if (last.at().isBefore(now.minus(age)) || last.at().isAfter(now)) {
                look();
            }
        }
    }

    /** What is wrong, as it was at the last look: first with what should be served, then with what was put there. */
    public List<DatabaseProblem> problems() {
        return last.problems();
    }

    /** How many databases are in that state, as it was at the last look. */
    public long count(DatabaseState state) {
        return last.counts().getOrDefault(state, 0L);
    }

    /** Databases that somebody has put there and that are served, as it was at the last look. */
    public List<Generation> adopted() {
        return last.adopted();
    }

    /** To be told where a question finds that a database cannot be read; for a while it counts as broken. */
    public void unreadable(Generation generation, String detail) {
        unreadable.incrementAndGet();
        failures.put(generation.id(), new Failure(detail, clock.instant()));
    }

    /** How often a question found that a database could not be read. */
    public long unreadableAnswers() {
        return unreadable.get();
    }

    /** Serves an adopted database no more. */
    void forget(Generation generation) {
        synchronized (looking) {
            adopted.forget(generation.id());
            List<Generation> rest = new ArrayList<>(last.adopted());
            rest.removeIf(other -> other.id().equals(generation.id()));
            last = new Look(last.at(), List.copyOf(rest), last.problems(), last.counts());
        }
    }

    /** With those that were put there by hand; where both are of one scan, what the service has made. */
    List<Generation> served(List<Generation> published) {
        return served(published, last.adopted());
    }

    private static List<Generation> served(List<Generation> published, List<Generation> adopted) {
        if (adopted.isEmpty()) {
            return published;
        }
        Set<AdoptedDatabases.Scan> scans =
                published.stream().map(AdoptedDatabases.Scan::of).collect(Collectors.toCollection(HashSet::new));
        List<Generation> all = new ArrayList<>(published);
        for (Generation generation : adopted) {
            if (scans.add(AdoptedDatabases.Scan.of(generation))) {
                all.add(generation);
            }
        }
        all.sort(NEWEST_FIRST);
        return List.copyOf(all);
    }

    private AdoptedDatabases.@Nullable Finding check(Generation generation) throws IOException {
        Path file = files.resolve(generation.database());
        try {
            FileCheck.check(generation, file);
        } catch (NoSuchFileException e) {
            // Since it was asked for, the catalogue may have let it go.
            boolean wanted = generation.adopted() != null
                    || catalogue.state(generation.id()).equals(Optional.of(State.PUBLISHED));
            return wanted ? finding(DatabaseState.MISSING, generation, e) : null;
        } catch (IOException e) {
            return finding(DatabaseState.BROKEN, generation, e);
        }
        Failure failure = failures.get(generation.id());
        return failure == null
                ? null
                : new AdoptedDatabases.Finding(
                        DatabaseState.BROKEN,
                        new DatabaseProblem(generation.filesystem(), generation.id(), failure.detail()));
    }

    private static AdoptedDatabases.Finding finding(DatabaseState state, Generation generation, IOException e) {
        String detail = "the database of " + generation.filesystem() + ", generation " + generation.id()
                + ", cannot be read: " + e.getMessage();
        return new AdoptedDatabases.Finding(
                state, new DatabaseProblem(generation.filesystem(), generation.id(), detail));
    }

    /** Each trouble once, and its end. */
    private void tell(List<DatabaseProblem> problems) {
        Map<String, String> now = new HashMap<>();
        for (DatabaseProblem problem : problems) {
            String id = Objects.requireNonNull(problem.generation());
            now.put(id, problem.detail());
            if (!problem.detail().equals(told.get(id))) {
                LOG.log(Level.ERROR, problem.detail());
            }
        }
        for (String id : told.keySet()) {
            if (!now.containsKey(id)) {
                LOG.log(Level.INFO, "generation {0} can be read again, or is gone", id);
            }
        }
        told = now;
    }
}

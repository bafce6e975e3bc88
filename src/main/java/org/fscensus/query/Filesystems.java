package org.fscensus.query;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.fscensus.entry.FilesystemName;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/** The file systems that can be asked, and what a question's selector means. Thread-safe. */
public final class Filesystems {
    /** Whoever asks what there is hears of what was put there so long ago. */
    private static final Duration FRESH = Duration.ofSeconds(1);

    private static final String GENERATION = "generation";

    private final GenerationStore store;

    public Filesystems(GenerationStore store) {
        this.store = store;
    }

    /** Every file system that has a generation, so far as the asker may see it, by name. */
    public List<Filesystem> all(Permitted permitted) {
        List<Generation> generations;
        try {
            generations = store.generations();
        } catch (IOException e) {
            throw unavailable(e);
        }
        Map<String, List<Generation>> byName = new TreeMap<>();
        for (Generation generation : generations) {
            if (!permitted.hasFilesystem(generation.filesystem())) {
                continue;
            }
            byName.computeIfAbsent(FilesystemName.key(generation.filesystem()), name -> new ArrayList<>())
                    .add(generation);
        }
        return byName.values().stream().map(Filesystem::new).toList();
    }

    /**
     * The databases from which no question can be answered, as they lie in the data directory now: published ones that
     * are missing or cut off, and what was put there by hand and is refused. To those who may not see everything only
     * what is known to be of their file systems.
     */
    public List<DatabaseProblem> problems(Permitted permitted) {
        try {
            store.watch().lookIfOlderThan(FRESH);
        } catch (IOException e) {
            throw unavailable(e);
        }
        return store.watch().problems().stream()
                .filter(problem -> !permitted.isLimited() || isOf(problem, permitted))
                .map(problem -> permitted.isLimitedToPaths() ? withoutReason(problem) : problem)
                .toList();
    }

    /** The reason may have the size of the file in it. */
    private static DatabaseProblem withoutReason(DatabaseProblem problem) {
        return new DatabaseProblem(
                problem.filesystem(),
                problem.generation(),
                Database.unreadable(
                        String.valueOf(problem.filesystem()),
                        Objects.requireNonNullElse(problem.generation(), "unknown"),
                        ""));
    }

    private static boolean isOf(DatabaseProblem problem, Permitted permitted) {
        String name = problem.filesystem();
        return name != null && permitted.hasFilesystem(name);
    }

    private static QuestionException unavailable(IOException e) {
        return new QuestionException(
                QuestionException.Kind.UNAVAILABLE,
                e.getMessage() + "; see that the data directory can be read and written, then try again",
                e);
    }

    /** One file system, named without case. */
    public Filesystem one(String name, Permitted permitted) {
        if (name.indexOf(',') >= 0 || FilesystemName.isAll(name)) {
            throw QuestionException.invalid("this question is about one file system, '" + name + "' means several");
        }
        return find(all(permitted), name);
    }

    /**
     * The generations that a question is about, by name of their file systems.
     *
     * @param selector a name, several joined by commas, or {@code all}
     * @param parameters {@code generation} takes one in place of the newest; only for one file system
     */
    public List<Generation> select(String selector, Parameters parameters) {
        if (parameters.text(GENERATION) != null) {
            return List.of(selectOne(selector, parameters));
        }
        List<Filesystem> all = all(parameters.permitted());
        if (FilesystemName.isAll(selector)) {
            return all.stream().map(Filesystem::newest).toList();
        }
        Map<String, Generation> selected = new TreeMap<>();
        for (String name : selector.split(",", -1)) {
            selected.put(FilesystemName.key(name), find(all, name).newest());
        }
        return List.copyOf(selected.values());
    }

    /** The generation that a question about one file system is about; the newest where none is named. */
    public Generation selectOne(String name, Parameters parameters) {
        String generationId = parameters.text(GENERATION);
        return generationId == null
                ? one(name, parameters.permitted()).newest()
                : generation(name, generationId, parameters.permitted());
    }

    /** A generation of one file system, by its id. */
    public Generation generation(String name, String generationId, Permitted permitted) {
        Filesystem filesystem = one(name, permitted);
        return filesystem.generations().stream()
                .filter(generation -> generation.id().equals(generationId))
                .findFirst()
                .orElseThrow(() -> QuestionException.unknown("file system " + filesystem.name() + " has no generation '"
                        + generationId + "'; GET /api/v1/filesystems/" + filesystem.name() + " lists those it has"));
    }

    /** A generation that an earlier answer came from. */
    Generation served(String generationId, Permitted permitted) {
        return all(permitted).stream()
                .flatMap(filesystem -> filesystem.generations().stream())
                .filter(generation -> generation.id().equals(generationId))
                .findFirst()
                .orElseThrow(() -> Database.gone(generationId));
    }

    private static Filesystem find(List<Filesystem> all, String name) {
        return all.stream()
                .filter(filesystem -> FilesystemName.key(filesystem.name()).equals(FilesystemName.key(name)))
                .findFirst()
                .orElseThrow(() -> QuestionException.unknown("there is no file system '" + name + "'; there "
                        + (all.isEmpty()
                                ? "is none yet, import a scan log first"
                                : "is "
                                        + String.join(
                                                ", ",
                                                all.stream()
                                                        .map(Filesystem::name)
                                                        .toList()))));
    }
}

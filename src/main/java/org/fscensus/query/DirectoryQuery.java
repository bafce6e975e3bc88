package org.fscensus.query;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;
import org.jspecify.annotations.Nullable;

/** Questions about directories: one, and lists. Thread-safe; every method throws {@link QuestionException}. */
public final class DirectoryQuery {
    /** The parameters of {@link #one}. */
    public static final Set<String> ONE_PARAMETERS = Set.of("path", "generation");

    /** The parameters of {@link #list}. */
    public static final Set<String> LIST_PARAMETERS;

    static {
        Set<String> all = new HashSet<>(DirectoryFilter.PARAMETERS);
        all.addAll(Set.of("generation", "sort", "limit", "cursor"));
        LIST_PARAMETERS = Set.copyOf(all);
    }

    /** Rows of a list that are read before it is handed out; a longer one counts as a download. */
    public static final int READ_AHEAD = 1000;

    private static final long DEFAULT_LIMIT = 50;
    private static final long GREATEST_LIMIT = 1_000_000_000_000L;
    private static final DirectoryOrder DEFAULT_ORDER = new DirectoryOrder(DirectoryOrder.Key.SIZE, false);

    private final GenerationStore store;
    private final Filesystems filesystems;
    private final MountAliases aliases;
    private final Duration timeout;
    private final FanOut fanOut;
    private final DirectoryPlanner planner;
    private final Downloads downloads = new Downloads();

    /** @param timeout how long a list may go without a row */
    public DirectoryQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout, FanOut fanOut) {
        this(store, filesystems, aliases, timeout, fanOut, new DirectoryPlanner(DirectoryPlanner.QUICKLY_SCANNED));
    }

    DirectoryQuery(
            GenerationStore store,
            Filesystems filesystems,
            MountAliases aliases,
            Duration timeout,
            FanOut fanOut,
            DirectoryPlanner planner) {
        this.store = store;
        this.filesystems = filesystems;
        this.aliases = aliases;
        this.timeout = timeout;
        this.fanOut = fanOut;
        this.planner = planner;
    }

    /** One directory of one file system. */
    public DirectoryDetail one(String filesystem, Parameters parameters) {
        ScanPath path = DirectoryFilter.path(parameters, aliases);
        return Database.retryIfGone(() -> {
            Generation generation = filesystems.selectOne(filesystem, parameters);
            return one(path, generation, parameters.permitted());
        });
    }

    private DirectoryDetail one(ScanPath path, Generation generation, Permitted permitted) {
        try (Database database = Database.open(store, generation, timeout, permitted)) {
            OptionalLong found = new DirectoryTree(database).find(path);
            if (found.isEmpty()) {
                throw unknownPath(path, List.of(generation));
            }
            return Lineage.read(database, found.getAsLong(), permitted.firstDepth(path));
        }
    }

    /**
     * A filtered, sorted list over one or several file systems, to be read and closed. Of lists beyond
     * {@link #READ_AHEAD} rows only a few can be open at a time.
     *
     * @param selector see {@link Filesystems#select}
     */
    public DirectoryList list(String selector, Parameters parameters) {
        DirectoryFilter filter = DirectoryFilter.parse(parameters, aliases);
        DirectoryOrder order =
                Objects.requireNonNullElse(parameters.read("sort", DirectoryOrder::parse), DEFAULT_ORDER);
        long limit = parameters.number("limit", DEFAULT_LIMIT, 0, GREATEST_LIMIT);
        long hash = Cursor.hash(selector + "?" + parameters.canonical(Set.of("limit", "cursor")));
        String cursor = parameters.text("cursor");
        Question question = new Question(filter, order, limit, hash);
        return Database.retryIfGone(() -> open(
                question,
                cursor == null
                        ? fromTheBeginning(selector, parameters)
                        : places(Cursor.decode(cursor, hash, parameters.permitted()), parameters.permitted())));
    }

    private record Question(DirectoryFilter filter, DirectoryOrder order, long limit, long hash) {}

    private record Start(Generation generation, Cursor.State state, DirectoryPlan.@Nullable Position after) {}

    private List<Start> fromTheBeginning(String selector, Parameters parameters) {
        return filesystems.select(selector, parameters).stream()
                .map(generation -> new Start(generation, Cursor.State.OPEN, null))
                .toList();
    }

    private List<Start> places(Cursor cursor, Permitted permitted) {
        List<Start> starts = new ArrayList<>();
        for (Cursor.Place place : cursor.places()) {
            starts.add(new Start(filesystems.served(place.generationId(), permitted), place.state(), place.after()));
        }
        return starts;
    }

    private DirectoryList open(Question question, List<Start> starts) {
        refuseImpossible(question.filter(), starts);
        List<DatabaseProblem> problems = new ArrayList<>();
        Map<Generation, Start> readable = new LinkedHashMap<>();
        for (Start start : starts) {
            if (start.state() == Cursor.State.UNREADABLE) {
                problems.add(missingFromTheList(start.generation()));
            } else {
                readable.put(start.generation(), start);
            }
        }
        List<FanOut.Result<Opened>> results = fanOut.ask(
                List.copyOf(readable.keySet()),
                generation -> open(question, Objects.requireNonNull(readable.get(generation))),
                opened -> opened.stream().close());
        problems.addAll(FanOut.problems(results));
        List<DirectoryStream> streams =
                FanOut.values(results).stream().map(Opened::stream).toList();
        try {
            Unknowns unknowns = new Unknowns();
            FanOut.values(results).forEach(opened -> unknowns.add(opened.scope()));
            unknowns.check(starts);
        } catch (RuntimeException e) {
            DirectoryList.closeAll(streams, e);
        }
        return admit(new DirectoryList(
                streams,
                problems,
                question.order(),
                question.limit(),
                question.hash(),
                question.filter().permitted()));
    }

    /** A database in which the list's first row is found; what comes next is read by one thread at a time. */
    private record Opened(DirectoryStream stream, DirectoryScope scope) {}

    /** Reads a short list whole; a long one has to be one of few. */
    private DirectoryList admit(DirectoryList list) {
        try {
            if (!list.readAhead(READ_AHEAD)) {
                list.onClose(downloads.begin(list.generations()));
            }
            return list;
        } catch (RuntimeException | Error e) {
            try {
                list.close();
            } catch (QuestionException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    /** Ages are counted back from each scan: what is impossible for one may be possible for another. */
    private static void refuseImpossible(DirectoryFilter filter, List<Start> starts) {
        TimeBound before = filter.accessedBefore();
        TimeBound after = filter.accessedAfter();
        if (before == null || after == null || starts.isEmpty()) {
            return;
        }
        if (starts.stream()
                .allMatch(start -> filter.isImpossibleAt(start.generation().scanTime()))) {
            Instant scanTime = starts.get(0).generation().scanTime();
            throw QuestionException.invalid("parameters accessedBefore and accessedAfter: no time is both before "
                    + before.at(scanTime) + " and after " + after.at(scanTime));
        }
    }

    /** What an earlier page lacks stays away, even if it can be read again: its first rows would come too late. */
    private static DatabaseProblem missingFromTheList(Generation generation) {
        return new DatabaseProblem(
                generation.filesystem(),
                generation.id(),
                "the database of " + generation.filesystem() + ", generation " + generation.id()
                        + ", could not be read for an earlier page and is left out of this one;"
                        + " once the operator has verified or re-imported it, ask again without the cursor");
    }

    private Opened open(Question question, Start start) {
        Database database = Database.open(
                store, start.generation(), timeout, question.filter().permitted());
        try {
            DirectoryTree tree = new DirectoryTree(database);
            DirectoryScope scope = DirectoryScope.of(question.filter(), database, tree);
            DirectoryPlan plan = start.state() == Cursor.State.EXHAUSTED
                    ? new DirectoryPlan(List.of())
                    : planner.plan(
                            question.filter(), scope, database, question.order(), start.after(), question.limit());
            return new Opened(new DirectoryStream(database, tree, plan, start.after()), scope);
        } catch (RuntimeException | Error e) {
            try {
                database.close();
            } catch (QuestionException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }

    static QuestionException unknownPath(ScanPath path, List<Generation> generations) {
        return QuestionException.unknown("there is no directory " + path.text() + " in "
                + generations.stream()
                        .map(generation -> generation.filesystem() + " (scan of " + generation.scanTime() + ")")
                        .collect(Collectors.joining(", "))
                + ScanPath.HINT);
    }

    /** What a question names and no database knows is an error; what only some know is not. */
    private static final class Unknowns {
        private @Nullable Set<ScanPath> paths;
        private final List<List<Accounts.Unknown>> accounts = new ArrayList<>();

        void add(DirectoryScope scope) {
            Set<ScanPath> unknown = paths;
            if (unknown == null) {
                paths = new HashSet<>(scope.unknownPaths());
            } else {
                unknown.retainAll(scope.unknownPaths());
            }
            accounts.add(scope.unknownAccounts());
        }

        void check(List<Start> starts) {
            List<Generation> generations =
                    starts.stream().map(Start::generation).toList();
            if (paths != null && !paths.isEmpty()) {
                throw unknownPath(paths.iterator().next(), generations);
            }
            Accounts.refuseUnknown(accounts);
        }
    }
}

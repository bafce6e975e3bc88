package org.fscensus.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.fscensus.store.DatabaseProblem;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/**
 * The directories in which files of some owners, groups, ages and sizes really lie. Thread-safe; every method throws
 * {@link QuestionException}.
 *
 * <p>A directory is listed if its subtree, without the subtrees of listed directories below it, has a certain share of all
 * that the condition wants. So of a chain of directories with nothing beside the next the deepest is listed, nothing is
 * told twice, and there are at most as many as the share goes into one.
 */
public final class WhereQuery {
    /** The parameters of {@link #where}. */
    public static final Set<String> PARAMETERS =
            Set.of("path", "exclude", "owner", "group", "age", "size", "by", "minShare", "limit", "generation");

    private static final int SINCE = 2;
    private static final long DEFAULT_LIMIT = 50;
    private static final long GREATEST_LIMIT = 10_000;
    private static final BigDecimal DEFAULT_SHARE = new BigDecimal("0.01");

    /** As much work as the greatest limit makes. */
    private static final BigDecimal LEAST_SHARE = new BigDecimal("0.0001");

    private static final Pattern SHARE = Pattern.compile("[01](\\.\\d{1,18})?");

    private final GenerationStore store;
    private final Filesystems filesystems;
    private final MountAliases aliases;
    private final Duration timeout;
    private final FanOut fanOut;

    /** @param timeout for each file system */
    public WhereQuery(
            GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout, FanOut fanOut) {
        this.store = store;
        this.filesystems = filesystems;
        this.aliases = aliases;
        this.timeout = timeout;
        this.fanOut = fanOut;
    }

    private record Question(UsageQuestion usage, Treemap.Measure by, BigDecimal minShare, int limit) {
        long minHere(UsageTotal total) {
            return minShare.multiply(BigDecimal.valueOf(total.by(by)))
                    .setScale(0, RoundingMode.CEILING)
                    .max(BigDecimal.ONE)
                    .longValueExact();
        }
    }

    /** A directory that one database has found. */
    private record Located(String path, WhereReader.Found found) {}

    /**
     * What one database has to say.
     *
     * @param largest of what was found, in order
     * @param found how many directories were
     */
    private record Part(Generation generation, UsageScope scope, UsageTotal total, List<Located> largest, long found) {}

    /**
     * Over one or several file systems together.
     *
     * @param selector see {@link Filesystems#select}
     */
    public Where where(String selector, Parameters parameters) {
        Question question = new Question(
                UsageQuestion.parse(parameters, aliases),
                Objects.requireNonNullElse(parameters.read("by", TreemapQuery::measure), Treemap.Measure.BYTES),
                Objects.requireNonNullElse(parameters.read("minShare", WhereQuery::share), DEFAULT_SHARE),
                (int) parameters.number("limit", DEFAULT_LIMIT, 1, GREATEST_LIMIT));
        return Database.retryIfGone(() -> where(question, filesystems.select(selector, parameters)));
    }

    private static BigDecimal share(String text) {
        BigDecimal share = SHARE.matcher(text).matches() ? new BigDecimal(text) : BigDecimal.ZERO;
        if (share.compareTo(LEAST_SHARE) < 0 || share.compareTo(BigDecimal.ONE) > 0) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no share; write a number from " + LEAST_SHARE + " to 1, such as 0.05");
        }
        return share;
    }

    private Where where(Question question, List<Generation> generations) {
        List<DatabaseProblem> problems = new ArrayList<>();
        if (generations.size() == 1) {
            return merge(question, ask(question, generations, question::minHere, problems), problems);
        }
        List<Generation> asked = generations;
        while (true) {
            // What a share of all is can be told once all have told what they have; nothing is as much as is asked for
            // here.
            List<Part> totals = ask(question, asked, total -> Long.MAX_VALUE, problems);
            long minHere = question.minHere(total(totals));
            asked = totals.stream().map(Part::generation).toList();
            List<Part> parts = ask(question, asked, total -> minHere, problems);
            if (parts.size() == totals.size()) {
                return merge(question, parts, problems);
            }
            asked = parts.stream().map(Part::generation).toList();
        }
    }

    private List<Part> ask(
            Question question,
            List<Generation> generations,
            ToLongFunction<UsageTotal> minHere,
            List<DatabaseProblem> problems) {
        List<FanOut.Result<Part>> results = fanOut.ask(generations, generation -> read(question, generation, minHere));
        problems.addAll(FanOut.problems(results));
        List<Part> parts = FanOut.values(results);
        refuseUnknown(parts, generations);
        return parts;
    }

    private Part read(Question question, Generation generation, ToLongFunction<UsageTotal> minHere) {
        SchemaCheck.require(generation, SINCE, "usage below a path");
        try (Database database =
                Database.open(store, generation, timeout, question.usage().permitted())) {
            DirectoryTree tree = new DirectoryTree(database);
            UsageScope scope = UsageScope.of(question.usage(), database, tree);
            List<Subtree> tops = tops(question.usage().paths(), tree);
            try (CumulativeUsage all = new CumulativeUsage(database, scope.condition())) {
                database.restartClock();
                ScopedUsage usage = new ScopedUsage(all, scope.ranges());
                try (WhereReader reader = new WhereReader(database, usage, tops, question.by())) {
                    List<WhereReader.Found> found = reader.find(minHere.applyAsLong(usage.total()));
                    List<Located> largest = found.stream()
                            .sorted(Comparator.comparingLong((WhereReader.Found one) ->
                                            -one.here().by(question.by()))
                                    .thenComparingLong(WhereReader.Found::dirId))
                            .limit(question.limit())
                            .map(one -> new Located(tree.path(one.dirId()).text(), one))
                            .toList();
                    return new Part(generation, scope, usage.total(), largest, found.size());
                }
            }
        }
    }

    /** What may be seen of the paths, without what is below others of it. */
    private static List<Subtree> tops(List<ScanPath> paths, DirectoryTree tree) {
        if (paths.isEmpty()) {
            return tree.visible();
        }
        // Whether a path is known to any database is seen by the scope.
        List<Subtree> all = paths.stream()
                .flatMap(path -> tree.visibleBelow(path).stream())
                .sorted(Comparator.comparingLong((Subtree one) -> one.range().first())
                        .thenComparingInt(Subtree::depth))
                .toList();
        List<Subtree> tops = new ArrayList<>();
        long last = 0;
        for (Subtree top : all) {
            if (top.range().first() > last) {
                tops.add(top);
                last = top.range().last();
            }
        }
        return tops;
    }

    /** What a question names and no database knows is an error; what only some know is not. */
    private static void refuseUnknown(List<Part> parts, List<Generation> generations) {
        if (parts.isEmpty()) {
            return;
        }
        Set<ScanPath> unknown = new HashSet<>(parts.get(0).scope().unknownPaths());
        parts.forEach(part -> unknown.retainAll(part.scope().unknownPaths()));
        if (!unknown.isEmpty()) {
            throw DirectoryQuery.unknownPath(unknown.iterator().next(), generations);
        }
        Accounts.refuseUnknown(
                parts.stream().map(part -> part.scope().unknownAccounts()).toList());
    }

    private static UsageTotal total(List<Part> parts) {
        return parts.stream().map(Part::total).reduce(UsageTotal.NOTHING, UsageTotal::plus);
    }

    private static Where merge(Question question, List<Part> parts, List<DatabaseProblem> problems) {
        UsageTotal total = total(parts);
        List<Where.Item> items = new ArrayList<>();
        long found = 0;
        for (Part part : parts) {
            found += part.found();
            for (Located one : part.largest()) {
                UsageTotal here = one.found().here();
                double share = question.by() == Treemap.Measure.BYTES
                        ? total.shareOfBytes(here.allocatedBytes())
                        : total.shareOfFiles(here.files());
                items.add(new Where.Item(
                        part.generation().filesystem(),
                        one.path(),
                        here,
                        share,
                        one.found().subtree()));
            }
        }
        // Equals stay as they are: by file system, then by path.
        items.sort(Comparator.comparingLong(item -> -item.here().by(question.by())));
        List<Where.Item> shown = List.copyOf(items.subList(0, Math.min(question.limit(), items.size())));
        UsageTotal elsewhere = total;
        for (Where.Item item : shown) {
            elsewhere = elsewhere.minus(item.here());
        }
        return new Where(question.by(), total, question.minHere(total), shown, found, elsewhere, problems);
    }
}

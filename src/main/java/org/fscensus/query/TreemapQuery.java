package org.fscensus.query;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationStore;

/**
 * Treemaps: a directory, the largest directories in it, the largest in those. Thread-safe; every method throws
 * {@link QuestionException}.
 *
 * <p>The answer is bounded, however large the directory is: it shows at most {@link #MOST_NODES} directories below its
 * root, which are the largest of those that depth and top ask for. The largest by bytes are read from an index, so that a
 * directory of many children takes no longer than one of few. By files, the children of a directory have to be read, of
 * which {@link #MOST_COMPARED} are read for one answer, first those of the directories with the most files; a directory
 * whose children are too many shows the largest by bytes instead, and says so.
 *
 * <p>With {@code groupBy}, each directory has what its files are, read for each by itself: about a millisecond each.
 */
public final class TreemapQuery {
    /** The parameters of {@link #treemap}. */
    public static final Set<String> PARAMETERS = Set.of("path", "depth", "top", "by", "groupBy", "generation");

    /** Directories in an answer, at most. */
    public static final int MOST_NODES = 1000;

    /** Subdirectories that are compared by files for an answer, at most: some tens of milliseconds. */
    public static final int MOST_COMPARED = 20_000;

    private static final long DEFAULT_DEPTH = 2;
    private static final long DEFAULT_TOP = 10;

    /** Each level nests two more in JSON, which many readers take no more than some hundred of. */
    private static final long GREATEST_DEPTH = 50;

    private static final long GREATEST_TOP = 500;
    private static final int GREATEST_PRODUCT = 500;

    private final GenerationStore store;
    private final Filesystems filesystems;
    private final MountAliases aliases;
    private final Duration timeout;
    private final int mostNodes;
    private final int mostCompared;

    /** @param timeout how long it may take to read one directory's children */
    public TreemapQuery(GenerationStore store, Filesystems filesystems, MountAliases aliases, Duration timeout) {
        this(store, filesystems, aliases, timeout, MOST_NODES, MOST_COMPARED);
    }

    TreemapQuery(
            GenerationStore store,
            Filesystems filesystems,
            MountAliases aliases,
            Duration timeout,
            int mostNodes,
            int mostCompared) {
        this.store = store;
        this.filesystems = filesystems;
        this.aliases = aliases;
        this.timeout = timeout;
        this.mostNodes = mostNodes;
        this.mostCompared = mostCompared;
    }

    /** A directory of one file system, the root where no path is given. */
    public Treemap treemap(String filesystem, Parameters parameters) {
        ScanPath path = DirectoryFilter.path(parameters, aliases);
        int depth = (int) parameters.number("depth", DEFAULT_DEPTH, 1, GREATEST_DEPTH);
        int top = (int) parameters.number("top", DEFAULT_TOP, 1, GREATEST_TOP);
        if (depth * top > GREATEST_PRODUCT) {
            throw QuestionException.invalid("parameters depth and top: " + depth + " times " + top + " is more than "
                    + GREATEST_PRODUCT + "; ask for fewer levels, or fewer directories of each");
        }
        Treemap.Measure by =
                Objects.requireNonNullElse(parameters.read("by", TreemapQuery::measure), Treemap.Measure.BYTES);
        Set<Dimension> groupBy =
                Set.copyOf(Objects.requireNonNullElse(parameters.read("groupBy", TreemapQuery::dimensions), List.of()));
        return Database.retryIfGone(() -> {
            Generation generation = filesystems.selectOne(filesystem, parameters);
            try (Database database = Database.open(store, generation, timeout, parameters.permitted())) {
                return treemap(
                        path, database, new TreemapReader.Bounds(depth, top, mostNodes, mostCompared), by, groupBy);
            }
        });
    }

    /** @param groupBy any of age, owner and group */
    static Treemap treemap(
            ScanPath path, Database database, TreemapReader.Bounds bounds, Treemap.Measure by, Set<Dimension> groupBy) {
        OptionalLong found = new DirectoryTree(database).find(path);
        if (found.isEmpty()) {
            throw DirectoryQuery.unknownPath(path, List.of(database.generation()));
        }
        BreakdownReader breakdowns = groupBy.isEmpty() ? null : new BreakdownReader(database, groupBy, by);
        return new TreemapReader(database, bounds, by, breakdowns).read(found.getAsLong(), path);
    }

    private static List<Dimension> dimensions(String text) {
        List<Dimension> all = Dimension.parse(text);
        if (all.contains(Dimension.SIZE)) {
            throw new IllegalArgumentException("trees are broken down by age, owner and group, not by size");
        }
        return all;
    }

    /** Reads what large means. */
    static Treemap.Measure measure(String text) {
        for (Treemap.Measure measure : Treemap.Measure.values()) {
            if (name(measure).equals(text)) {
                return measure;
            }
        }
        throw new IllegalArgumentException("'" + text + "' is neither of "
                + Arrays.stream(Treemap.Measure.values())
                        .map(TreemapQuery::name)
                        .collect(Collectors.joining(", ")));
    }

    private static String name(Treemap.Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT);
    }
}

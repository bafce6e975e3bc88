package org.fscensus.query;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fscensus.entry.PathText;
import org.fscensus.reference.CensusFigures;
import org.fscensus.reference.CensusFigures.Amount;
import org.fscensus.reference.CensusFigures.Directory;
import org.fscensus.reference.CensusFigures.Holding;
import org.fscensus.reference.CensusFigures.UsageCell;
import org.jspecify.annotations.Nullable;

/** Usage by going through every cell of a census, asking of each directory whether one of its ancestors is meant. */
final class ReferenceUsage {
    /**
     * A question.
     *
     * @param paths empty for everything
     * @param owners null for any, as are the three that follow
     */
    record Question(
            List<Dimension> groupBy,
            List<String> paths,
            List<String> excludes,
            @Nullable Set<Long> owners,
            @Nullable Set<Long> groups,
            @Nullable Set<Integer> ages,
            @Nullable Set<Integer> sizes) {

        boolean hasApparent() {
            return ages == null
                    && sizes == null
                    && !groupBy.contains(Dimension.AGE)
                    && !groupBy.contains(Dimension.SIZE);
        }
    }

    /** Ids and buckets, -1 by what is not grouped. */
    record Key(long owner, long group, int age, int size) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            return Comparator.comparingLong(Key::owner)
                    .thenComparingLong(Key::group)
                    .thenComparingInt(Key::age)
                    .thenComparingInt(Key::size)
                    .compare(this, other);
        }
    }

    /** Files, allocated and apparent bytes. */
    static final class Sums {
        long files;
        long allocated;
        long apparent;
    }

    private final CensusFigures figures;
    private final Map<Long, String> paths = new HashMap<>();
    private final Map<String, Long> ids = new HashMap<>();

    ReferenceUsage(CensusFigures figures) {
        this.figures = figures;
        for (Directory directory : figures.directories()) {
            Long parent = directory.parentId();
            String path = "/";
            if (parent != null) {
                String above = paths.getOrDefault(parent, "");
                path = (above.equals("/") ? "" : above) + "/"
                        + PathText.encode(directory.name().getBytes(StandardCharsets.ISO_8859_1));
            }
            paths.put(directory.id(), path);
            ids.put(path, directory.id());
        }
    }

    /** The paths of all directories, in the order of their ids. */
    List<String> paths() {
        return figures.directories().stream()
                .map(directory -> paths.getOrDefault(directory.id(), ""))
                .toList();
    }

    CensusFigures figures() {
        return figures;
    }

    /** Adds what this census has of what is asked. */
    void answer(Question question, Map<Key, Sums> into) {
        boolean[] wanted = wanted(question);
        for (Map.Entry<UsageCell, Amount> entry : figures.usage().entrySet()) {
            UsageCell cell = entry.getKey();
            if (isWanted(cell.holding(), question, wanted)
                    && (question.ages() == null || question.ages().contains(cell.age()))
                    && (question.sizes() == null || question.sizes().contains(cell.size()))) {
                Sums sums =
                        into.computeIfAbsent(key(question, cell.holding(), cell.age(), cell.size()), key -> new Sums());
                sums.files += entry.getValue().files();
                sums.allocated = saturated(sums.allocated, entry.getValue().allocated());
            }
        }
        if (question.hasApparent()) {
            figures.apparent().forEach((holding, apparent) -> {
                if (isWanted(holding, question, wanted)) {
                    Sums sums = into.computeIfAbsent(key(question, holding, 0, 0), key -> new Sums());
                    sums.apparent = saturated(sums.apparent, apparent);
                }
            });
        }
    }

    /** By {@code dir_id}: whether a directory is one of the paths, or below, and is not excluded. */
    private boolean[] wanted(Question question) {
        boolean[] wanted = new boolean[figures.directories().size() + 1];
        boolean[] excluded = new boolean[wanted.length];
        for (Directory directory : figures.directories()) {
            int id = (int) directory.id();
            int parent = directory.parentId() == null ? 0 : directory.parentId().intValue();
            String path = paths.getOrDefault(directory.id(), "");
            wanted[id] = question.paths().isEmpty()
                    || wanted[parent]
                    || question.paths().contains(path);
            excluded[id] = excluded[parent] || question.excludes().contains(path);
        }
        for (int id = 0; id < wanted.length; id++) {
            wanted[id] &= !excluded[id];
        }
        return wanted;
    }

    private static boolean isWanted(Holding holding, Question question, boolean[] wanted) {
        return wanted[(int) holding.dirId()]
                && (question.owners() == null || question.owners().contains(holding.uid()))
                && (question.groups() == null || question.groups().contains(holding.gid()));
    }

    private static Key key(Question question, Holding holding, int age, int size) {
        return new Key(
                question.groupBy().contains(Dimension.OWNER) ? holding.uid() : -1,
                question.groupBy().contains(Dimension.GROUP) ? holding.gid() : -1,
                question.groupBy().contains(Dimension.AGE) ? age : -1,
                question.groupBy().contains(Dimension.SIZE) ? size : -1);
    }

    private static long saturated(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    /** Rows as text, in the order of an answer. */
    static List<String> rows(Question question, Map<Key, Sums> sums) {
        List<Map.Entry<Key, Sums>> entries = new ArrayList<>(sums.entrySet());
        entries.sort(Comparator.comparingLong((Map.Entry<Key, Sums> entry) -> -entry.getValue().allocated)
                .thenComparing(Map.Entry::getKey));
        List<String> rows = new ArrayList<>(entries.stream()
                .map(entry -> entry.getKey() + " " + entry.getValue().files + " " + entry.getValue().allocated + " "
                        + (question.hasApparent() ? "" + entry.getValue().apparent : null))
                .toList());
        if (rows.isEmpty() && question.groupBy().isEmpty()) {
            rows.add(new Key(-1, -1, -1, -1) + " 0 0 " + (question.hasApparent() ? "0" : null));
        }
        return rows;
    }

    static List<String> rows(Crosstab crosstab) {
        return crosstab.rows().stream()
                .map(row -> new Key(id(row.owner()), id(row.group()), bucket(row.age()), bucket(row.size())) + " "
                        + row.files() + " " + row.allocatedBytes() + " " + row.apparentBytes())
                .toList();
    }

    private static long id(@Nullable Account account) {
        return account == null ? -1 : account.id();
    }

    private static int bucket(Crosstab.@Nullable Bucket bucket) {
        return bucket == null ? -1 : bucket.bucket();
    }
}

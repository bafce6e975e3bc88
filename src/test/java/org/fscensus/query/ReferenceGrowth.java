package org.fscensus.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fscensus.query.Growth.Kind;
import org.fscensus.store.OwnerTotals;
import org.fscensus.store.SampleTree;
import org.fscensus.store.SampleTree.Dir;
import org.fscensus.store.SampleTree.Sums;
import org.jspecify.annotations.Nullable;

/** What {@link LocalChanges} and {@link RecursiveChanges} define, in memory, as plainly as can be. */
final class ReferenceGrowth {
    private final Map<String, Dir> before;
    private final Map<String, Dir> after;
    private final TreeMap<ScanPath, String> paths = new TreeMap<>();

    ReferenceGrowth(SampleTree before, SampleTree after) {
        this.before = byPath(before);
        this.after = byPath(after);
        Set<String> all = new TreeSet<>(this.before.keySet());
        all.addAll(this.after.keySet());
        all.forEach(path -> paths.put(ScanPath.parse(path), path));
    }

    private static Map<String, Dir> byPath(SampleTree tree) {
        Map<String, Dir> map = new HashMap<>();
        tree.directories().forEach(dir -> map.put(dir.path(), dir));
        return map;
    }

    /** Every path of either tree. */
    List<String> paths() {
        return List.copyOf(paths.values());
    }

    /** All that are found, the greatest change first. */
    List<Growth.Item> items(String path, GrowthChoice choice) {
        List<Growth.Item> items = new ArrayList<>();
        if (choice.scope() == Growth.Scope.RECURSIVE) {
            recursive(path, choice, items);
        } else {
            own(path, choice, least(path, choice), items);
        }
        items.removeIf(item -> !choice.kinds().contains(item.kind()));
        items.sort(Comparator.comparingLong((Growth.Item item) -> Math.abs(value(item.here(), choice)))
                .reversed()
                .thenComparing(item -> ScanPath.parse(item.path())));
        return items;
    }

    long least(String path, GrowthChoice choice) {
        Long minChange = choice.minChange();
        if (minChange != null || choice.scope() == Growth.Scope.RECURSIVE) {
            return minChange == null ? 1 : minChange;
        }
        for (long power = 1_000_000_000_000_000_000L; power > 1; power /= 10) {
            List<Growth.Item> items = new ArrayList<>();
            own(path, choice, power, items);
            if (items.stream()
                            .filter(item -> choice.kinds().contains(item.kind()))
                            .count()
                    >= 100) {
                return power;
            }
        }
        return 1;
    }

    /** @return what counts for the directory above */
    private UsageTotal own(String path, GrowthChoice choice, long least, List<Growth.Item> items) {
        Dir was = before.get(path);
        Dir is = after.get(path);
        long files;
        long bytes;
        if (was == null || is == null) {
            UsageTotal all = change(was, is);
            files = all.files();
            bytes = all.allocatedBytes();
        } else {
            files = is.direct.files - was.direct.files;
            bytes = is.direct.allocated - was.direct.allocated;
            for (String child : children(path)) {
                UsageTotal rest = own(child, choice, least, items);
                files += rest.files();
                bytes += rest.allocatedBytes();
            }
        }
        UsageTotal own = new UsageTotal(files, bytes);
        if (Math.abs(value(own, choice)) >= least && ScanPath.parse(path).depth() <= choice.maxDepth()) {
            items.add(item(path, own, choice));
            return new UsageTotal(0, 0);
        }
        return own;
    }

    private void recursive(String path, GrowthChoice choice, List<Growth.Item> items) {
        ScanPath top = ScanPath.parse(path);
        Long minChange = choice.minChange();
        for (String one : paths.values()) {
            ScanPath at = ScanPath.parse(one);
            UsageTotal change = change(before.get(one), after.get(one));
            if (at.startsWith(top)
                    && at.depth() <= choice.maxDepth()
                    && Math.abs(value(change, choice)) >= (minChange == null ? 1 : minChange)) {
                items.add(item(one, change, choice));
            }
        }
    }

    private List<String> children(String path) {
        ScanPath parent = ScanPath.parse(path);
        return paths.entrySet().stream()
                .filter(entry -> entry.getKey().depth() == parent.depth() + 1
                        && entry.getKey().startsWith(parent))
                .map(Map.Entry::getValue)
                .toList();
    }

    private Growth.Item item(String path, UsageTotal own, GrowthChoice choice) {
        Dir was = before.get(path);
        Dir is = after.get(path);
        Kind kind =
                was == null ? Kind.NEW : is == null ? Kind.VANISHED : value(own, choice) > 0 ? Kind.GROWN : Kind.SHRUNK;
        return new Growth.Item(path, kind, amounts(was), amounts(is), own);
    }

    private static UsageTotal change(@Nullable Dir was, @Nullable Dir is) {
        Amounts change = amounts(is).minus(amounts(was));
        return new UsageTotal(change.files(), change.allocatedBytes());
    }

    Amounts before(String path) {
        return amounts(before.get(path));
    }

    Amounts after(String path) {
        return amounts(after.get(path));
    }

    private static Amounts amounts(@Nullable Dir dir) {
        if (dir == null) {
            return new Amounts(0, 0, 0);
        }
        Sums sums = dir.recursive;
        return new Amounts(sums.files, sums.directories, sums.allocated);
    }

    private static long value(UsageTotal change, GrowthChoice choice) {
        return choice.by() == Growth.Measure.BYTES ? change.allocatedBytes() : change.files();
    }

    /** {@code id: files, bytes} of each whose files or bytes changed, the greatest change first. */
    static List<String> accounts(List<OwnerTotals> before, List<OwnerTotals> after, Growth.Measure by) {
        Map<Long, long[]> changes = new TreeMap<>();
        before.forEach(was -> add(changes, was, -1));
        after.forEach(is -> add(changes, is, 1));
        return changes.entrySet().stream()
                .filter(entry -> entry.getValue()[0] != 0 || entry.getValue()[1] != 0)
                .sorted(Comparator.comparingLong((Map.Entry<Long, long[]> entry) ->
                                -Math.abs(entry.getValue()[by == Growth.Measure.FILES ? 0 : 1]))
                        .thenComparing(Map.Entry::getKey))
                .map(entry -> entry.getKey() + ": " + entry.getValue()[0] + ", " + entry.getValue()[1])
                .toList();
    }

    private static void add(Map<Long, long[]> changes, OwnerTotals totals, int sign) {
        long[] change = changes.computeIfAbsent(totals.id(), id -> new long[2]);
        change[0] += sign * totals.files();
        change[1] += sign * totals.allocatedBytes();
    }
}

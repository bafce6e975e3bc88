package org.fscensus.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.fscensus.entry.PathText;
import org.fscensus.store.SampleTree;
import org.fscensus.store.SampleTree.Dir;
import org.fscensus.store.SampleTree.Sums;
import org.jspecify.annotations.Nullable;

/** The contract's filters and orders, in memory and as plainly as can be. Understands what the tests ask, no more. */
final class ReferenceList {
    private record Entry(String filesystem, Dir dir) {}

    private static final Map<String, Long> USERS = Map.of("alice", 1000L, "bob", 1001L, "root", 0L);

    /** Stand for the wildcards while escapes are decoded. */
    private static final char ANY = '\uf600';

    private static final char ONE = '\uf601';

    private final Map<String, SampleTree> trees;
    private final Instant scanTime;

    ReferenceList(Map<String, SampleTree> trees, Instant scanTime) {
        this.trees = trees;
        this.scanTime = scanTime;
    }

    /** {@code filesystem:path} of each directory in the list's order; file systems in the order given. */
    List<String> list(List<String> filesystems, Map<String, List<String>> parameters) {
        List<Entry> all = new ArrayList<>();
        for (String filesystem : filesystems) {
            for (Dir dir : Objects.requireNonNull(trees.get(filesystem)).directories()) {
                if (matches(dir, parameters)) {
                    all.add(new Entry(filesystem, dir));
                }
            }
        }
        String sort = parameters.getOrDefault("sort", List.of("size")).get(0);
        boolean reversed = sort.startsWith("-");
        Comparator<Entry> order = order(reversed ? sort.substring(1) : sort)
                .thenComparing(entry -> filesystems.indexOf(entry.filesystem()))
                .thenComparing(entry -> entry.dir().dirId);
        all.sort(reversed ? order.reversed() : order);
        return all.stream()
                .map(entry -> entry.filesystem() + ":" + entry.dir().path())
                .toList();
    }

    private static Comparator<Entry> order(String sort) {
        return switch (sort) {
            case "size" -> largest(dir -> dir.recursive.allocated);
            case "directSize" -> largest(dir -> dir.direct.allocated);
            case "files" -> largest(dir -> dir.recursive.files);
            case "directFiles" -> largest(dir -> dir.direct.files);
            case "directories" -> largest(dir -> dir.recursive.directories);
            case "accessed" -> largest(dir -> dir.recursive.lastAccess);
            case "depth" -> Comparator.comparing(entry -> entry.dir().depth());
            case "path" ->
                Comparator.comparing(entry -> ScanPath.parse(entry.dir().path()));
            default -> throw new IllegalArgumentException(sort);
        };
    }

    private static Comparator<Entry> largest(ToLongFunction<Dir> figure) {
        return Comparator.comparingLong((Entry entry) -> figure.applyAsLong(entry.dir()))
                .reversed();
    }

    private boolean matches(Dir dir, Map<String, List<String>> parameters) {
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!matches(dir, parameter.getKey(), parameter.getValue(), parameters)) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(Dir dir, String name, List<String> values, Map<String, List<String>> parameters) {
        String value = values.get(0);
        Sums sums = parameters.containsKey("direct") ? dir.direct : dir.recursive;
        return switch (name) {
            case "path" -> values.stream().anyMatch(path -> isBelow(dir, path));
            case "exclude" -> values.stream().noneMatch(path -> isBelow(dir, path));
            case "minDepth" -> dir.depth() >= Integer.parseInt(value);
            case "maxDepth" -> dir.depth() <= Integer.parseInt(value);
            case "name" -> values.stream().anyMatch(glob -> glob(glob, dir, parameters.containsKey("ignoreCase")));
            case "owner" -> single(dir.recursive.uids, id(value));
            case "group" -> single(dir.recursive.gids, id(value));
            case "inodeOwner" -> dir.listed && dir.uid == id(value);
            case "inodeGroup" -> dir.listed && dir.gid == id(value);
            case "singleOwner" -> dir.recursive.uids.size() == 1;
            case "singleGroup" -> dir.recursive.gids.size() == 1;
            case "leavesOnly" -> dir.children.isEmpty();
            case "minSize" -> sums.allocated >= Long.parseLong(value);
            case "maxSize" -> sums.allocated <= Long.parseLong(value);
            case "minFiles" -> dir.recursive.files >= Long.parseLong(value);
            case "maxFiles" -> dir.recursive.files <= Long.parseLong(value);
            case "minAverageSize" -> sums.files > 0 && (double) sums.allocated / sums.files >= Long.parseLong(value);
            case "maxAverageSize" -> sums.files > 0 && (double) sums.allocated / sums.files <= Long.parseLong(value);
            case "accessedBefore" -> sums.lastAccess > Long.MIN_VALUE && sums.lastAccess < daysAgo(value);
            case "accessedAfter" -> sums.lastAccess >= daysAgo(value);
            case "direct", "ignoreCase", "sort", "limit" -> true;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private long daysAgo(String text) {
        return scanTime.getEpochSecond() - 86_400 * Long.parseLong(text.substring(0, text.length() - 1));
    }

    private static long id(String text) {
        Long known = USERS.get(text);
        return known != null ? known : Long.parseLong(text);
    }

    private static boolean single(SortedSet<Long> ids, long id) {
        return ids.size() == 1 && ids.first() == id;
    }

    private static boolean isBelow(Dir dir, String path) {
        for (@Nullable Dir at = dir; at != null; at = at.parent) {
            if (at.path().equals(path)) {
                return true;
            }
        }
        return false;
    }

    /** Only {@code *} and {@code ?}, which no escape stands for. */
    private static boolean glob(String glob, Dir dir, boolean ignoreCase) {
        String marked = glob.replace('*', ANY).replace('?', ONE);
        String regex = raw(PathText.decode(marked))
                .chars()
                .mapToObj(c -> c == ANY ? ".*" : c == ONE ? "." : Pattern.quote(Character.toString(c)))
                .reduce("", String::concat);
        int flags = Pattern.DOTALL | (ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0);
        return Pattern.compile(regex, flags).matcher(raw(dir.name)).matches();
    }

    /** One character for each byte that does not show as itself, so that no escape is taken for a name's letters. */
    private static String raw(byte[] name) {
        return Pattern.compile("%(..)")
                .matcher(PathText.encode(name))
                .replaceAll(escape -> Character.toString(0xf700 + Integer.parseInt(escape.group(1), 16)));
    }
}

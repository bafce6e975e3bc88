package org.fscensus.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.fscensus.store.SampleTree;

/** Where files lie, found by adding up every directory, from the deepest upwards. */
final class ReferenceWhere {
    /** One file. */
    record OneFile(String directory, long uid, long gid, long allocated, long accessed) {}

    /** A file system of files and directories, which a database can be made of. */
    static final class Files {
        final List<String> directories = new ArrayList<>();
        final List<OneFile> files = new ArrayList<>();

        SampleTree tree(long scanTime) {
            SampleTree tree = new SampleTree(scanTime);
            directories.forEach(path -> tree.directory(path, 0, 0));
            for (OneFile file : files) {
                tree.file(file.directory, file.uid, file.gid, file.allocated, file.allocated, file.accessed);
            }
            return tree;
        }
    }

    private static final class Dir {
        long files;
        long bytes;
        long foundFiles;
        long foundBytes;
    }

    private ReferenceWhere() {}

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    private static int depth(String path) {
        return path.equals("/") ? 0 : (int) path.chars().filter(c -> c == '/').count();
    }

    static boolean isUnder(String path, String top) {
        return top.equals("/") || path.equals(top) || path.startsWith(top + "/");
    }

    /**
     * The answer, one line for each item, then what is elsewhere.
     *
     * @param filesystems by name
     * @param tops none below another
     */
    static List<String> lines(
            Map<String, Files> filesystems,
            Predicate<OneFile> condition,
            List<String> tops,
            boolean byBytes,
            String minShare,
            int limit) {
        Map<String, Map<String, Dir>> sums = new TreeMap<>();
        // Long paths take long to cut and to hash, and each directory's is asked for with each file below it.
        Map<String, String> parents = new HashMap<>();
        long[] total = new long[2];
        filesystems.forEach((name, files) -> {
            Map<String, Dir> dirs = new HashMap<>();
            sums.put(name, dirs);
            for (OneFile file : files.files) {
                String top = tops.stream()
                        .filter(one -> isUnder(file.directory, one))
                        .findFirst()
                        .orElse(null);
                if (top == null || !condition.test(file)) {
                    continue;
                }
                total[0]++;
                total[1] += file.allocated;
                String path = file.directory;
                while (true) {
                    Dir dir = dirs.computeIfAbsent(path, none -> new Dir());
                    dir.files++;
                    dir.bytes += file.allocated;
                    if (path.equals(top)) {
                        break;
                    }
                    path = parents.computeIfAbsent(path, ReferenceWhere::parent);
                }
            }
        });
        BigDecimal least = new BigDecimal(minShare)
                .multiply(BigDecimal.valueOf(total[byBytes ? 1 : 0]))
                .setScale(0, RoundingMode.CEILING)
                .max(BigDecimal.ONE);
        record Found(String filesystem, String path, long files, long bytes, long hereFiles, long hereBytes) {}
        List<Found> found = new ArrayList<>();
        sums.forEach((name, dirs) -> {
            List<String> deepestFirst = new ArrayList<>(dirs.keySet());
            deepestFirst.sort(Comparator.comparingInt(path -> -depth(path)));
            for (String path : deepestFirst) {
                Dir dir = Objects.requireNonNull(dirs.get(path));
                long hereFiles = dir.files - dir.foundFiles;
                long hereBytes = dir.bytes - dir.foundBytes;
                boolean lists = (byBytes ? hereBytes : hereFiles) >= least.longValueExact();
                if (lists) {
                    found.add(new Found(name, path, dir.files, dir.bytes, hereFiles, hereBytes));
                }
                Dir above = path.equals("/") ? null : dirs.get(parent(path));
                if (above != null) {
                    above.foundFiles += lists ? dir.files : dir.foundFiles;
                    above.foundBytes += lists ? dir.bytes : dir.foundBytes;
                }
            }
        });
        found.sort(Comparator.comparingLong((Found one) -> byBytes ? -one.hereBytes : -one.hereFiles)
                .thenComparing(Found::filesystem)
                .thenComparing(one -> ScanPath.parse(one.path)));
        List<String> lines = new ArrayList<>();
        lines.add("total " + total[0] + " " + total[1] + " least " + least + " found " + found.size());
        for (Found one : found.subList(0, Math.min(limit, found.size()))) {
            lines.add(one.filesystem + " " + one.path + " here " + one.hereFiles + " " + one.hereBytes + " of "
                    + one.files + " " + one.bytes);
            total[0] -= one.hereFiles;
            total[1] -= one.hereBytes;
        }
        lines.add("elsewhere " + total[0] + " " + total[1]);
        return lines;
    }

    /** An answer as {@link #lines} writes it. */
    static List<String> lines(Where where) {
        List<String> lines = new ArrayList<>();
        lines.add("total " + where.total().files() + " " + where.total().allocatedBytes() + " least " + where.minHere()
                + " found " + where.found());
        for (Where.Item item : where.items()) {
            lines.add(item.filesystem() + " " + item.path() + " here "
                    + item.here().files() + " " + item.here().allocatedBytes() + " of "
                    + item.subtree().files() + " " + item.subtree().allocatedBytes());
        }
        lines.add("elsewhere " + where.elsewhere().files() + " "
                + where.elsewhere().allocatedBytes());
        return lines;
    }
}

package org.fscensus.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.fscensus.store.SampleTree;

/** A file system that can be changed at random, so that two generations of it can be compared. */
final class TreeSketch {
    private static final String ROOT = "/gpfs";
    private static final String[] ODD = {
        "caf\u00e9", "%FF%FE", "a b", "%0Anewline", "100%25", "-- x", "Data", "data", "tmp", "a", "a!", "a.b", "%80"
    };

    private record OneFile(long uid, long gid, long allocated) {}

    private final Random random;
    private final long scanTime;
    private final TreeMap<String, List<OneFile>> directories = new TreeMap<>();

    /** The same for the same seed. */
    TreeSketch(long seed, long scanTime, int size) {
        this.random = new Random(seed);
        this.scanTime = scanTime;
        directories.put(ROOT, new ArrayList<>());
        while (directories.size() < size) {
            String path = anyDirectory() + "/" + anyName();
            directories.put(path, new ArrayList<>());
            addFiles(path);
        }
    }

    String anyDirectory() {
        List<String> paths = List.copyOf(directories.keySet());
        return paths.get(random.nextInt(paths.size()));
    }

    private String anyName() {
        return random.nextBoolean() ? ODD[random.nextInt(ODD.length)] : "d" + random.nextInt(1000);
    }

    private void addFiles(String path) {
        for (int files = random.nextInt(3); files > 0; files--) {
            long size = random.nextInt(3) == 0 ? random.nextInt(3) : (long) Math.exp(random.nextDouble() * 25);
            files(path).add(new OneFile(1000L + random.nextInt(4), 100L + random.nextInt(2), size));
        }
    }

    private List<OneFile> files(String path) {
        return directories.computeIfAbsent(path, none -> new ArrayList<>());
    }

    /** Changes one thing. */
    void change() {
        String path = anyDirectory();
        switch (random.nextInt(7)) {
            case 0, 1 -> addFiles(path);
            case 2 -> {
                if (!files(path).isEmpty()) {
                    files(path).remove(random.nextInt(files(path).size()));
                }
            }
            case 3 -> put(path + "/" + anyName(), take(anyDirectory()));
            case 4 -> take(path);
            case 5 -> {
                int slash = path.lastIndexOf('/');
                put(path.substring(0, slash) + "/" + anyName(), take(path));
            }
            default -> {
                // Bytes move inside a subtree, the sums above stay.
                List<OneFile> moved = new ArrayList<>(files(path));
                files(path).clear();
                files(anyDirectory()).addAll(moved);
            }
        }
    }

    /** Removes a subtree, but for the topmost directory of all. @return what is under its top, by relative path */
    private Map<String, List<OneFile>> take(String top) {
        Map<String, List<OneFile>> taken = new TreeMap<>();
        if (!top.equals(ROOT)) {
            directories.entrySet().removeIf(entry -> {
                boolean below = (entry.getKey() + "/").startsWith(top + "/");
                if (below) {
                    taken.put(entry.getKey().substring(top.length()), entry.getValue());
                }
                return below;
            });
        }
        return taken;
    }

    /** Over what is there: a file system has each directory once. */
    private void put(String top, Map<String, List<OneFile>> subtree) {
        if (!(top + "/").startsWith(ROOT + "/")) {
            return;
        }
        subtree.forEach((below, files) -> files(top + below).addAll(files));
    }

    SampleTree tree() {
        SampleTree tree = new SampleTree(scanTime);
        directories.forEach((path, files) -> {
            tree.directory(path, 0, 0);
            files.forEach(file -> tree.file(path, file.uid, file.gid, file.allocated, file.allocated, scanTime - 1));
        });
        return tree;
    }
}

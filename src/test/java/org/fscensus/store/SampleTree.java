package org.fscensus.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.fscensus.census.AgeBuckets;
import org.fscensus.census.SizeBuckets;
import org.fscensus.entry.PathText;
import org.jspecify.annotations.Nullable;

/** A file system in memory, added up as plainly as can be: what tests publish, and what answers are compared to. */
public final class SampleTree {
    /** One directory and its figures. */
    public static final class Dir {
        public final byte[] name;
        public final @Nullable Dir parent;
        public final TreeMap<byte[], Dir> children = new TreeMap<>(Arrays::compareUnsigned);
        public final Sums direct = new Sums();
        public final Sums recursive = new Sums();
        public boolean listed;
        public long uid;
        public long gid;
        public int dirId;

        Dir(byte[] name, @Nullable Dir parent) {
            this.name = name;
            this.parent = parent;
        }

        public int depth() {
            return parent == null ? 0 : parent.depth() + 1;
        }

        /** As the API shows it. */
        public String path() {
            if (parent == null) {
                return "/";
            }
            return (parent.parent == null ? "" : parent.path()) + "/" + PathText.encode(name);
        }
    }

    /** Figures of a directory's own files, or of its subtree. */
    public static final class Sums {
        public long files;
        public long allocated;
        public long apparent;
        public long directories;
        public long lastAccess = DirectoryRows.NO_TIME;
        public final TreeSet<Long> uids = new TreeSet<>();
        public final TreeSet<Long> gids = new TreeSet<>();

        void add(Sums other) {
            files += other.files;
            allocated += other.allocated;
            apparent += other.apparent;
            directories += other.directories;
            lastAccess = Math.max(lastAccess, other.lastAccess);
            uids.addAll(other.uids);
            gids.addAll(other.gids);
        }
    }

    private record OneFile(Dir dir, long uid, long gid, long allocated, long apparent, long accessed) {}

    private final Dir root = new Dir("/".getBytes(StandardCharsets.US_ASCII), null);
    private final List<OneFile> files = new ArrayList<>();
    private final long scanTime;
    private boolean rolledUp;
    private @Nullable String filesystem;

    /** @param scanTime epoch seconds */
    public SampleTree(long scanTime) {
        this.scanTime = scanTime;
    }

    /** A tree of so many directories, the same for the same seed, with odd names, empty and unlisted directories. */
    public static SampleTree random(long seed, long scanTime, int directories) {
        Random random = new Random(seed);
        String[] odd = {"caf\u00e9", "%FF%FE", "a b", "%0Anewline", "100%25", "-- x", "Data", "data", "tmp"};
        SampleTree tree = new SampleTree(scanTime);
        List<String> paths = new ArrayList<>(List.of("/gpfs"));
        tree.directory("/gpfs", 0, 0);
        while (paths.size() < directories) {
            String parent = paths.get(
                    random.nextInt(3) == 0
                            ? random.nextInt(paths.size())
                            : paths.size() - 1 - random.nextInt(Math.min(9, paths.size())));
            String name = random.nextInt(4) == 0 ? odd[random.nextInt(odd.length)] : "d" + random.nextInt(100_000);
            String path = parent + "/" + name;
            if (paths.contains(path)) {
                continue;
            }
            paths.add(path);
            long owner = 1000L + random.nextInt(5);
            if (random.nextInt(10) != 0) {
                tree.directory(path, owner, 100 + owner % 3);
            }
            for (int files = random.nextInt(3) == 0 ? 0 : random.nextInt(5); files > 0; files--) {
                long size = random.nextInt(4) == 0 ? 0 : (long) Math.exp(random.nextDouble() * 27);
                long accessed =
                        random.nextInt(12) == 0 ? DirectoryRows.NO_TIME : scanTime - random.nextInt(300_000_000);
                long uid = random.nextInt(6) == 0 ? 4_294_967_295L : owner;
                tree.file(path, uid, 100 + owner % 3, (size + 4095) / 4096 * 4096, size, accessed);
            }
        }
        return tree;
    }

    /** Lists a directory; its ancestors come to be, unlisted. */
    public void directory(String path, long uid, long gid) {
        Dir dir = find(path);
        dir.listed = true;
        dir.uid = uid;
        dir.gid = gid;
    }

    /** Adds a file to a directory. */
    public void file(String directory, long uid, long gid, long allocated, long apparent, long accessed) {
        Dir dir = find(directory);
        Sums own = dir.direct;
        own.files++;
        own.allocated += allocated;
        own.apparent += apparent;
        own.lastAccess = Math.max(own.lastAccess, accessed);
        own.uids.add(uid);
        own.gids.add(gid);
        files.add(new OneFile(dir, uid, gid, allocated, apparent, accessed));
    }

    private Dir find(String path) {
        if (rolledUp) {
            throw new IllegalStateException("the tree is added up already");
        }
        Dir dir = root;
        for (String name : path.substring(1).split("/", -1)) {
            Dir parent = dir;
            dir = dir.children.computeIfAbsent(PathText.decode(name), bytes -> {
                parent.direct.directories++;
                return new Dir(bytes, parent);
            });
        }
        return dir;
    }

    /** Every directory in pre-order, added up. */
    public List<Dir> directories() {
        List<Dir> all = new ArrayList<>();
        collect(root, all);
        if (!rolledUp) {
            rolledUp = true;
            for (int i = all.size() - 1; i >= 0; i--) {
                Dir dir = all.get(i);
                dir.dirId = i + 1;
                dir.recursive.add(dir.direct);
                if (dir.parent != null) {
                    dir.parent.recursive.add(dir.recursive);
                }
            }
        }
        return all;
    }

    private static void collect(Dir dir, List<Dir> into) {
        into.add(dir);
        dir.children.values().forEach(child -> collect(child, into));
    }

    public List<OwnerTotals> owners() {
        return totals(true);
    }

    public List<OwnerTotals> groups() {
        return totals(false);
    }

    /** Of the files under a path alone, without directories. */
    public List<OwnerTotals> owners(String path) {
        return totals(true, path);
    }

    /** Of the files under a path alone, without directories. */
    public List<OwnerTotals> groups(String path) {
        return totals(false, path);
    }

    private List<OwnerTotals> totals(boolean byUid, String path) {
        Map<Long, long[]> sums = new TreeMap<>();
        for (OneFile file : files) {
            String directory = file.dir.path();
            if (path.equals("/") || directory.equals(path) || directory.startsWith(path + "/")) {
                long[] sum = sums.computeIfAbsent(byUid ? file.uid : file.gid, id -> new long[2]);
                sum[0]++;
                sum[1] += file.allocated;
            }
        }
        List<OwnerTotals> all = new ArrayList<>();
        sums.forEach((id, sum) -> all.add(new OwnerTotals(id, sum[0], sum[1], 0, 0)));
        return all;
    }

    private List<OwnerTotals> totals(boolean byUid) {
        Map<Long, long[]> sums = new TreeMap<>();
        for (OneFile file : files) {
            long[] sum = sums.computeIfAbsent(byUid ? file.uid : file.gid, id -> new long[4]);
            sum[0]++;
            sum[1] += file.allocated;
            sum[2] += file.apparent;
        }
        for (Dir dir : directories()) {
            if (dir.listed) {
                sums.computeIfAbsent(byUid ? dir.uid : dir.gid, id -> new long[4])[3]++;
            }
        }
        List<OwnerTotals> all = new ArrayList<>();
        sums.forEach((id, sum) -> all.add(new OwnerTotals(id, sum[0], sum[1], sum[2], sum[3])));
        return all;
    }

    public List<HistogramRow> ages() {
        return histogram(true);
    }

    public List<HistogramRow> sizes() {
        return histogram(false);
    }

    private List<HistogramRow> histogram(boolean byAge) {
        Map<Long, long[][]> sums = new TreeMap<>();
        for (OneFile file : files) {
            int bucket = byAge ? AgeBuckets.bucketOf(scanTime, file.accessed) : SizeBuckets.bucketOf(file.allocated);
            long[] cell = sums.computeIfAbsent(file.uid, uid -> new long[AgeBuckets.COUNT][2])[bucket];
            cell[0]++;
            cell[1] += file.allocated;
        }
        List<HistogramRow> all = new ArrayList<>();
        sums.forEach((uid, cells) -> {
            for (int bucket = 0; bucket < cells.length; bucket++) {
                if (cells[bucket][0] > 0) {
                    all.add(new HistogramRow(uid, bucket, cells[bucket][0], cells[bucket][1]));
                }
            }
        });
        return all;
    }

    /** Files by directory, owner, group, age and size. */
    public UsageRows usage() {
        SampleUsage usage = new SampleUsage(directories().size());
        for (OneFile file : files) {
            usage.add(file.dir.dirId, file.uid, file.gid, scanTime, file.accessed, file.allocated, file.apparent);
        }
        return usage;
    }

    public ExpectedTotals expected() {
        List<Dir> all = directories();
        Sums sums = root.recursive;
        return new ExpectedTotals(
                all.size(), all.stream().filter(dir -> dir.listed).count(), sums.files, sums.allocated, sums.apparent);
    }

    public DirectoryRows rows() {
        return new Rows(directories());
    }

    /** Writes all of it, with indexes, into a new file, and verifies that. */
    public void writeTo(Path file) throws IOException, VerificationException {
        writeTo(file, Loader.PAGES);
    }

    void writeTo(Path file, Loader loader) throws IOException, VerificationException {
        try (GenerationWriter writer = new GenerationWriter(file, loader)) {
            writeTo(writer);
            writer.verify(expected(), steps -> {});
        }
    }

    /** Writes all of it, with indexes. */
    void writeTo(GenerationWriter writer) throws IOException {
        writer.writeDirectories(rows(), rows -> {});
        writer.writeUsage(usage(), steps -> {});
        writer.writeOwners(owners(), () -> {});
        writer.writeGroups(groups(), () -> {});
        writer.writeHistograms(ages(), sizes(), () -> {});
        Collection<UserName> users = List.of(
                new UserName(1000, "alice", "Alice A."),
                new UserName(1001, "bob", null),
                new UserName(0, "root", "root"));
        writer.writeAccounts(users, List.of(new GroupName(100, "users"), new GroupName(101, "lab")), () -> {});
        writer.writeMetadata(metadata());
        writer.createIndexes(rows -> {});
    }

    /** Where the file system has a name, what an import of it writes, as far as the store reads it. */
    private Map<String, String> metadata() {
        if (filesystem == null) {
            return Map.of("scan_time", Long.toString(scanTime));
        }
        String time =
                Instant.ofEpochSecond(scanTime).toString().replace('T', ' ').replace("Z", "");
        ExpectedTotals totals = expected();
        return Map.of(
                "filesystem",
                filesystem,
                "scan_time",
                time,
                "import_time",
                time,
                "job_id",
                "sample",
                "files",
                Long.toString(totals.files()),
                "directories",
                Long.toString(totals.listedDirectories()),
                "allocated_bytes",
                Long.toString(totals.allocatedBytes()),
                "apparent_bytes",
                Long.toString(totals.apparentBytes()));
    }

    /** Names the file system, so that what is written can be told to be of it. */
    public SampleTree named(String name) {
        filesystem = name;
        return this;
    }

    /** What a finished import would tell the catalogue. */
    public GenerationFigures figures() {
        ExpectedTotals totals = expected();
        return new GenerationFigures(
                totals.files(), totals.listedDirectories(), totals.allocatedBytes(), totals.apparentBytes());
    }

    private static final class Rows implements DirectoryRows {
        private final int size;
        private final Iterator<Dir> dirs;
        private Dir dir = new Dir(new byte[0], null);

        Rows(List<Dir> dirs) {
            this.size = dirs.size();
            this.dirs = dirs.iterator();
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public boolean next() {
            if (!dirs.hasNext()) {
                return false;
            }
            dir = dirs.next();
            return true;
        }

        @Override
        public long dirId() {
            return dir.dirId;
        }

        @Override
        public long parentId() {
            return dir.parent == null ? 0 : dir.parent.dirId;
        }

        @Override
        public int depth() {
            return dir.depth();
        }

        @Override
        public boolean listed() {
            return dir.listed;
        }

        @Override
        public byte[] nameBytes() {
            return dir.name;
        }

        @Override
        public int nameFrom() {
            return 0;
        }

        @Override
        public int nameTo() {
            return dir.name.length;
        }

        @Override
        public long uid() {
            return dir.uid;
        }

        @Override
        public long gid() {
            return dir.gid;
        }

        @Override
        public long directFiles() {
            return dir.direct.files;
        }

        @Override
        public long directAllocatedBytes() {
            return dir.direct.allocated;
        }

        @Override
        public long directApparentBytes() {
            return dir.direct.apparent;
        }

        @Override
        public long directDirectories() {
            return dir.direct.directories;
        }

        @Override
        public long directLastAccess() {
            return dir.direct.lastAccess;
        }

        @Override
        public long recursiveFiles() {
            return dir.recursive.files;
        }

        @Override
        public long recursiveAllocatedBytes() {
            return dir.recursive.allocated;
        }

        @Override
        public long recursiveApparentBytes() {
            return dir.recursive.apparent;
        }

        @Override
        public long recursiveDirectories() {
            return dir.recursive.directories;
        }

        @Override
        public long recursiveLastAccess() {
            return dir.recursive.lastAccess;
        }

        @Override
        public long ownerUid() {
            return single(dir.recursive.uids);
        }

        @Override
        public long ownerGid() {
            return single(dir.recursive.gids);
        }

        private static long single(SortedSet<Long> ids) {
            return ids.isEmpty() ? NO_OWNER : ids.size() > 1 ? SEVERAL_OWNERS : ids.first();
        }
    }
}

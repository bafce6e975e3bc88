package org.fscensus.census;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.fscensus.entry.PathText;
import org.fscensus.store.Saturated;

/**
 * Every directory of a census with its own figures, in primitive arrays: a record of 64 bytes (one cache line), its name,
 * and a slot in the index by path. Shared by all workers, without a lock that they would all meet at.
 *
 * <p><b>Ids.</b> A directory's id is the order of its arrival, from {@link #ROOT}; a parent always has a smaller id than
 * its children, so that passes over the ids upwards meet parents first, downwards children first. The last id of every
 * segment is never given out ({@link #isHole}): so a segment fills a power of two bytes exactly.
 *
 * <p><b>Identity.</b> A path is known by two 64-bit hashes ({@link PathHash}): the first stands in the record, the
 * second chooses shard, slot and tag. Comparing names on every line would cost 40 % of the scan; instead each listed
 * directory is compared with certainty when its own line comes ({@link #verifyIdentity}), and by induction so are its
 * listed ancestors.
 *
 * <p><b>Threads.</b> Look-ups take no lock: slots are published with release after their record is whole. Inserting locks
 * one of 1024 shards. Figures are changed under a lock bit in the record itself. The getters are for when the
 * workers are done.
 */
final class DirectoryTable {
    static final int ROOT = 1;

    /** In place of the owner or group of some files: no file. */
    static final int NONE = 0;
    /** All files have the same. */
    static final int SINGLE = 1;
    /** Files of several. */
    static final int SEVERAL = 2;

    private static final VarHandle WORDS = MethodHandles.arrayElementVarHandle(long[].class);

    private static final int SEGMENT_BITS = 14;
    private static final int SEGMENT_MASK = (1 << SEGMENT_BITS) - 1;
    static final int WORDS_PER_RECORD = 8;
    /** Moves the records to the borders of cache lines: an array's header has 16 bytes. */
    private static final int PAD = 6;

    private static final int SEGMENT_LENGTH = PAD + SEGMENT_MASK * WORDS_PER_RECORD;

    // The words of a record, which DirectoryRecord reads.
    private static final int HASH = 0;
    static final int LINK = 1;
    static final int NEWEST = 2;
    static final int OWN = 3;
    static final int FILE_OWNER = 4;
    static final int ALLOCATED = 5;
    static final int APPARENT = 6;
    static final int COUNT = 7;

    // LINK: lock, listed, what the files' owners and groups are, whether a file was seen that counts elsewhere,
    // the name offset's upper bits, the parent.
    private static final long LOCKED = 1L << 63;
    static final long LISTED = 1L << 62;
    static final int UID_STATE = 60;
    static final int GID_STATE = 58;
    private static final long HOLDS_FILES = 1L << 57;
    private static final int NAME_HIGH = 31;
    private static final long PARENT_MASK = (1L << 31) - 1;

    // COUNT: the number of files above the name offset's lower bits.
    static final int NAME_LOW_BITS = 28;
    private static final long NAME_LOW_MASK = (1L << NAME_LOW_BITS) - 1;
    private static final long NAME_HIGH_MASK = (1L << 8) - 1;

    private static final int SPINS_BEFORE_PARK = 64;
    private static final long PARK_NANOS = 10_000;

    private final PathHash hash;
    private final MemoryBudget.Share budget;
    private final NameArena names;
    private final PathIndex index;
    private final AtomicInteger nextId = new AtomicInteger(ROOT);
    private volatile long[][] segments = new long[16][];

    DirectoryTable(PathHash hash, MemoryBudget.Share budget) {
        this.hash = hash;
        this.budget = budget;
        names = new NameArena(budget);
        index = new PathIndex(this, budget);
        byte[] root = {'/', 0, 0, 0, 0, 0, 0, 0, 0};
        PathKey key = new PathKey();
        key.hash(root, 0, 0);
        intern(0, root, 0, 1, key.a[0], key.b[0], names.newWriter());
    }

    /** The two hashes of a path. */
    private final class PathKey {
        private final long[] a = new long[1];
        private final long[] b = new long[1];

        void hash(byte[] bytes, int from, int to) {
            hash.hash(bytes, from, to, a, b, 0);
        }

        int find() {
            return index.find(a[0], b[0]);
        }
    }

    PathHash hash() {
        return hash;
    }

    PathIndex index() {
        return index;
    }

    NameArena names() {
        return names;
    }

    /** A new cursor over the records. */
    DirectoryRecord newRecord() {
        return new DirectoryRecord(this);
    }

    /** One past the greatest id given out. */
    int idLimit() {
        return nextId.get();
    }

    /** Whether an id below the limit stands for no directory. */
    static boolean isHole(int id) {
        return (id & SEGMENT_MASK) == SEGMENT_MASK;
    }

    /** How many directories there are. */
    int size() {
        int limit = idLimit();
        return limit - ROOT - (limit >>> SEGMENT_BITS);
    }

    /** Bytes of the records, the index and the names. */
    long bytes() {
        long records = Stream.of(segments).filter(Objects::nonNull).count();
        return records * Long.BYTES * SEGMENT_LENGTH + index.bytes() + names.bytes();
    }

    /** Forgets all but the number of directories; nothing else may be asked afterwards. */
    void free() {
        segments = new long[0][];
        names.free();
    }

    /**
     * The directory of that path, made with all its missing ancestors if it is new.
     *
     * @param bytes {@code [from, to)} is a canonical path, see {@link org.fscensus.entry.EntryBatch}
     * @param writer the calling worker's own
     */
    int intern(byte[] bytes, int from, int to, NameArena.Writer writer) {
        int[] missing = new int[16];
        int count = 0;
        int end = to;
        PathKey key = new PathKey();
        key.hash(bytes, from, end);
        int id;
        // Upwards to an ancestor that is there. Every one that is not gets made, so no prefix is hashed in vain twice.
        while ((id = key.find()) == 0) {
            if (count == missing.length) {
                missing = Arrays.copyOf(missing, count * 2);
            }
            missing[count++] = end;
            end = lastSlash(bytes, from, end);
            key.hash(bytes, from, end);
        }
        while (count > 0) {
            int nameFrom = end + 1;
            end = missing[--count];
            key.hash(bytes, from, end);
            id = intern(id, bytes, nameFrom, end, key.a[0], key.b[0], writer);
        }
        return id;
    }

    /** The last slash of a path that is not the root's. */
    static int lastSlash(byte[] bytes, int from, int end) {
        int at = end - 1;
        while (at > from && bytes[at] != '/') {
            at--;
        }
        return at;
    }

    /**
     * The directory of a path, made if it is new, where its parent is known.
     *
     * @param a the path's first hash
     * @param b its second
     */
    int intern(int parent, byte[] bytes, int nameFrom, int nameTo, long a, long b, NameArena.Writer writer) {
        return index.findOrInsert(a, b, () -> {
            int id = newId();
            long name = writer.append(bytes, nameFrom, nameTo);
            long[] words = segment(id);
            int base = base(id);
            words[base + HASH] = a;
            words[base + LINK] = parent | (name >>> NAME_LOW_BITS & NAME_HIGH_MASK) << NAME_HIGH;
            words[base + NEWEST] = Long.MIN_VALUE;
            words[base + COUNT] = name & NAME_LOW_MASK;
            return id;
        });
    }

    private int newId() {
        int id;
        do {
            id = nextId.getAndIncrement();
        } while (isHole(id));
        int segment = id >>> SEGMENT_BITS;
        long[][] all = segments;
        if (segment >= all.length || all[segment] == null) {
            addSegment(segment);
        }
        return id;
    }

    private synchronized void addSegment(int segment) {
        long[][] all = segments;
        if (segment >= all.length) {
            all = Arrays.copyOf(all, Math.max(segment + 1, all.length * 2));
        }
        if (all[segment] == null) {
            // What numbering them will take, too: better refused now than after the whole scan.
            budget.reserve(8L * SEGMENT_LENGTH + (long) OrderedCensus.BYTES_PER_DIRECTORY * SEGMENT_MASK);
            all[segment] = new long[SEGMENT_LENGTH];
        }
        segments = all;
    }

    /** The array that has a directory's record, from {@link #base} on. */
    long[] segment(int id) {
        return segments[id >>> SEGMENT_BITS];
    }

    static int base(int id) {
        return PAD + (id & SEGMENT_MASK) * WORDS_PER_RECORD;
    }

    private long word(int id, int word) {
        return segment(id)[base(id) + word];
    }

    /** The first hash of a directory's path. */
    long hashOf(int id) {
        return word(id, HASH);
    }

    /**
     * Fetches a directory's name, so that the cache misses of several overlap.
     *
     * @return nothing of meaning, but to be kept, or the compiler drops the work
     */
    long touchName(int id) {
        return names.length(nameOffset(id));
    }

    /**
     * Makes sure that a directory found by the hashes of a path really has that path's last name and parent; not for
     * the root's.
     *
     * @param parent the directory of the path's parent, 0 if it has to be looked for
     * @throws HashCollisionException if it has not
     */
    void verifyIdentity(int id, int parent, byte[] bytes, int from, int to) {
        int slash = lastSlash(bytes, from, to);
        int expected = parent == 0 ? find(bytes, from, slash) : parent;
        if (expected != parentOf(id) || !names.equals(nameOffset(id), bytes, slash + 1, to)) {
            throw new HashCollisionException(PathText.encode(bytes, from, to), pathText(id));
        }
    }

    private int find(byte[] bytes, int from, int to) {
        PathKey key = new PathKey();
        key.hash(bytes, from, to);
        return key.find();
    }

    /**
     * Notes that a directory has a line of its own. Listed again, it keeps the smallest (uid, gid), both unsigned.
     *
     * @return whether this is its first line
     */
    boolean list(int id, int uid, int gid) {
        long own = (long) uid << 32 | (gid & 0xffff_ffffL);
        long[] words = segment(id);
        int base = base(id);
        long link = lock(words, base);
        boolean first = (link & LISTED) == 0;
        if (first || Long.compareUnsigned(own, words[base + OWN]) < 0) {
            words[base + OWN] = own;
        }
        unlock(words, base, link | LISTED);
        return first;
    }

    /** Notes that a directory holds a file, although that file may count elsewhere. */
    void holdsFile(int id) {
        long[] words = segment(id);
        int base = base(id);
        unlock(words, base, lock(words, base) | HOLDS_FILES);
    }

    /** Whether a file was seen in the directory, counted there or not. */
    boolean holdsFiles(int id) {
        return files(id) > 0 || (word(id, LINK) & HOLDS_FILES) != 0;
    }

    /** Adds some files of a directory to its own figures; sums stay at the greatest long where they would pass it. */
    void addFiles(int id, FileSums files) {
        long[] words = segment(id);
        int base = base(id);
        long link = lock(words, base);
        words[base + COUNT] += files.count << NAME_LOW_BITS;
        words[base + ALLOCATED] = Saturated.sum(words[base + ALLOCATED], files.allocatedBytes);
        words[base + APPARENT] = Saturated.sum(words[base + APPARENT], files.apparentBytes);
        words[base + NEWEST] = Math.max(words[base + NEWEST], files.newestAccess);
        long owner = words[base + FILE_OWNER];
        int uidState = merge(state(link, UID_STATE), (int) (owner >>> 32), files.uidState, files.uid);
        int gidState = merge(state(link, GID_STATE), (int) owner, files.gidState, files.gid);
        words[base + FILE_OWNER] = (long) files.uid << 32 | (files.gid & 0xffff_ffffL);
        long states = (long) uidState << UID_STATE | (long) gidState << GID_STATE;
        unlock(words, base, (link & ~(3L << UID_STATE | 3L << GID_STATE)) | states);
    }

    /** What two sets of files have for an owner together; the owner that counts where it is single is the second's. */
    static int merge(int state, int id, int otherState, int otherId) {
        if (otherState == NONE || state == NONE) {
            return Math.max(state, otherState);
        }
        return state == SINGLE && otherState == SINGLE && id == otherId ? SINGLE : SEVERAL;
    }

    static int state(long link, int shift) {
        return (int) (link >>> shift) & 3;
    }

    private static long lock(long[] words, int base) {
        for (int spins = 0; ; spins++) {
            long link = (long) WORDS.getOpaque(words, base + LINK);
            if (link >= 0 && WORDS.compareAndSet(words, base + LINK, link, link | LOCKED)) {
                return link;
            }
            if (spins < SPINS_BEFORE_PARK) {
                Thread.onSpinWait();
            } else {
                // The holder has lost its processor: give it ours.
                LockSupport.parkNanos(PARK_NANOS);
            }
        }
    }

    private static void unlock(long[] words, int base, long link) {
        WORDS.setRelease(words, base + LINK, link);
    }

    int parentOf(int id) {
        return parent(word(id, LINK));
    }

    static int parent(long link) {
        return (int) (link & PARENT_MASK);
    }

    boolean isListed(int id) {
        return (word(id, LINK) & LISTED) != 0;
    }

    long nameOffset(int id) {
        return nameOffset(word(id, LINK), word(id, COUNT));
    }

    static long nameOffset(long link, long count) {
        return (link >>> NAME_HIGH & NAME_HIGH_MASK) << NAME_LOW_BITS | (count & NAME_LOW_MASK);
    }

    private long files(int id) {
        return word(id, COUNT) >>> NAME_LOW_BITS;
    }

    /** A directory's path for people. */
    String pathText(int id) {
        StringBuilder path = new StringBuilder();
        for (int at = id; at > ROOT; at = parentOf(at)) {
            path.insert(0, "/" + PathText.encode(names.get(nameOffset(at))));
        }
        return path.isEmpty() ? "/" : path.toString();
    }
}

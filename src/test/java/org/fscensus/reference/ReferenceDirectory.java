package org.fscensus.reference;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.fscensus.reference.CensusFigures.Totals;
import org.jspecify.annotations.Nullable;

/** A directory while the reference census is taken. */
final class ReferenceDirectory {
    final String name;
    final @Nullable ReferenceDirectory parent;
    final int depth;
    /** By name, in byte order. */
    final TreeMap<String, ReferenceDirectory> children = new TreeMap<>();

    boolean listed;
    long uid;
    long gid;
    /** Whether a file's line named this directory, whether or not that file was then counted here. */
    boolean heldFile;

    final Sums direct = new Sums();
    final Sums recursive = new Sums();
    long id;

    ReferenceDirectory(String name, @Nullable ReferenceDirectory parent) {
        this.name = name;
        this.parent = parent;
        this.depth = parent == null ? 0 : parent.depth + 1;
    }

    static ReferenceDirectory root() {
        return new ReferenceDirectory("/", null);
    }

    /** The directory at a path below this one, created with its ancestors where they are missing. */
    ReferenceDirectory descend(List<String> names) {
        ReferenceDirectory at = this;
        for (String next : names) {
            ReferenceDirectory from = at;
            at = from.children.computeIfAbsent(next, key -> new ReferenceDirectory(key, from));
        }
        return at;
    }

    /** This directory and its whole subtree, depth first, children in byte order. Needs no call stack. */
    List<ReferenceDirectory> preOrder() {
        List<ReferenceDirectory> order = new ArrayList<>();
        Deque<ReferenceDirectory> ahead = new ArrayDeque<>(List.of(this));
        while (!ahead.isEmpty()) {
            ReferenceDirectory next = ahead.pop();
            order.add(next);
            next.children.descendingMap().values().forEach(ahead::push);
        }
        return order;
    }

    /** Figures that grow. */
    static final class Sums {
        long files;
        long allocated;
        long apparent;
        long directories;

        @Nullable Long lastAccess;

        long ownerUid = CensusFigures.NO_OWNER;
        long ownerGid = CensusFigures.NO_OWNER;

        void addFile(ReferenceLine.Entry file) {
            files++;
            allocated = saturated(allocated, file.allocated());
            apparent = saturated(apparent, file.apparent());
            lastAccess = later(lastAccess, file.lastAccess());
            ownerUid = sharedOwner(ownerUid, file.uid());
            ownerGid = sharedOwner(ownerGid, file.gid());
        }

        void add(Sums other) {
            files += other.files;
            allocated = saturated(allocated, other.allocated);
            apparent = saturated(apparent, other.apparent);
            directories += other.directories;
            lastAccess = later(lastAccess, other.lastAccess);
            ownerUid = sharedOwner(ownerUid, other.ownerUid);
            ownerGid = sharedOwner(ownerGid, other.ownerGid);
        }

        Totals totals() {
            return new Totals(files, allocated, apparent, directories, lastAccess);
        }

        static long saturated(long a, long b) {
            return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
        }

        private static @Nullable Long later(@Nullable Long a, @Nullable Long b) {
            if (a == null || b == null) {
                return a == null ? b : a;
            }
            return Math.max(a, b);
        }

        private static long sharedOwner(long a, long b) {
            if (a == CensusFigures.NO_OWNER || a == b) {
                return b;
            }
            return b == CensusFigures.NO_OWNER ? a : CensusFigures.SEVERAL_OWNERS;
        }
    }
}

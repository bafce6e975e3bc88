package org.fscensus.generator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A tree of any number of directories of which nothing is stored: the parent and the name of a directory are functions
 * of its index, and a parent's index is always smaller, the root's 0. Most parents are drawn with a liking for small
 * indexes, which gives fan-outs of every size; a sixteenth of the directories lie in hubs of some hundreds, a hundredth
 * in a single one; and here and there a run of indexes is one long chain.
 */
final class DirectoryTree {
    private static final int HUB_DISTANCE = 4096;
    private static final int LARGEST_HUB = 1;
    private static final int OWNER_DEPTH = 2;
    private static final long UNLISTED = 0x5ca1ab1e;

    private final long seed;
    private final int directories;
    private final int depth;
    private final byte[] root;
    private final NameTable names;
    private final long unlisted;

    /** A path from a directory up to the root, the root itself left out. */
    private int[] chain = new int[64];

    DirectoryTree(LogShape shape, NameTable names) {
        seed = shape.seed();
        directories = shape.directories();
        depth = shape.depth();
        root = shape.root().getBytes(StandardCharsets.UTF_8);
        this.names = names;
        unlisted = Hash.threshold(shape.unlisted());
    }

    /** How many bytes a path may take. */
    int longestPath() {
        return root.length + depth * (NameTable.LONGEST + 1);
    }

    /** Whether a directory has a line of its own; the root always has. */
    boolean isListed(int index) {
        return index == 0 || !Hash.isBelow(unlisted, Hash.of(seed ^ UNLISTED, index));
    }

    /** Writes the path of a directory and returns the index of that directory on it whose owner it shares. */
    int path(int index, LineBuffer out) {
        int length = 0;
        for (int at = index; at > 0; at = parent(at)) {
            if (length == chain.length) {
                chain = Arrays.copyOf(chain, 2 * length);
            }
            chain[length++] = at;
        }
        out.put(root);
        // Where the chain is too long its middle is left out, so that the directory hangs where its last allowed
        // ancestor hangs; that ancestor's own chain is short enough to stay as it is.
        int kept = Math.min(length, depth);
        for (int level = 1; level < kept; level++) {
            name(chain[length - level], out);
        }
        if (length > 0) {
            name(index, out);
        }
        return length <= OWNER_DEPTH ? index : chain[length - OWNER_DEPTH];
    }

    private void name(int index, LineBuffer out) {
        out.put('/');
        names.directory(out, index, Hash.of(seed, index));
    }

    private int parent(int index) {
        long hash = Hash.of(~seed, index);
        int block = index / depth;
        if (index % depth != 0 && (Hash.of(seed, ~(long) block) & 63) == 0) {
            return index - 1;
        }
        if ((hash & 15) == 0) {
            int hub = index - index % HUB_DISTANCE;
            return hub == index ? 0 : hub;
        }
        if ((hash & 127) == 1 && index > LARGEST_HUB) {
            return LARGEST_HUB;
        }
        return (hash & 32) == 0 ? Hash.below(index, hash) : Hash.skewedBelow(index, hash);
    }

    /** Any directory, all alike. */
    int any(long hash) {
        return Hash.below(directories, hash);
    }
}

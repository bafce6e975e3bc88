package org.fscensus.store;

import java.util.Arrays;

/** What the indexes want of each directory, by {@code dir_id} minus one: collected while the table is written. */
final class IndexKeys {
    static final int BYTES_PER_DIRECTORY = Long.BYTES + 2 * Integer.BYTES;

    final int directories;
    final long[] size;
    /** 0 for the root. */
    final int[] parent;
    /**
     * The subtree's owner and group: a place in {@link #uids} and {@link #gids}. What grows with the pairs, which are
     * mostly few, is in no budget.
     */
    final int[] owners;

    private long[] uids = new long[64];
    private long[] gids = new long[64];
    private int pairs;
    private int[] slots = new int[256];
    private int lastPair = -1;

    /** @param directories whose ids are 1 to that */
    IndexKeys(long directories) {
        this.directories = Math.toIntExact(directories);
        size = new long[this.directories];
        parent = new int[this.directories];
        owners = new int[this.directories];
    }

    void add(long dirId, long parentId, long allocatedBytes, long ownerUid, long ownerGid) {
        int at = (int) dirId - 1;
        size[at] = allocatedBytes;
        parent[at] = (int) parentId;
        owners[at] = pair(ownerUid, ownerGid);
    }

    /** By pair, the owner. */
    long[] uids() {
        return Arrays.copyOf(uids, pairs);
    }

    /** By pair, the group. */
    long[] gids() {
        return Arrays.copyOf(gids, pairs);
    }

    private int pair(long uid, long gid) {
        if (lastPair < 0 || uids[lastPair] != uid || gids[lastPair] != gid) {
            lastPair = find(uid, gid);
        }
        return lastPair;
    }

    private int find(long uid, long gid) {
        int slot = slot(uid, gid);
        while (slots[slot] != 0) {
            int pair = slots[slot] - 1;
            if (uids[pair] == uid && gids[pair] == gid) {
                return pair;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
        slots[slot] = pairs + 1;
        if (pairs == uids.length) {
            uids = Arrays.copyOf(uids, 2 * pairs);
            gids = Arrays.copyOf(gids, 2 * pairs);
        }
        uids[pairs] = uid;
        gids[pairs] = gid;
        pairs++;
        if (2 * pairs > slots.length) {
            rehash();
        }
        return pairs - 1;
    }

    private void rehash() {
        slots = new int[2 * slots.length];
        for (int pair = 0; pair < pairs; pair++) {
            int slot = slot(uids[pair], gids[pair]);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (slots.length - 1);
            }
            slots[slot] = pair + 1;
        }
    }

    private int slot(long uid, long gid) {
        long hash = (uid * 0x9e3779b97f4a7c15L + gid) * 0xbf58476d1ce4e5b9L;
        return (int) (hash >>> 32) & (slots.length - 1);
    }
}

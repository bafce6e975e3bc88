package org.fscensus.census;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.IntSupplier;

/**
 * From the hashes of a path to its directory's id: open addressing in 1024 shards. A slot holds 32 bits of the second
 * hash and the id; the record holds the first hash. Shards grow one by one, by a quarter, so growing never stops the workers
 * and never holds the whole index twice; a slot's home follows from its tag alone and rises with it, so growing reads
 * and writes in order and touches no record.
 *
 * <p>Look-ups take no lock. One that reads a shard's old slots while it grows may miss what is new there, and
 * {@link #findOrInsert} looks again under the shard's lock.
 */
final class PathIndex {
    private static final VarHandle SHARD_SLOTS = MethodHandles.arrayElementVarHandle(long[][].class);
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SHARD_BITS = 10;
    private static final int FIRST_CAPACITY = 20;

    // A shard grows when four fifths of it are taken, by a quarter: 10 to 12.5 bytes for a directory.
    private static final int FULL = 4;
    private static final int FULL_OF = 5;

    private final DirectoryTable table;
    private final MemoryBudget.Share budget;
    private final Shard[] shards = new Shard[1 << SHARD_BITS];

    /** Of each shard; beside the shards, so that a look-up has one step less to wait for. */
    private final long[][] slots = new long[1 << SHARD_BITS][];

    PathIndex(DirectoryTable table, MemoryBudget.Share budget) {
        this.table = table;
        this.budget = budget;
        budget.reserve((8L * FIRST_CAPACITY) << SHARD_BITS);
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new Shard();
            slots[i] = new long[FIRST_CAPACITY];
        }
    }

    /** A shard's lock, and how many of its slots are taken. */
    private static final class Shard {
        private int used;
    }

    /** Bytes of all slots. */
    long bytes() {
        long count = 0;
        for (int i = 0; i < shards.length; i++) {
            count += slotsOf(i).length;
        }
        return count * Long.BYTES;
    }

    private static int shard(long b) {
        return (int) (b >>> (64 - SHARD_BITS));
    }

    private long[] slotsOf(int shard) {
        return (long[]) SHARD_SLOTS.getAcquire(slots, shard);
    }

    private static int home(int tag, int capacity) {
        return (int) (((tag & 0xffff_ffffL) * capacity) >>> 32);
    }

    /** The slot at which looking for {@code b} begins: for touching it early. */
    long firstSlot(long b) {
        long[] slots = slotsOf(shard(b));
        return (long) SLOTS.getAcquire(slots, home((int) b, slots.length));
    }

    /** The first slot that may be that of {@code b}, or 0: for where the very first was another's. */
    long nextSlot(long b) {
        long[] slots = slotsOf(shard(b));
        int at = home((int) b, slots.length);
        while (true) {
            long slot = (long) SLOTS.getAcquire(slots, at);
            if (slot == 0 || matches(slot, b)) {
                return slot;
            }
            at = at + 1 == slots.length ? 0 : at + 1;
        }
    }

    /** Whether a slot may be that of {@code b}. */
    static boolean matches(long slot, long b) {
        return slot != 0 && (int) (slot >>> 32) == (int) b;
    }

    /** The id in a slot. */
    static int id(long slot) {
        return (int) slot;
    }

    /** The directory with these hashes, or 0. */
    int find(long a, long b) {
        return find(slotsOf(shard(b)), a, (int) b);
    }

    private int find(long[] slots, long a, int tag) {
        int at = home(tag, slots.length);
        while (true) {
            long slot = (long) SLOTS.getAcquire(slots, at);
            if (slot == 0) {
                return 0;
            }
            if ((int) (slot >>> 32) == tag && table.hashOf((int) slot) == a) {
                return (int) slot;
            }
            at = at + 1 == slots.length ? 0 : at + 1;
        }
    }

    /** The directory with these hashes, or the one that {@code create} makes while no other can be made with them. */
    int findOrInsert(long a, long b, IntSupplier create) {
        int number = shard(b);
        Shard shard = shards[number];
        synchronized (shard) {
            int tag = (int) b;
            int found = find(slotsOf(number), a, tag);
            if (found != 0) {
                return found;
            }
            if (shard.used + 1 > slotsOf(number).length / FULL_OF * FULL) {
                grow(number);
            }
            int id = create.getAsInt();
            place(slotsOf(number), (long) tag << 32 | id);
            shard.used++;
            return id;
        }
    }

    /** Forgets everything; nothing may be looked for afterwards. */
    void free() {
        for (int i = 0; i < shards.length; i++) {
            budget.release(8L * slotsOf(i).length);
            SHARD_SLOTS.setRelease(slots, i, new long[0]);
        }
    }

    private void grow(int shard) {
        long[] old = slotsOf(shard);
        int capacity = old.length / FULL * FULL_OF;
        budget.reserve(8L * capacity);
        long[] grown = new long[capacity];
        for (long slot : old) {
            if (slot != 0) {
                place(grown, slot);
            }
        }
        SHARD_SLOTS.setRelease(slots, shard, grown);
        budget.release(8L * old.length);
    }

    private static void place(long[] slots, long slot) {
        int at = home((int) (slot >>> 32), slots.length);
        while (slots[at] != 0) {
            at = at + 1 == slots.length ? 0 : at + 1;
        }
        SLOTS.setRelease(slots, at, slot);
    }
}

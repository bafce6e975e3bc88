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
    private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int SHARD_BITS = 10;
    private static final int FIRST_CAPACITY = 20;

    // A shard grows when four fifths of it are taken, by a quarter: 10 to 12.5 bytes for a directory.
    private static final int FULL = 4;
    private static final int FULL_OF = 5;

    private final DirectoryTable table;
    private final MemoryBudget.Share budget;
    private final Shard[] shards = new Shard[1 << SHARD_BITS];

    PathIndex(DirectoryTable table, MemoryBudget.Share budget) {
        this.table = table;
        this.budget = budget;
        budget.reserve((8L * FIRST_CAPACITY) << SHARD_BITS);
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new Shard();
        }
    }

    /** A shard; {@code used} guarded by it. */
    private static final class Shard {
        private volatile long[] slots = new long[FIRST_CAPACITY];
        private int used;
    }

    /** Bytes of all slots. */
    long bytes() {
        long slots = 0;
        for (Shard shard : shards) {
            slots += shard.slots.length;
        }
        return slots * Long.BYTES;
    }

    private Shard shard(long b) {
        return shards[(int) (b >>> (64 - SHARD_BITS))];
    }

    private static int home(int tag, int capacity) {
        return (int) (((tag & 0xffff_ffffL) * capacity) >>> 32);
    }

    /** The slot at which looking for {@code b} begins: for touching it early. */
    long firstSlot(long b) {
        long[] slots = shard(b).slots;
        return (long) SLOTS.getAcquire(slots, home((int) b, slots.length));
    }

    /** The first slot that may be that of {@code b}, or 0: for where the very first was another's. */
    long nextSlot(long b) {
        long[] slots = shard(b).slots;
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
        return find(shard(b).slots, a, (int) b);
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
        Shard shard = shard(b);
        synchronized (shard) {
            int tag = (int) b;
            int found = find(shard.slots, a, tag);
            if (found != 0) {
                return found;
            }
            if (shard.used + 1 > shard.slots.length / FULL_OF * FULL) {
                grow(shard);
            }
            int id = create.getAsInt();
            place(shard.slots, (long) tag << 32 | id);
            shard.used++;
            return id;
        }
    }

    /** Forgets everything; nothing may be looked for afterwards. */
    void free() {
        for (Shard shard : shards) {
            budget.release(8L * shard.slots.length);
            shard.slots = new long[0];
        }
    }

    private void grow(Shard shard) {
        long[] old = shard.slots;
        int capacity = old.length / FULL * FULL_OF;
        budget.reserve(8L * capacity);
        long[] slots = new long[capacity];
        for (long slot : old) {
            if (slot != 0) {
                place(slots, slot);
            }
        }
        shard.slots = slots;
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

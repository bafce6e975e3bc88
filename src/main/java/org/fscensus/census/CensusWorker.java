package org.fscensus.census;

import java.io.IOException;
import org.fscensus.entry.EntryBatch;
import org.jspecify.annotations.Nullable;

/**
 * One worker's hand in a census: takes batches of entries, keeps what can be kept apart, and touches the shared table
 * once per run of files of the same directory. One thread, which afterwards hands it back to the census.
 */
public final class CensusWorker {
    private static final long FUTURE_SECONDS = 48 * 3600;

    private final DirectoryTable table;
    private final PathHash hash;
    private final PathIndex index;
    private final NameArena.Writer names;
    private final long scanTime;
    private final boolean ageFromModify;
    private final HardLinkSpill.@Nullable Writer hardLinks;
    private final CensusCounters counters;
    private final UsageCells cells;
    private final FileSums sums = new FileSums();

    private final long[] hashA = new long[EntryBatch.CAPACITY];
    private final long[] hashB = new long[EntryBatch.CAPACITY];
    private final long[] slots = new long[EntryBatch.CAPACITY];
    private final boolean[] found = new boolean[EntryBatch.CAPACITY];

    /** This worker's own, since it last published. */
    private final CensusCounters counted = new CensusCounters();

    CensusWorker(
            DirectoryTable table,
            CensusOptions options,
            CensusCounters counters,
            MemoryBudget.Share budget,
            HardLinkSpill.@Nullable Writer hardLinks) {
        cells = new UsageCells(budget);
        this.table = table;
        this.counters = counters;
        this.hardLinks = hardLinks;
        hash = table.hash();
        index = table.index();
        names = table.names().newWriter();
        scanTime = options.scanTime();
        ageFromModify = options.ageFromModify();
    }

    /**
     * Counts a batch.
     *
     * @throws MemoryBudget.ExceededException if the directories no longer fit
     * @throws HashCollisionException if two directories were taken for one
     * @throws IOException if the scratch directory cannot be written
     */
    public void add(EntryBatch batch) throws IOException {
        lookUp(batch);
        int runOf = 0;
        sums.clear();
        for (int i = 0; i < batch.size; i++) {
            int id = found[i] ? PathIndex.id(slots[i]) : intern(batch, i);
            if (batch.directory[i]) {
                list(batch, i, id);
                continue;
            }
            if (hardLinks != null && batch.links[i] > 1) {
                table.holdsFile(id);
                hardLinks.add(batch, i, id);
                continue;
            }
            if (hardLinks != null && batch.links[i] == EntryBatch.NO_LINKS) {
                counted.addFileWithoutLinkCount();
            }
            if (id != runOf) {
                flush(runOf);
                runOf = id;
            }
            count(batch, i);
        }
        flush(runOf);
    }

    /** Shows others what this worker has counted since the last call. */
    public void publishCounters() {
        counters.take(counted);
    }

    /** In three steps over the whole batch, so that the cache misses of its entries overlap. */
    private void lookUp(EntryBatch batch) {
        byte[] bytes = batch.bytes;
        int size = batch.size;
        for (int i = 0; i < size; i++) {
            int start = batch.pathStart[i];
            int end = batch.directory[i] ? batch.pathEnd[i] : batch.parentEnd(i);
            hash.hash(bytes, start, end, hashA, hashB, i);
        }
        for (int i = 0; i < size; i++) {
            slots[i] = index.firstSlot(hashB[i]);
        }
        for (int i = 0; i < size; i++) {
            found[i] = PathIndex.matches(slots[i], hashB[i]) && table.hashOf(PathIndex.id(slots[i])) == hashA[i];
        }
    }

    /** The directory of an entry whose first slot was not it. */
    private int intern(EntryBatch batch, int i) {
        int id = index.find(hashA[i], hashB[i]);
        if (id != 0) {
            return id;
        }
        int end = batch.directory[i] ? batch.pathEnd[i] : batch.parentEnd(i);
        return table.intern(batch.bytes, batch.pathStart[i], end, names);
    }

    private void list(EntryBatch batch, int i, int id) {
        table.verifyIdentity(id, batch.bytes, batch.pathStart[i], batch.nameStart[i], batch.pathEnd[i]);
        counted.addDirectory(table.list(id, batch.uid[i], batch.gid[i]));
    }

    private void count(EntryBatch batch, int i) {
        count(
                batch.uid[i],
                batch.gid[i],
                batch.allocatedBytes[i],
                batch.apparentBytes[i],
                batch.accessTime[i],
                batch.modifyTime[i]);
    }

    private void count(int uid, int gid, long allocated, long apparent, long access, long modify) {
        sums.add(allocated, apparent, access, uid, gid);
        long time = ageFromModify ? modify : access;
        if (time > scanTime + FUTURE_SECONDS) {
            counted.addFutureTime();
        }
        int age = AgeBuckets.bucketOf(scanTime, time);
        cells.add(uid, gid, age, SizeBuckets.bucketOf(allocated), 1, allocated, apparent);
        counted.addFile(allocated, apparent);
    }

    private void flush(int id) {
        if (sums.count > 0) {
            table.addFiles(id, sums);
            sums.clear();
        }
    }

    /** Counts one file outside a batch: an inode whose links have all been seen. */
    void countLinked(HardLinkSpill.Link link) {
        count(link.uid(), link.gid(), link.allocated(), link.apparent(), link.access(), link.modify());
        flush(link.directory());
    }

    UsageCells cells() {
        return cells;
    }

    void finish() throws IOException {
        if (hardLinks != null) {
            hardLinks.flush();
        }
        publishCounters();
    }
}

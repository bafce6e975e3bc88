package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fscensus.entry.EntryBatch;
import org.fscensus.store.DirectoryRows;
import org.fscensus.store.OwnerTotals;
import org.fscensus.store.UsageEncoder;
import org.fscensus.store.UsageSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HardLinksOnceTest {
    private static final int INODES = 4_000;
    private static final int DIRECTORIES = 50;
    private static final int WORKERS = 2;

    /** Of links: some 20 MB a worker, more than twice what its buffers for scratch files hold together. */
    private static final int LINKS = 80_000;

    private static final String LONG_NAME = "a-name-as-long-as-a-file-system-allows".repeat(6);

    @TempDir
    private Path scratch;

    /** One path of an inode; owner, size and times belong to the inode. */
    private record Link(int inode, int directory, String name) {
        String path() {
            return directoryPath(directory) + "/" + name;
        }

        int uid() {
            return inode % 7;
        }

        long allocated() {
            return 4096L * (1 + inode % 100);
        }

        long apparent() {
            return 1000L * (1 + inode % 100) + inode % 13;
        }

        long access() {
            return 1_700_000_000L + inode;
        }
    }

    /** What a directory's or an owner's counted files come to. */
    private record Sums(long files, long allocated, long apparent, long newestAccess) {
        private static final Sums NONE = new Sums(0, 0, 0, Long.MIN_VALUE);

        Sums plus(Link link) {
            return new Sums(
                    files + 1,
                    allocated + link.allocated(),
                    apparent + link.apparent(),
                    Math.max(newestAccess, link.access()));
        }
    }

    @Test
    void eachInodeCountsOnceAtItsLeastPathWhateverTheLinksTakeInScratchFiles() throws Exception {
        List<Link> links = links(new Random(20260115));
        Map<Integer, Link> least = new HashMap<>();
        links.forEach(link ->
                least.merge(link.inode(), link, (one, other) -> one.path().compareTo(other.path()) < 0 ? one : other));
        Map<String, Sums> byDirectory = new TreeMap<>();
        Map<Long, Long> filesByOwner = new TreeMap<>();
        for (Link link : least.values()) {
            byDirectory.merge(directoryPath(link.directory()), Sums.NONE.plus(link), (sums, one) -> sums.plus(link));
            filesByOwner.merge((long) link.uid(), 1L, Long::sum);
        }

        try (MemoryBudget.Share memory = new MemoryBudget(1L << 30).open();
                Census census = new Census(new CensusOptions(1_768_435_200L, false, true, true, scratch), memory)) {
            count(census, links);
            census.finishScan(() -> {});

            assertThat(census.counters().files()).isEqualTo(INODES);
            OrderedCensus ordered = census.order(1, n -> {});
            assertThat(directories(ordered.rows())).isEqualTo(byDirectory);
            ordered.usage(2).writeTo(new Nowhere(), n -> {});
            Map<Long, Long> owners = new TreeMap<>();
            for (OwnerTotals owner : ordered.summary().owners()) {
                owners.put(owner.id(), owner.files());
            }
            assertThat(owners).isEqualTo(filesByOwner);
        }
    }

    /** Every inode has at least one link; the others are anybody's. */
    private static List<Link> links(Random random) {
        List<Link> links = new ArrayList<>(LINKS);
        for (int i = 0; i < LINKS; i++) {
            int inode = i < INODES ? i : random.nextInt(INODES);
            // The number comes last, so that only the end of two long paths tells which is less.
            links.add(new Link(inode, random.nextInt(DIRECTORIES), LONG_NAME + random.nextInt(1000) + "-" + i));
        }
        return links;
    }

    private static String directoryPath(int directory) {
        return "/fs/" + LONG_NAME + "/" + directory;
    }

    /** Each worker takes every second link on a thread of its own, so that most inodes are seen by both. */
    private static void count(Census census, List<Link> links) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int w = 0; w < WORKERS; w++) {
                int first = w;
                CensusWorker worker = census.newWorker();
                ends.add(threads.submit(() -> {
                    addAll(worker, links, first);
                    return null;
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void addAll(CensusWorker worker, List<Link> links, int first) throws IOException {
        byte[] paths = new byte[EntryBatch.CAPACITY * 1024];
        EntryBatch batch = new EntryBatch();
        batch.reset(paths);
        int used = 0;
        for (int i = first; i < links.size(); i += WORKERS) {
            if (batch.isFull()) {
                worker.add(batch);
                batch.reset(paths);
                used = 0;
            }
            used = put(batch, links.get(i), used);
        }
        worker.add(batch);
    }

    /** Adds a link whose path is put at {@code start}; returns where that ends. */
    private static int put(EntryBatch batch, Link link, int start) {
        byte[] path = link.path().getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(path, 0, batch.bytes, start, path.length);
        int i = batch.size++;
        batch.pathStart[i] = start;
        batch.pathEnd[i] = start + path.length;
        batch.nameStart[i] = batch.pathEnd[i] - link.name().length();
        batch.directory[i] = false;
        batch.uid[i] = link.uid();
        batch.gid[i] = 100;
        batch.allocatedBytes[i] = link.allocated();
        batch.apparentBytes[i] = link.apparent();
        batch.accessTime[i] = link.access();
        batch.modifyTime[i] = link.access() - 1;
        // Numbers are used again: only number and generation together are an inode.
        batch.inode[i] = link.inode() / 2;
        batch.inodeGeneration[i] = link.inode() % 2;
        batch.links[i] = 20;
        return start + path.length;
    }

    /** By path, those directories that have files of their own. */
    private static Map<String, Sums> directories(DirectoryRows rows) {
        Map<String, Sums> directories = new TreeMap<>();
        List<String> paths = new ArrayList<>();
        while (rows.next()) {
            String name = new String(rows.name(), StandardCharsets.ISO_8859_1);
            String path = rows.depth() == 0 ? "" : paths.get((int) rows.parentId() - 1) + "/" + name;
            paths.add(path);
            if (rows.directFiles() > 0) {
                directories.put(
                        path,
                        new Sums(
                                rows.directFiles(),
                                rows.directAllocatedBytes(),
                                rows.directApparentBytes(),
                                rows.directLastAccess()));
            }
        }
        return directories;
    }

    /** Only the sums are looked at. */
    private static final class Nowhere implements UsageSink {
        @Override
        public void row(long dirId, long uid, long gid, long apparentBytes, UsageEncoder cells) {}

        @Override
        public void block(int level, long block, UsageEncoder usage) {}
    }
}

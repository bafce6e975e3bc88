package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import org.fscensus.store.UsageBlockReader;
import org.fscensus.store.UsageDecoder;
import org.fscensus.store.UsageEncoder;
import org.fscensus.store.UsageLevels;
import org.fscensus.store.UsageSink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What comes out of scratch files against sums in maps, over several partitions, workers and levels of blocks. */
class UsageSpillTest {
    private static final int WORKERS = 3;

    @TempDir
    private Path scratch;

    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    private record Key(long directory, long uid, long gid, int cell) {
        private static final Comparator<Key> ORDER = Comparator.comparingLong(Key::directory)
                .thenComparingLong(Key::uid)
                .thenComparingLong(Key::gid)
                .thenComparingInt(Key::cell);
    }

    private record Amount(long files, long allocated) {
        Amount plus(Amount other) {
            long sum = allocated + other.allocated;
            return new Amount(files + other.files, sum < 0 ? Long.MAX_VALUE : sum);
        }
    }

    /** What files are like; all take more records than a partition has room for. */
    enum Shape {
        /** Anybody's, anywhere. */
        SCATTERED(20_000, 300, 150_000),
        /** Most of them in one directory, of few kinds, between others. */
        HOT(6_000, 5, 200_000),
        /** Most in one directory, all of different owners: more than fit a partition, and numbers that take more bytes. */
        MANY_OWNERS(300, 100_000, 150_000),
        /** Few directories with many files. */
        FEW_DIRECTORIES(3, 2_000, 200_000);

        private final int directories;
        private final int owners;
        private final int files;

        Shape(int directories, int owners, int files) {
            this.directories = directories;
            this.owners = owners;
            this.files = files;
        }
    }

    /** All that a census's usage is written to, as plain sums. */
    private static final class Collector implements UsageSink {
        private final TreeMap<Key, Amount> cells = new TreeMap<>(Key.ORDER);
        private final TreeMap<Key, Long> apparent = new TreeMap<>(Key.ORDER);
        private final List<Long> blockIds = new ArrayList<>();
        private final TreeMap<Key, Amount> blockCells = new TreeMap<>(Key.ORDER);
        private final TreeMap<Key, Long> blockApparent = new TreeMap<>(Key.ORDER);

        @Override
        public void row(long dirId, long uid, long gid, long apparentBytes, UsageEncoder encoded) {
            Key row = new Key(dirId, uid, gid, 0);
            assertThat(apparent.isEmpty() || Key.ORDER.compare(apparent.lastKey(), row) < 0)
                    .as("rows ascend")
                    .isTrue();
            apparent.put(row, apparentBytes);
            UsageDecoder decoder = new UsageDecoder();
            decoder.reset(encoded.bytes(), 0, encoded.length());
            while (decoder.nextCell()) {
                cells.put(
                        new Key(dirId, uid, gid, decoder.code()),
                        new Amount(decoder.files(), decoder.allocatedBytes()));
            }
        }

        @Override
        public void block(int level, long block, UsageEncoder usage) {
            long id = UsageLevels.blockId(block, level);
            assertThat(blockIds.isEmpty() || blockIds.get(blockIds.size() - 1) < id)
                    .as("blocks ascend")
                    .isTrue();
            assertThat(apparent.lastKey().directory())
                    .as("a block comes behind its rows, before others")
                    .isBetween(UsageLevels.firstOf(block, level), UsageLevels.lastOf(block, level));
            blockIds.add(id);
            UsageBlockReader reader = new UsageBlockReader();
            reader.reset(Arrays.copyOf(usage.bytes(), usage.length()));
            UsageDecoder decoder = new UsageDecoder();
            while (reader.nextAccount()) {
                blockApparent.put(new Key(id, reader.uid(), reader.gid(), 0), reader.apparentBytes());
                reader.cells(decoder);
                while (decoder.nextCell()) {
                    blockCells.put(
                            new Key(id, reader.uid(), reader.gid(), decoder.code()),
                            new Amount(decoder.files(), decoder.allocatedBytes()));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAndBlocksAreTheSumsOverAllFiles(Shape shape) throws Exception {
        Random random = new Random(shape.files);
        TreeMap<Key, Amount> expected = new TreeMap<>(Key.ORDER);
        TreeMap<Key, Long> apparent = new TreeMap<>(Key.ORDER);
        Collector collector = new Collector();
        try (MemoryBudget.Share memory = budget.open();
                UsageSpill spill = new UsageSpill(scratch, memory)) {
            List<UsageGatherer> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(spill.newGatherer());
            }
            int[] rankOf = ranks(shape.directories, random);
            for (int i = 0; i < shape.files; i++) {
                boolean hot = shape != Shape.SCATTERED && random.nextInt(10) != 0;
                int id = hot ? 1 : 1 + random.nextInt(shape.directories);
                int uid = shape == Shape.MANY_OWNERS && hot ? i : random.nextInt(shape.owners) - 2;
                int gid = uid % 7;
                long allocated = size(random);
                int cell = UsageCell.of(random.nextInt(AgeBuckets.COUNT), SizeBuckets.bucketOf(allocated));
                long bytes = random.nextInt(1000) == 0 ? Long.MAX_VALUE : random.nextInt(1 << 30);
                UsageGatherer worker = workers.get(i % WORKERS);
                worker.add(id, worker.accounts().number(uid, gid), cell, allocated, bytes);
                Key key = new Key(rankOf[id], Integer.toUnsignedLong(uid), Integer.toUnsignedLong(gid), cell);
                expected.merge(key, new Amount(1, allocated), Amount::plus);
                apparent.merge(
                        new Key(key.directory, key.uid, key.gid, 0),
                        bytes,
                        (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
            }
            spill.finish();
            OrderProgress progress = new OrderProgress(1, shape.directories, n -> {});
            CensusUsage usage = spill.divide(rankOf, shape.directories, 2, progress);
            long[] told = new long[1];
            usage.writeTo(2, collector, steps -> told[0] += steps);

            assertThat(told[0]).isEqualTo(usage.steps());
            assertThat(sums(usage)).isEqualTo(totals(expected));
        }

        assertThat(collector.cells).isEqualTo(expected);
        assertThat(collector.apparent).isEqualTo(apparent);
        assertThat(collector.blockCells).isEqualTo(blocks(expected, Amount::plus, shape.directories, true));
        assertThat(collector.blockApparent)
                .isEqualTo(blocks(apparent, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b, shape.directories, false));
        assertThat(scratch).isEmptyDirectory();
        assertThat(budget.used()).isZero();
    }

    private static long size(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> 0;
            case 1 -> random.nextInt(1 << 20) * 512L;
            case 2 -> random.nextInt(1 << 20);
            default -> random.nextInt(500) == 0 ? Long.MAX_VALUE : random.nextInt() & 0xffff_ffffL;
        };
    }

    /** Arrival ids from 1 in any order of ranks. */
    private static int[] ranks(int directories, Random random) {
        int[] rankOf = new int[directories + 1];
        for (int id = 1; id <= directories; id++) {
            int other = 1 + random.nextInt(id);
            rankOf[id] = rankOf[other];
            rankOf[other] = id;
        }
        return rankOf;
    }

    private static <T> Map<Key, T> blocks(Map<Key, T> rows, BinaryOperator<T> sum, int directories, boolean withCells) {
        TreeMap<Key, T> blocks = new TreeMap<>(Key.ORDER);
        rows.forEach((key, value) -> {
            for (int level = 0; level < UsageLevels.count(directories); level++) {
                long id = UsageLevels.blockId(UsageLevels.blockOf(key.directory(), level), level);
                blocks.merge(new Key(id, key.uid(), key.gid(), withCells ? key.cell() : 0), value, sum);
            }
        });
        return blocks;
    }

    private static Map<Integer, Amount> totals(Map<Key, Amount> all) {
        TreeMap<Integer, Amount> totals = new TreeMap<>();
        all.forEach((key, amount) -> totals.merge(key.cell(), amount, Amount::plus));
        return totals;
    }

    private static Map<Integer, Amount> sums(CensusUsage usage) {
        TreeMap<Integer, Amount> sums = new TreeMap<>();
        usage.whole().forEach((account, cell, files, bytes) -> {
            if (cell != UsageKey.NO_CELL) {
                sums.merge(cell, new Amount(files, bytes), Amount::plus);
            }
        });
        return sums;
    }

    @Test
    void aScratchDirectoryThatCannotBeWrittenIsNamed() throws Exception {
        Path gone = Files.createDirectory(scratch.resolve("gone"));
        Files.delete(gone);
        try (MemoryBudget.Share memory = budget.open();
                UsageSpill spill = new UsageSpill(gone, memory)) {
            UsageGatherer gatherer = spill.newGatherer();
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 100_000; i++) {
                            gatherer.add(i, 0, 1, 1, 1);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("scratch file " + gone);
        }
    }
}

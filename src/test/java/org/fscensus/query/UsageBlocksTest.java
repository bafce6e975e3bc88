package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fscensus.generator.LogGenerator;
import org.fscensus.generator.LogShape;
import org.fscensus.pipeline.ImportedLogs;
import org.fscensus.reference.CensusFigures;
import org.fscensus.reference.CensusFigures.Amount;
import org.fscensus.reference.CensusFigures.Holding;
import org.fscensus.reference.CensusFigures.UsageCell;
import org.fscensus.reference.RandomLog;
import org.fscensus.reference.ReferenceCensus;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.store.Saturated;
import org.fscensus.store.UsageBlockReader;
import org.fscensus.store.UsageDecoder;
import org.fscensus.store.UsageLevels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The sums over blocks that an import writes, against the cells of a plain reference: all of them, and no other. */
class UsageBlocksTest {
    @TempDir
    Path data;

    @Test
    void blocksOfManyDirectoriesAreTheSumsOfThese() throws Exception {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        new LogGenerator(LogShape.from(Map.of("--directories", "5000", "--files", "12000", "--owners", "30")))
                .writeTo(log);
        check(log.toByteArray(), ReferenceOptions.DEFAULT, 3);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void blocksOfARandomLogAreTheSumsOfItsDirectories(long seed) throws Exception {
        RandomLog random = RandomLog.of(seed);
        check(random.log(), random.options(), 1);
    }

    private void check(byte[] log, ReferenceOptions options, int levels) throws Exception {
        try (ImportedLogs logs = new ImportedLogs(data, "", "")) {
            Path database = logs.database(logs.add("fs", log, options));
            CensusFigures figures = new ReferenceCensus().census(log, options);
            assertThat(UsageLevels.count(figures.directories().size())).isEqualTo(levels);
            assertThat(blocks(database)).isEqualTo(expectedBlocks(figures));
        }
    }

    private static final class BlockSums {
        private final SortedMap<String, String> accounts = new TreeMap<>();
        private String all = "";

        @Override
        public String toString() {
            return all + accounts;
        }
    }

    private static SortedMap<Long, String> expectedBlocks(CensusFigures figures) {
        long directories = figures.directories().size();
        SortedMap<Long, String> expected = new TreeMap<>();
        for (int level = 0; level < UsageLevels.count(directories); level++) {
            SortedMap<Long, SortedMap<Holding, SortedMap<Integer, Amount>>> blocks = new TreeMap<>();
            SortedMap<Long, SortedMap<Holding, Long>> apparent = new TreeMap<>();
            long size = 256L << (4 * level);
            for (Map.Entry<UsageCell, Amount> cell : figures.usage().entrySet()) {
                Holding holding = cell.getKey().holding();
                blocks.computeIfAbsent(holding.dirId() / size, key -> new TreeMap<>())
                        .computeIfAbsent(new Holding(0, holding.uid(), holding.gid()), key -> new TreeMap<>())
                        .merge(cell.getKey().age() * 10 + cell.getKey().size(), cell.getValue(), UsageBlocksTest::sum);
            }
            figures.apparent()
                    .forEach(
                            (holding, bytes) -> apparent.computeIfAbsent(holding.dirId() / size, key -> new TreeMap<>())
                                    .merge(new Holding(0, holding.uid(), holding.gid()), bytes, Saturated::sum));
            for (Map.Entry<Long, SortedMap<Holding, SortedMap<Integer, Amount>>> block : blocks.entrySet()) {
                SortedMap<Holding, Long> bytes = apparent.getOrDefault(block.getKey(), new TreeMap<>());
                expected.put(8 * ((block.getKey() + 1) * size - 1) + level, text(block.getValue(), bytes));
            }
        }
        return expected;
    }

    private static String text(
            SortedMap<Holding, SortedMap<Integer, Amount>> accounts, SortedMap<Holding, Long> apparent) {
        BlockSums text = new BlockSums();
        SortedMap<Integer, Amount> all = new TreeMap<>();
        accounts.forEach((account, cells) -> {
            text.accounts.put(account.uid() + ":" + account.gid(), text(cells, apparent.getOrDefault(account, -1L)));
            cells.forEach((cell, amount) -> all.merge(cell, amount, UsageBlocksTest::sum));
        });
        if (accounts.size() >= 8) {
            text.all = text(
                    all, apparent.values().stream().mapToLong(Long::longValue).reduce(0, Saturated::sum));
        }
        return text.toString();
    }

    private static String text(SortedMap<Integer, Amount> cells, long apparent) {
        Amount sum = cells.values().stream().reduce(new Amount(0, 0), UsageBlocksTest::sum);
        return sum + " " + apparent + " " + cells;
    }

    private static Amount sum(Amount a, Amount b) {
        return new Amount(a.files() + b.files(), Saturated.sum(a.allocated(), b.allocated()));
    }

    private static SortedMap<Long, String> blocks(Path file) throws Exception {
        SortedMap<Long, String> blocks = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("SELECT block_id, level, last_dir_id, usage FROM usage_blocks")) {
            while (row.next()) {
                assertThat(row.getLong(1)).isEqualTo(8 * row.getLong(3) + row.getInt(2));
                UsageBlockReader block = new UsageBlockReader();
                block.reset(row.getBytes(4));
                BlockSums text = new BlockSums();
                if (block.readAll()) {
                    text.all = figures(block);
                }
                while (block.nextAccount()) {
                    text.accounts.put(block.uid() + ":" + block.gid(), figures(block));
                }
                blocks.put(row.getLong(1), text.toString());
            }
        }
        return blocks;
    }

    private static String figures(UsageBlockReader block) {
        UsageDecoder cells = new UsageDecoder();
        block.cells(cells);
        SortedMap<Integer, Amount> read = new TreeMap<>();
        while (cells.nextCell()) {
            read.put(cells.code(), new Amount(cells.files(), cells.allocatedBytes()));
        }
        return new Amount(block.files(), block.allocatedBytes()) + " " + block.apparentBytes() + " " + read;
    }
}

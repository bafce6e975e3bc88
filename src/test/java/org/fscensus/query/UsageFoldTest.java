package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.fscensus.census.UsageCell;
import org.fscensus.store.UsageBlockReader;
import org.fscensus.store.UsageDecoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folded blocks against plain sums, and how many of them are kept. */
class UsageFoldTest {
    /** One cell of an account, as a block has it. */
    private record Cell(int cell, long files, long allocated) {}

    private record Account(long uid, long gid, long apparent, List<Cell> cells) {}

    private static List<Account> block(Random random, int accounts) {
        List<Account> all = new ArrayList<>();
        for (int i = 0; i < accounts; i++) {
            long uid = random.nextInt(4) == 0 ? 0xffff_fffeL : random.nextInt(12);
            List<Cell> cells = new ArrayList<>();
            for (int cell = random.nextInt(UsageCell.COUNT); cell < UsageCell.COUNT; cell += 1 + random.nextInt(30)) {
                // Some that together pass what a number holds.
                long allocated = random.nextInt(5) == 0 ? Long.MAX_VALUE / 3 : random.nextInt(1 << 20);
                cells.add(new Cell(cell, 1 + random.nextInt(300), allocated));
            }
            all.add(new Account(uid, i % 7, random.nextInt(1 << 24), cells));
        }
        return all;
    }

    private static UsageFold.Pass pass(List<Account> block) {
        return consumer -> {
            for (Account account : block) {
                int number = consumer.account(account.uid(), account.gid());
                if (consumer.needsCells()) {
                    account.cells()
                            .forEach(cell -> consumer.addCell(number, cell.cell(), cell.files(), cell.allocated()));
                } else {
                    UsageTotal sum = sum(account.cells());
                    consumer.addAll(number, sum.files(), sum.allocatedBytes(), account.apparent());
                }
            }
        };
    }

    private static UsageTotal sum(List<Cell> cells) {
        return cells.stream()
                .map(cell -> new UsageTotal(cell.files(), cell.allocated()))
                .reduce(UsageTotal.NOTHING, UsageTotal::plus);
    }

    private static String text(UsageTotal sum, long apparent, SortedMap<Integer, UsageTotal> cells) {
        return sum + " " + apparent + " " + cells;
    }

    private static String expected(List<Account> accounts) {
        SortedMap<Integer, UsageTotal> cells = new TreeMap<>();
        accounts.stream()
                .flatMap(account -> account.cells().stream())
                .forEach(cell ->
                        cells.merge(cell.cell(), new UsageTotal(cell.files(), cell.allocated()), UsageTotal::plus));
        return text(
                sum(accounts.stream()
                        .flatMap(account -> account.cells().stream())
                        .toList()),
                accounts.stream().mapToLong(Account::apparent).sum(),
                cells);
    }

    private static String found(UsageBlockReader reader) {
        SortedMap<Integer, UsageTotal> cells = new TreeMap<>();
        UsageDecoder decoder = new UsageDecoder();
        reader.cells(decoder);
        while (decoder.nextCell()) {
            cells.put(decoder.code(), new UsageTotal(decoder.files(), decoder.allocatedBytes()));
        }
        return text(new UsageTotal(reader.files(), reader.allocatedBytes()), reader.apparentBytes(), cells);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 40, 300})
    void aFoldedBlockHasTheSumsOfItsAccounts(int accounts) throws SQLException {
        List<Account> block = block(new Random(accounts), accounts);
        for (Dimension who : List.of(Dimension.OWNER, Dimension.GROUP)) {
            SortedMap<Long, List<Account>> byId = new TreeMap<>();
            for (Account account : block) {
                long id = who == Dimension.OWNER ? account.uid() : account.gid();
                byId.computeIfAbsent(id, key -> new ArrayList<>()).add(account);
            }
            UsageBlockReader reader = new UsageBlockReader();
            byte[] folded = UsageFold.fold(who, pass(block));
            reader.reset(folded);
            for (Map.Entry<Long, List<Account>> one : byId.entrySet()) {
                assertThat(reader.nextAccount()).isTrue();
                assertThat(reader.uid()).isEqualTo(who == Dimension.OWNER ? one.getKey() : 0);
                assertThat(reader.gid()).isEqualTo(who == Dimension.OWNER ? 0 : one.getKey());
                assertThat(found(reader)).isEqualTo(expected(one.getValue()));
            }
            assertThat(reader.nextAccount()).isFalse();
            reader.reset(folded);
            assertThat(reader.readAll()).isEqualTo(byId.size() >= 8);
            if (byId.size() >= 8) {
                assertThat(found(reader)).isEqualTo(expected(block));
            }
        }
    }

    @Test
    void filesWithoutACellAreAnError() {
        UsageFold.Pass broken = consumer -> {
            if (!consumer.needsCells()) {
                consumer.addAll(consumer.account(1, 2), 3, 4, 5);
            }
        };
        assertThatThrownBy(() -> UsageFold.fold(Dimension.OWNER, broken))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("without a cell");
    }

    @Test
    void thoseThatWereUsedLastAreKept() {
        FoldedBlocks blocks = new FoldedBlocks();
        byte[] large = new byte[1 << 20];
        for (int id = 0; id < 4; id++) {
            blocks.put(id, Dimension.OWNER, large);
        }
        assertThat(blocks.get(0, Dimension.OWNER)).isSameAs(large);
        assertThat(blocks.get(0, Dimension.GROUP)).isNull();
        blocks.put(0, Dimension.GROUP, new byte[1]);
        assertThat(blocks.get(1, Dimension.OWNER)).isNull();
        assertThat(blocks.get(0, Dimension.OWNER)).isSameAs(large);
        blocks.put(3, Dimension.OWNER, Arrays.copyOf(large, 1 << 19));
        blocks.put(9, Dimension.OWNER, new byte[1 << 18]);
        assertThat(blocks.get(2, Dimension.OWNER)).isSameAs(large);
        blocks.put(10, Dimension.OWNER, new byte[5 << 20]);
        assertThat(blocks.get(10, Dimension.OWNER)).isNull();
        assertThat(blocks.get(0, Dimension.OWNER)).isNull();
    }
}

package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fscensus.entry.EntryBatch;
import org.fscensus.store.DirectoryRows;
import org.junit.jupiter.api.Test;

class DirectoryTableTest {
    private final MemoryBudget budget = new MemoryBudget(1L << 30);

    @Test
    void manyThreadsInternTheSamePathsToTheSameDirectories() throws Exception {
        DirectoryTable table = new DirectoryTable(PathHash.create(), budget.open());
        int paths = 60_000;
        List<Future<int[]>> answers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(7);
        try {
            for (int t = 0; t < 7; t++) {
                int seed = t;
                answers.add(threads.submit(() -> internAll(table, paths, seed)));
            }
            int[] first = answers.get(0).get();
            for (Future<int[]> answer : answers) {
                assertThat(answer.get()).isEqualTo(first);
            }
            for (int i = 0; i < paths; i++) {
                assertThat(table.pathText(first[i])).isEqualTo(path(i));
            }
        } finally {
            threads.shutdownNow();
        }
        int seen = 0;
        for (int id = DirectoryTable.ROOT; id < table.idLimit(); id++) {
            if (!DirectoryTable.isHole(id)) {
                seen++;
                assertThat(table.parentOf(id)).isLessThan(id);
            }
        }
        assertThat(table.size()).isEqualTo(seen).isGreaterThan(paths);
    }

    private static int[] internAll(DirectoryTable table, int paths, int seed) {
        NameArena.Writer writer = table.names().newWriter();
        int[] ids = new int[paths];
        Random random = new Random(seed);
        int offset = random.nextInt(paths);
        for (int n = 0; n < paths; n++) {
            int i = (n + offset) % paths;
            byte[] bytes = padded(path(i));
            ids[i] = table.intern(bytes, 0, bytes.length - EntryBatch.PADDING, writer);
        }
        return ids;
    }

    private static String path(int i) {
        return "/root/d" + i % 7 + "/sub" + i % 1009 + "/leaf-" + i;
    }

    /** With the signed upper half of a product, x and -x had the same hash whatever the key. */
    @Test
    void nobodyCanChooseNamesThatCollide() {
        byte[] name = {'/', 'u', '/', '4', '5', '6', '7', '8', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'a', 'b'};
        byte[] other = name.clone();
        for (int i = 8; i < 16; i++) {
            other[i] = (byte) ~name[i];
        }
        other[8] ^= 1;
        other[16] ^= 1;
        byte[] path = Arrays.copyOf(name, name.length + EntryBatch.PADDING);
        byte[] otherPath = Arrays.copyOf(other, other.length + EntryBatch.PADDING);
        long[] a = new long[2];
        long[] b = new long[2];
        for (int secret = 0; secret < 500; secret++) {
            PathHash hash = PathHash.create();
            hash.hash(path, 0, name.length, a, b, 0);
            hash.hash(otherPath, 0, name.length, a, b, 1);
            assertThat(a[0]).isNotEqualTo(a[1]);
            assertThat(b[0]).isNotEqualTo(b[1]);
        }
    }

    @Test
    void aCollisionOfAListedDirectoryIsCertainToBeFound() {
        DirectoryTable table = new DirectoryTable(PathHash.weak(6), budget.open());
        assertThatThrownBy(() -> {
                    NameArena.Writer writer = table.names().newWriter();
                    for (int i = 0; i < 1000; i++) {
                        byte[] bytes = padded("/d" + i);
                        int end = bytes.length - EntryBatch.PADDING;
                        int id = table.intern(bytes, 0, end, writer);
                        table.verifyIdentity(id, 0, bytes, 0, end);
                    }
                })
                .isInstanceOf(HashCollisionException.class)
                .hasMessageContaining("/d");
    }

    @Test
    void aTableThatNoLongerFitsItsBudgetSaysSoAndGivesEverythingBack() {
        MemoryBudget small = new MemoryBudget(4 << 20);
        try (MemoryBudget.Share share = small.open()) {
            DirectoryTable table = new DirectoryTable(PathHash.create(), share);
            assertThatThrownBy(() -> internAll(table, 60_000, 1))
                    .isInstanceOf(MemoryBudget.ExceededException.class)
                    .hasMessageContaining("4194304");
        }
        assertThat(small.used()).isZero();
    }

    @Test
    void siblingsAreNumberedInByteOrderHoweverManyAndHoweverAlike() throws IOException {
        Random random = new Random(3);
        TreeMap<byte[], Integer> expected = new TreeMap<>(Arrays::compareUnsigned);
        DirectoryTable table = new DirectoryTable(PathHash.create(), budget.open());
        NameArena.Writer writer = table.names().newWriter();
        String[] prefixes = {"", "a", "a-very-long-prefix-shared-by-many-siblings-", "\u00ff\u00fe", "Z z"};
        while (expected.size() < 20_000) {
            String name = prefixes[random.nextInt(prefixes.length)]
                    + Long.toString(random.nextLong(random.nextBoolean() ? 50 : 1L << 40), 36);
            byte[] bytes = padded("/" + name);
            int id = table.intern(bytes, 0, bytes.length - EntryBatch.PADDING, writer);
            expected.put(name.getBytes(StandardCharsets.ISO_8859_1), id);
        }
        DirectoryRows rows =
                OrderedCensus.of(table, null, budget.open(), 1, n -> {}).rows();
        rows.next();
        for (byte[] name : expected.keySet()) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.name()).isEqualTo(name);
        }
        assertThat(rows.next()).isFalse();
    }

    private static byte[] padded(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(bytes, bytes.length + EntryBatch.PADDING);
    }
}

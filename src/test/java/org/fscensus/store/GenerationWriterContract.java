package org.fscensus.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.fscensus.entry.PathText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for the databases of every loader. */
abstract class GenerationWriterContract {
    private static final long SCAN = 1_768_089_600L;

    @TempDir
    Path directory;

    private final Loader loader;

    GenerationWriterContract(Loader loader) {
        this.loader = loader;
    }

    @Test
    void theRelationsReadAsTheContractSays() throws Exception {
        SampleTree tree = new SampleTree(SCAN);
        tree.directory("/gpfs/home/%FFodd", 7, 8);
        tree.directory("/gpfs/home/several", 9, 10);
        tree.directory("/gpfs/home/several/empty", 9, 10);
        tree.file("/gpfs/home/%FFodd", 4_294_967_295L, 5, 4096, 10, 1_700_000_000L);
        tree.file("/gpfs/home/several", 1, 5, 8192, 20, DirectoryRows.NO_TIME);
        tree.file("/gpfs/home/several", 2, 5, 0, 0, DirectoryRows.NO_TIME);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);

        assertThat(query(file, "SELECT dir_id, parent_id, depth, listed, uid, gid FROM directories"))
                .containsExactly(
                        "1|null|0|0|null|null",
                        "2|1|1|0|null|null",
                        "3|2|2|0|null|null",
                        "4|3|3|1|9|10",
                        "5|4|4|1|9|10",
                        "6|3|3|1|7|8");
        assertThat(query(
                        file,
                        "SELECT file_count_nr, total_size_nr, apparent_size_nr, dir_count_nr, max_atime_nr,"
                                + " file_count_r, total_size_r, apparent_size_r, dir_count_r, max_atime_r, owner_uid, owner_gid"
                                + " FROM directory_stats"))
                .containsExactly(
                        "0|0|0|1|null|3|12288|30|5|2023-11-14 22:13:20|null|5",
                        "0|0|0|1|null|3|12288|30|4|2023-11-14 22:13:20|null|5",
                        "0|0|0|2|null|3|12288|30|3|2023-11-14 22:13:20|null|5",
                        "2|8192|20|1|null|2|8192|20|1|null|null|5",
                        "0|0|0|0|null|0|0|0|0|null|-1|-1",
                        "1|4096|10|0|2023-11-14 22:13:20|1|4096|10|0|2023-11-14 22:13:20|4294967295|5");
        assertThat(query(
                        file,
                        "SELECT owner_uid, total_size, apparent_size, total_files, directory_count FROM owner_summary"))
                .containsExactly("1|8192|20|1|0", "2|0|0|1|0", "7|0|0|0|1", "9|0|0|0|2", "4294967295|4096|10|1|0");
        assertThat(query(file, "SELECT typeof(name), hex(CAST(name AS BLOB)) FROM directories WHERE dir_id = 6"))
                .containsExactly("text|FF6F6464");
        assertThat(query(file, "SELECT key, value FROM scan_metadata"))
                .containsExactly("scan_time|" + SCAN, "schema_version|2");
    }

    @Test
    void theValidationQueriesOfTheContractReturnZero() throws Exception {
        Path file = directory.resolve("a.db");
        SampleTree.random(1, SCAN, 400).writeTo(file, loader);

        assertThat(query(file, "SELECT COUNT(*) FROM directories WHERE parent_id IS NULL AND depth > 0"))
                .containsExactly("0");
        assertThat(query(
                        file,
                        "SELECT COUNT(*) FROM directories c JOIN directories p ON c.parent_id = p.dir_id"
                                + " WHERE c.depth != p.depth + 1"))
                .containsExactly("0");
        String third = "SELECT COUNT(*) FROM directory_stats WHERE dir_id NOT IN (SELECT dir_id FROM directories)";
        assertThat(query(file, third)).containsExactly("0");
        assertThat(String.join(" ", query(file, "EXPLAIN QUERY PLAN " + third))).contains("USING ROWID SEARCH");
        assertThat(query(file, "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(query(file, "EXPLAIN QUERY PLAN SELECT COUNT(*) FROM directories WHERE depth >= 0"))
                .allMatch(step -> !step.contains("INDEX"));
    }

    @Test
    void namesKeepEveryByteThatANameCanHave() throws Exception {
        SampleTree tree = new SampleTree(SCAN);
        StringBuilder everyByte = new StringBuilder();
        for (int b = 1; b < 256; b++) {
            if (b != '/') {
                everyByte.append(String.format("%%%02X", b));
            }
        }
        tree.directory("/" + everyByte, 1, 1);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);

        try (Connection connection = open(file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name FROM directories WHERE dir_id = 2")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBytes(1)).isEqualTo(PathText.decode(everyByte.toString()));
        }
    }

    @Test
    void theSameRowsMakeTheSameBytes() throws Exception {
        Path one = directory.resolve("one.db");
        Path two = directory.resolve("two.db");
        SampleTree.random(3, SCAN, 3000).writeTo(one, loader);
        SampleTree.random(3, SCAN, 3000).writeTo(two, loader);

        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "UPDATE directories SET depth = 9 WHERE dir_id = 5; depth is not their parent's",
                "UPDATE directories SET parent_id = NULL WHERE dir_id = 5; without a parent",
                "UPDATE directories SET total_size_nr = total_size_nr + 1 WHERE dir_id = 5; own figures, allocated bytes",
                "UPDATE directories SET file_count_r = 0 WHERE dir_id = 1; figures of the root, files",
                "UPDATE directories SET listed = 1 - listed WHERE dir_id = 2; own figures, listed directories",
                "DELETE FROM directories WHERE dir_id = (SELECT MAX(dir_id) FROM directories); own figures, rows",
                "UPDATE directories SET name = 'x' WHERE dir_id = 1; figures of the root, rows",
                "UPDATE owner_summary SET apparent_size = apparent_size + 1 WHERE owner_uid = 1000; owner_summary, apparent bytes",
                "DELETE FROM group_summary; group_summary, listed directories",
                "UPDATE access_histogram SET file_count = file_count + 1; access_histogram, files",
                "UPDATE size_histogram SET total_size = total_size - 1; size_histogram, allocated bytes"
            })
    void verifyFindsTampering(String tampering, String what) throws Exception {
        SampleTree tree = SampleTree.random(2, SCAN, 60);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);
        AtomicLong steps = new AtomicLong();
        new GenerationVerifier(file).verify(tree.expected(), steps::addAndGet);
        assertThat(steps).hasValue(GenerationWriter.VERIFY_STEPS);

        try (Connection connection = open(file);
                Statement statement = connection.createStatement()) {
            statement.execute(tampering);
        }

        assertThatThrownBy(() -> new GenerationVerifier(file).verify(tree.expected(), more -> {}))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining(what)
                .hasMessageMatching("[^:]+: expected \\d+, found (\\d+|no row)");
    }

    @Test
    void verifyFindsADamagedPage() throws Exception {
        SampleTree tree = SampleTree.random(2, SCAN, 3000);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);
        // Entries of an index: no total shows what happens to them.
        int page = pageOf(file, GenerationSchema.GROUP_INDEX);
        change(file, bytes -> Arrays.fill(bytes, page + 12, page + 200, (byte) 0x5a));

        assertThatThrownBy(() -> new GenerationVerifier(file).verify(tree.expected(), more -> {}))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("quick_check");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GenerationSchema.CHILDREN_INDEX,
                GenerationSchema.LARGEST_INDEX,
                GenerationSchema.OWNER_INDEX,
                GenerationSchema.GROUP_INDEX
            })
    void verifyFindsAWrongEntryOfAnIndex(String index) throws Exception {
        SampleTree tree = SampleTree.random(2, SCAN, 60);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);
        int page = pageOf(file, index);
        // The last byte of a leaf belongs to its first entry, the greatest by far.
        change(file, bytes -> bytes[page + GenerationSchema.PAGE_BYTES - 1] ^= 1);

        assertThat(query(file, "PRAGMA quick_check")).containsExactly("ok");
        assertThat(query(file, "PRAGMA integrity_check").get(0)).isNotEqualTo("ok");
        assertThatThrownBy(() -> new GenerationVerifier(file).verify(tree.expected(), more -> {}))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining(index);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GenerationSchema.CHILDREN_INDEX,
                GenerationSchema.LARGEST_INDEX,
                GenerationSchema.OWNER_INDEX,
                GenerationSchema.GROUP_INDEX
            })
    void verifyFindsEntriesOutOfOrder(String index) throws Exception {
        SampleTree tree = SampleTree.random(2, SCAN, 60);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);
        swapFirstTwo(file, index);

        assertThat(query(file, "PRAGMA integrity_check").get(0)).isNotEqualTo("ok");
        assertThatThrownBy(() -> new GenerationVerifier(file).verify(tree.expected(), more -> {}))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("entry 1 of " + index);
    }

    @ParameterizedTest
    @ValueSource(strings = {"access_histogram", "size_histogram", "scan_metadata"})
    void verifyFindsKeysOutOfOrder(String table) throws Exception {
        SampleTree tree = SampleTree.random(2, SCAN, 60);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);
        swapFirstTwo(file, table);

        assertThatThrownBy(() -> new GenerationVerifier(file).verify(tree.expected(), more -> {}))
                .isInstanceOf(VerificationException.class)
                .hasMessageContaining("integrity_check of " + table);
    }

    @Test
    void verifyStopsWhenToldTo() throws Exception {
        SampleTree tree = SampleTree.random(2, SCAN, 3000);
        Path file = directory.resolve("a.db");
        tree.writeTo(file, loader);
        CancellationException cancelled = new CancellationException("stop");

        assertThatThrownBy(() -> new GenerationVerifier(file).verify(tree.expected(), more -> {
                    throw cancelled;
                }))
                .isSameAs(cancelled);
    }

    /** Swaps the first two cells of a tree of one page. */
    private static void swapFirstTwo(Path file, String tree) throws Exception {
        int pointers = pageOf(file, tree) + 8;
        change(file, bytes -> {
            byte[] first = Arrays.copyOfRange(bytes, pointers, pointers + 2);
            System.arraycopy(bytes, pointers + 2, bytes, pointers, 2);
            System.arraycopy(first, 0, bytes, pointers + 2, 2);
        });
    }

    /** Where the root page of a table or an index begins. */
    private static int pageOf(Path file, String name) throws SQLException {
        String root = query(file, "SELECT rootpage - 1 FROM sqlite_schema WHERE name = '" + name + "'")
                .get(0);
        return Integer.parseInt(root) * GenerationSchema.PAGE_BYTES;
    }

    private static void change(Path file, Consumer<byte[]> change) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        change.accept(bytes);
        Files.write(file, bytes);
    }

    @Test
    void indexingTellsExactlyItsRowsAndStopsWhenToldTo() throws Exception {
        SampleTree tree = SampleTree.random(4, SCAN, 5000);
        try (GenerationWriter writer = new GenerationWriter(directory.resolve("a.part"), loader)) {
            AtomicLong written = new AtomicLong();
            assertThat(writer.writeDirectories(tree.rows(), written::addAndGet)).isEqualTo(written.get());
            AtomicLong told = new AtomicLong();
            AtomicLong reports = new AtomicLong();

            CancellationException cancelled = new CancellationException("stop");
            assertThatThrownBy(() -> writer.createIndexes(more -> {
                        told.addAndGet(more);
                        if (reports.incrementAndGet() == 10) {
                            throw cancelled;
                        }
                    }))
                    .isSameAs(cancelled);
            assertThat(told.get()).isPositive().isLessThan(GenerationWriter.indexRows(written.get()));
        }
        try (GenerationWriter writer = new GenerationWriter(directory.resolve("b.part"), loader)) {
            AtomicLong told = new AtomicLong();
            long rows = writer.writeDirectories(tree.rows(), more -> {});
            writer.createIndexes(more -> {
                assertThat(more).isNotNegative();
                told.addAndGet(more);
            });
            assertThat(told).hasValue(GenerationWriter.indexRows(rows));
        }
    }

    @Test
    void loadingStopsWhenToldTo() throws Exception {
        SampleTree tree = SampleTree.random(4, SCAN, 3000);
        try (GenerationWriter writer = new GenerationWriter(directory.resolve("a.part"), loader)) {
            assertThatThrownBy(() -> writer.writeDirectories(tree.rows(), rows -> {
                        throw new CancellationException("stop");
                    }))
                    .isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void totalsOfManyOwnersAreWrittenInBatchesAndStopWhenToldTo() throws Exception {
        List<OwnerTotals> owners = LongStream.range(0, 2_500)
                .mapToObj(uid -> new OwnerTotals(uid, 1, 1, 1, 1))
                .toList();
        Path file = directory.resolve("a.part");
        AtomicLong batches = new AtomicLong();
        try (GenerationWriter writer = new GenerationWriter(file, loader)) {
            writer.writeOwners(owners, batches::incrementAndGet);
            writer.createIndexes(rows -> {});
        }
        try (GenerationWriter writer = new GenerationWriter(directory.resolve("b.part"), loader)) {
            CancellationException cancelled = new CancellationException("stop");
            assertThatThrownBy(() -> writer.writeGroups(owners, () -> {
                        throw cancelled;
                    }))
                    .isSameAs(cancelled);
        }

        assertThat(batches).hasValue(3);
        assertThat(query(file, "SELECT COUNT(*), SUM(owner_uid) FROM owner_summary"))
                .containsExactly("2500|" + 2_499 * 2_500 / 2);
    }

    @Test
    void aDiskThatFailsWhileTheFileGrowsIsAnIoExceptionOfTheLoad() throws Exception {
        SampleTree tree = SampleTree.random(4, SCAN, 20_000);
        CompletableFuture<Thread> failing = new CompletableFuture<>();
        Path file = directory.resolve("a.part");
        try (GenerationWriter writer = new GenerationWriter(
                file,
                loader,
                part -> new DiskForcer(
                        part,
                        disk(() -> {
                            failing.complete(Thread.currentThread());
                            throw new IOException("No space left on device");
                        }),
                        0))) {
            assertThatThrownBy(() -> writer.writeDirectories(tree.rows(), rows -> awaitRestOf(failing)))
                    .isInstanceOf(IOException.class)
                    .hasMessage("cannot force " + file + " to disk: java.io.IOException: No space left on device");
        }
    }

    @Test
    @Timeout(30)
    void verifyCanBeCancelledWhileASlowDiskIsWaitedFor() throws Exception {
        SampleTree tree = SampleTree.random(4, SCAN, 100);
        CountDownLatch slow = new CountDownLatch(1);
        try (GenerationWriter writer = new GenerationWriter(
                directory.resolve("a.part"), loader, part -> new DiskForcer(part, disk(() -> await(slow)), 0))) {
            tree.writeTo(writer);
            AtomicLong told = new AtomicLong();
            CancellationException cancelled = new CancellationException("stop");

            assertThatThrownBy(() -> writer.verify(tree.expected(), steps -> {
                        if (told.addAndGet(steps) == GenerationWriter.VERIFY_STEPS && steps == 0) {
                            throw cancelled;
                        }
                    }))
                    .isSameAs(cancelled);
        } finally {
            slow.countDown();
        }
    }

    @Test
    void aFileThatIsLostIsAnIoExceptionOfTheIndexes() throws Exception {
        SampleTree tree = SampleTree.random(4, SCAN, 5000);
        Path file = directory.resolve("a.part");
        try (GenerationWriter writer = new GenerationWriter(file, loader)) {
            writer.writeDirectories(tree.rows(), rows -> {});
            Files.delete(file);

            assertThatThrownBy(() -> writer.createIndexes(rows -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("cannot read the size of " + file);
        }
    }

    @Test
    void neverWritesOverAnotherDatabase() throws Exception {
        Path file = Files.writeString(directory.resolve("a.db"), "something");

        assertThatThrownBy(() -> new GenerationWriter(file, loader))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("exists");
        assertThat(file).hasContent("something");
    }

    private interface Force {
        void run() throws IOException;
    }

    private static DiskForcer.Disk disk(Force force) {
        return new DiskForcer.Disk() {
            @Override
            public void force() throws IOException {
                force.run();
            }

            @Override
            public void close() {}
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the thread that forces to fail, and to have told so: then it waits for what to do next. */
    private static void awaitRestOf(CompletableFuture<Thread> failing) {
        Thread forcing = failing.orTimeout(20, TimeUnit.SECONDS).join();
        while (forcing.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100));
        }
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static List<String> query(Path file, String sql) throws SQLException {
        try (Connection connection = open(file);
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= results.getMetaData().getColumnCount(); i++) {
                    columns.add(String.valueOf(results.getString(i)));
                }
                rows.add(String.join("|", columns));
            }
            return rows;
        }
    }
}

package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fscensus.entry.EntryBatch;
import org.fscensus.entry.EntryReader;
import org.fscensus.entry.PathText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NcduExportTest {
    /** As ncdu 1.18 wrote it, with -e. */
    private static final String REAL = """
            [1,2,{"progname":"ncdu","progver":"1.18","timestamp":1795301847},
            [{"name":"/data/tree","asize":4096,"dsize":4096,"dev":65024,"uid":0,"gid":0,"mode":16877,"mtime":1795301847},
            {"name":"b","asize":3,"dsize":4096,"uid":0,"gid":7,"mode":33188,"mtime":1795301847,"ino":5366102,"hlnkc":true,"nlink":2},
            [{"name":"d2","asize":4096,"dsize":4096,"uid":0,"gid":0,"mode":16877,"mtime":1795301847},
            {"name":"x","asize":1,"dsize":4096,"uid":5,"gid":0,"mode":33188,"mtime":-2}],
            {"name":"sparse","asize":100000,"uid":0,"gid":0,"mode":33188,"mtime":1795301847},
            {"name":"no","dev":0,"excluded":"pattern"},
            {"name":"gone","read_error":true},
            {"name":"sl","asize":1,"uid":0,"gid":0,"mode":41471,"mtime":1795301847,"notreg":true}]]
            """;

    private final Heard heard = new Heard();

    @Test
    void anExportIsReadAsItStands() throws IOException {
        NcduExport export = open(REAL);
        assertThat(export.scanTime()).contains(Instant.ofEpochSecond(1795301847));
        EntryBatch batch = new EntryBatch();
        try (EntryReader reader = export.newReader()) {
            assertThat(reader.read(batch)).isFalse();
        }
        assertThat(paths(batch))
                .containsExactly(
                        "/data/tree/ 0",
                        "/data/tree/b 4096",
                        "/data/tree/d2/ 0",
                        "/data/tree/d2/x 4096",
                        "/data/tree/sparse 0",
                        "/data/tree/sl 0");
        assertThat(batch.gid[1]).isEqualTo(7);
        assertThat(batch.links[1]).isEqualTo(2);
        assertThat(batch.inode[1]).isEqualTo(5366102);
        assertThat(batch.inodeGeneration[1]).isEqualTo(65024);
        assertThat(batch.modifyTime[3]).isEqualTo(-2);
        assertThat(batch.accessTime[3]).isEqualTo(EntryBatch.NO_TIME);
        assertThat(batch.apparentBytes[4]).isEqualTo(100_000);
        assertThat(batch.sameParent[1]).isFalse();
        assertThat(batch.sameParent[2]).isTrue();
        assertThat(batch.sameParent[3]).isFalse();
        assertThat(batch.sameParent[5]).isTrue();
        assertThat(heard.all).containsExactly("excluded", "unreadable 6 false /data/tree/gone");
        assertThat(export.withoutOwner()).isZero();
    }

    /** Numbers too, which may not end in what they can go on with. */
    @Test
    void whatIsCutOffAnywhereIsNotTakenForMalformed() {
        String numbers = REAL.replace("\"notreg\":true", "\"notreg\":true,\"z\":[-1.5e+3,2E-7,0e1,false,null]");
        for (int length = 0; length < numbers.stripTrailing().length(); length++) {
            String part = numbers.substring(0, length);
            assertThatThrownBy(() -> readAll(part))
                    .as(part)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining("a.json is cut off")
                    .hasMessageContaining("byte");
        }
    }

    @Test
    void whateverIsBrokenEndsAndFailsCleanly() {
        long first = Long.getLong("fscensus.random.seed", 1);
        for (long seed = first; seed < first + 4000; seed++) {
            Random random = new Random(seed);
            StringBuilder broken = new StringBuilder(REAL);
            for (int n = random.nextInt(3); n >= 0; n--) {
                mutilate(broken, random);
            }
            try {
                // Pieces may have come twice, three times over.
                assertThat(readAll(broken.toString())).as("seed %d", seed).hasSizeLessThan(100);
            } catch (IOException e) {
                assertThat(e).as("seed %d", seed).hasMessageContaining("a.json").hasMessageContaining("byte");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + broken, e);
            }
        }
    }

    private static void mutilate(StringBuilder export, Random random) {
        List<String> pieces = List.of(
                "[[[[",
                "]]",
                "{",
                "}",
                ",,",
                "\"",
                "\\",
                "\\u",
                "\\ud800",
                "\\u0000",
                "-",
                "1e400",
                "1.5",
                "-1",
                "18446744073709551615",
                "18446744073709551616",
                "9".repeat(400),
                "null",
                "true",
                "nul",
                "[".repeat(2000),
                "\"name\":\"..\",",
                "\"name\":\"\",",
                "\"asize\":{},",
                "\"dsize\":[[]],",
                "\u00ff",
                "\0",
                "\u00ef\u00bb\u00bf");
        int at = random.nextInt(export.length());
        int to = Math.min(export.length(), at + 1 + random.nextInt(random.nextBoolean() ? 3 : 60));
        switch (random.nextInt(5)) {
            case 0 -> export.setCharAt(at, "[]{},:\"\\-.e0 tn\0\u00ff".charAt(random.nextInt(17)));
            case 1 -> export.insert(at, pieces.get(random.nextInt(pieces.size())));
            case 2 -> export.replace(at, to, pieces.get(random.nextInt(pieces.size())));
            case 3 -> export.delete(at, Math.min(to, export.length() - 1));
            default -> export.insert(at, export.substring(at, to).repeat(3));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[2,0,{},[{\"name\":\"/\"}]]              | major version | 2",
                "{\"name\":\"/\"}                         | there is no '[' | 0",
                "[1,0,{},[{\"name\":\"x\"}]]              | no absolute path | ",
                "[1,0,{},[{\"asize\":1}]]                 | without a name | ",
                "[1,0,{},[{\"name\":\"/\"}]]x             | something follows | 23",
                "[1,0,{},[{\"name\":\"/\"},7]]            | there is no '{' | 22",
                "[1,0,{},[{\"name\":\"/\",\"uid\":\"x\"}]]| no number | 27",
                "[1,0,{},[{\"name\":\"/\\x\"}]]           | no such escape | ",
                "[1,0,{},[{\"name\":\"/\",\"z\":[1}}]]    | there is no ']' | ",
                "[1,0,{},[{\"name\":\"/\",\"z\":nul}]]    | no value | ",
            })
    void whatIsNoExportIsSaid(String document, String what, String where) {
        assertThatThrownBy(() -> readAll(document))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.json is no ncdu export")
                .hasMessageContaining(what)
                .hasMessageContaining("at byte " + (where == null ? "" : where));
    }

    @Test
    void namesThatAreNoneAreRejectedWithAllBelowThem() throws IOException {
        assertThat(readAll("[1,0,{},[{\"name\":\"/\"},[{\"name\":\"..\"},{\"name\":\"x\"},[{\"name\":\"y\"}]],"
                        + "{\"name\":\"a\\/b\"},{\"name\":\"\"},{\"name\":\"n\\u0000\"},{\"name\":\"ok\"}]]"))
                .containsExactly("/ 0", "/ok 0");
        assertThat(heard.all).hasSize(6).allMatch(one -> one.startsWith("rejected"));
        assertThat(heard.all.get(0)).contains(". or ..");
        assertThat(heard.all.get(3)).contains("slash");
    }

    @Test
    void missingFieldsAreWhatTheDocumentSays() throws IOException {
        NcduExport export = open(
                "[1,0,null,[{\"name\":\"/\",\"dev\":3},{\"name\":\"a\",\"hlnkc\":true},[{\"name\":\"m\",\"dev\":4},{\"name\":\"b\"}]]]");
        EntryBatch batch = new EntryBatch();
        assertThat(export.newReader().read(batch)).isFalse();
        assertThat(export.scanTime()).isEmpty();
        assertThat(export.withoutOwner()).isEqualTo(4);
        assertThat(batch.uid[1]).isEqualTo(-1);
        assertThat(batch.gid[1]).isEqualTo(-1);
        assertThat(batch.links[1]).isEqualTo(2);
        assertThat(batch.links[3]).isEqualTo(1);
        assertThat(batch.inodeGeneration[1]).isEqualTo(3);
        assertThat(batch.inodeGeneration[3]).isEqualTo(4);
        assertThat(batch.modifyTime[1]).isEqualTo(EntryBatch.NO_TIME);
    }

    @Test
    void namesAreBytes() throws IOException {
        assertThat(readAll("[1,0,{},[{\"name\":\"/\"},{\"name\":\"\u00ff\\u00e9\\ud83d\\ude00\\n\\\"\"}]]"))
                .containsExactly("/ 0", "/%FF\u00e9\ud83d\ude00%0A\" 0");
    }

    @Test
    void tenThousandDirectoriesInEachOtherAreRead() throws IOException {
        int depth = 10_000;
        EntryBatch batch = new EntryBatch();
        int entries = 0;
        try (NcduExport export =
                open("[1,0,{},[{\"name\":\"/\"}" + ",[{\"name\":\"d\"}".repeat(depth) + "]".repeat(depth + 2))) {
            EntryReader reader = export.newReader();
            while (reader.read(batch)) {
                entries += batch.size;
            }
        }
        assertThat(entries + batch.size).isEqualTo(depth + 1);
        int last = batch.size - 1;
        assertThat(batch.pathEnd[last] - batch.pathStart[last]).isEqualTo(2 * depth);
        assertThat(readAll("[1,0,{},[{\"name\":\"/\",\"x\":" + "[".repeat(depth) + "]".repeat(depth) + "}]]"))
                .containsExactly("/ 0");
        assertThatThrownBy(() -> readAll("[1,0,{},[{\"name\":\"/\"}" + ",[{\"name\":\"\"}".repeat(70_000)))
                .hasMessageContaining("too deeply");
    }

    @Test
    void manyReadersDrawEveryEntryOnce() throws Exception {
        StringBuilder document = new StringBuilder("[1,0,{},[{\"name\":\"/\"}");
        for (int i = 0; i < 20_000; i++) {
            document.append(",{\"name\":\"f").append(i).append("\"}");
        }
        NcduExport export = open(document + "]]");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<String> all = new ArrayList<>();
        try {
            Callable<List<String>> worker = () -> drain(export.newReader());
            for (Future<List<String>> ended : threads.invokeAll(List.of(worker, worker, worker, worker))) {
                all.addAll(ended.get());
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(all).hasSize(20_001).doesNotHaveDuplicates();
    }

    private NcduExport open(String document) throws IOException {
        byte[] bytes = document.getBytes(StandardCharsets.ISO_8859_1);
        return new NcduExport(new ByteArrayInputStream(bytes), "a.json", heard);
    }

    private List<String> readAll(String document) throws IOException {
        try (NcduExport export = open(document)) {
            return drain(export.newReader());
        }
    }

    private static List<String> drain(EntryReader reader) throws IOException {
        List<String> paths = new ArrayList<>();
        EntryBatch batch = new EntryBatch();
        boolean more = true;
        while (more) {
            more = reader.read(batch);
            paths.addAll(paths(batch));
        }
        return paths;
    }

    /** Paths, those of directories with a slash at the end, and allocated bytes of files. */
    private static List<String> paths(EntryBatch batch) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < batch.size; i++) {
            String path = PathText.encode(batch.bytes, batch.pathStart[i], batch.pathEnd[i]);
            paths.add(path + (batch.directory[i] ? "/ 0" : " " + batch.allocatedBytes[i]));
        }
        return paths;
    }

    private static final class Heard implements NcduExport.Listener {
        private final List<String> all = new ArrayList<>();

        @Override
        public void rejected(long offset, long block, String reason, byte[] bytes, int length) {
            all.add("rejected " + block + " " + reason + " " + PathText.encode(bytes, 0, length));
        }

        @Override
        public void excluded() {
            all.add("excluded");
        }

        @Override
        public void unreadable(long offset, long block, boolean entry, byte[] bytes, int length) {
            all.add("unreadable " + block + " " + entry + " " + PathText.encode(bytes, 0, length));
        }
    }
}

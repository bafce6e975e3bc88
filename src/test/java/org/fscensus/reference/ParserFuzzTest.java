package org.fscensus.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fscensus.entry.EntryBatch;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LineResult;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.PathEscape;
import org.junit.jupiter.api.Test;

/**
 * The fast parser takes mutilated lines as the reference does, one by one: it reads words that reach beyond a token and
 * beyond the line, and must not take anything from there. {@code -Dfscensus.random.seed=} begins elsewhere.
 */
class ParserFuzzTest {
    private static final int LOGS = 8_000;
    private static final int LINES = 24;
    private static final String AWKWARD = "\n\n \t=-/..%\\\r\0\u0001\u000b\u0080\u00ff09:<>[";
    private static final List<String> PIECES = List.of(
            " -- ",
            " --",
            "-- ",
            " s=",
            " a=0 ",
            " u=4294967295 ",
            " g=4294967296 ",
            " ac=2024-02-29 23:59:60 ",
            " ac=2024-01-01  00:00:00.5 ",
            " nl=2147483648 ",
            " mt=2020-01-01 ",
            "/.",
            "/..",
            "/...",
            "/.hidden",
            "//",
            "12345678",
            "123456789012345",
            "1234567890123456",
            "9223372036854775807",
            "9223372036854775808",
            "00000000000000000000007",
            " unknown_token_longer_than_a_word ");

    @Test
    void everyLineIsReadAsTheReferenceReadsIt() {
        long first = Long.getLong("fscensus.random.seed", 1);
        int entries = 0;
        for (long seed = first; seed < first + LOGS; seed++) {
            entries += compare(seed);
        }
        // Most of the damage leaves an entry, or nothing would be compared.
        assertThat(entries).isGreaterThan(LOGS * LINES / 4);
    }

    private static int compare(long seed) {
        String log = log(new Random(seed));
        byte[] bytes = log.getBytes(StandardCharsets.ISO_8859_1);
        int limit = bytes.length;
        bytes = Arrays.copyOf(bytes, limit + EntryBatch.PADDING);
        LineParser parser = LogFormat.GPFS.newParser(new ParseOptions(ZoneOffset.UTC, PathEscape.NONE, false));
        ReferenceParser reference = new ReferenceParser(ReferenceOptions.DEFAULT);
        EntryBatch batch = new EntryBatch();
        int at = 0;
        int entries = 0;
        for (String line : ReferenceParser.lines(log)) {
            batch.reset(bytes);
            LineResult result = parser.parse(bytes, at, limit, batch);
            String where = "seed " + seed + ": " + line;
            assertThat(parser.lineEnd()).as(where).isEqualTo(at + line.length());
            ReferenceLine expected = reference.parse(line);
            if (expected instanceof ReferenceLine.Entry entry) {
                assertThat(result).as(where).isEqualTo(LineResult.ENTRY);
                assertThat(read(batch)).as(where).isEqualTo(withSomeLink(entry));
                entries++;
            } else {
                assertThat(result).as(where).isNotEqualTo(LineResult.ENTRY);
                assertThat(result.isRejected()).as(where).isEqualTo(expected instanceof ReferenceLine.Rejected);
            }
            at = parser.lineEnd() + 1;
        }
        return entries;
    }

    private static String log(Random random) {
        RandomLine lines = new RandomLine(random);
        StringBuilder log = new StringBuilder();
        for (int i = 0; i < LINES; i++) {
            StringBuilder line = new StringBuilder(lines.file("/gpfs/dir" + random.nextInt(3) + "/file" + i));
            for (int damage = random.nextInt(4); damage > 0; damage--) {
                mutilate(line, random);
            }
            log.append(line).append('\n');
        }
        // The last line is cut off anywhere.
        log.setLength(log.length() - random.nextInt(40));
        return log.toString();
    }

    private static void mutilate(StringBuilder line, Random random) {
        int at = random.nextInt(line.length() + 1);
        int to = Math.min(line.length(), at + random.nextInt(12));
        switch (random.nextInt(5)) {
            case 0 -> line.setLength(at);
            case 1 -> line.delete(at, to);
            case 2 -> line.insert(at, AWKWARD.charAt(random.nextInt(AWKWARD.length())));
            case 3 -> line.replace(at, to, PIECES.get(random.nextInt(PIECES.size())));
            default -> line.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        }
        if (line.isEmpty()) {
            line.append(' ');
        }
    }

    /** A link count of 0 and none at all are the same to a batch. */
    private static ReferenceLine.Entry withSomeLink(ReferenceLine.Entry entry) {
        return new ReferenceLine.Entry(
                entry.directory(),
                entry.inode(),
                entry.generation(),
                Math.max(1, entry.links()),
                entry.uid(),
                entry.gid(),
                entry.allocated(),
                entry.apparent(),
                entry.lastAccess(),
                entry.ageTime(),
                entry.components());
    }

    private static ReferenceLine.Entry read(EntryBatch batch) {
        boolean directory = batch.directory[0];
        String path = new String(
                batch.bytes, batch.pathStart[0], batch.pathEnd[0] - batch.pathStart[0], StandardCharsets.ISO_8859_1);
        List<String> components =
                path.isEmpty() ? List.of() : List.of(path.substring(1).split("/"));
        return new ReferenceLine.Entry(
                directory,
                batch.inode[0],
                batch.inodeGeneration[0],
                Math.max(1, batch.links[0]),
                Integer.toUnsignedLong(batch.uid[0]),
                Integer.toUnsignedLong(batch.gid[0]),
                directory ? 0 : batch.allocatedBytes[0],
                directory ? 0 : batch.apparentBytes[0],
                batch.accessTime[0],
                batch.accessTime[0],
                components);
    }
}

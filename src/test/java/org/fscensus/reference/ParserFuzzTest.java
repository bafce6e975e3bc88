package org.fscensus.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fscensus.entry.EntryBatch;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LineResult;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.scanlog.Terminator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The fast parsers take mutilated lines as the reference does, one after the other: they read words that reach beyond a
 * token and beyond the line, and must not take anything from there; and it does not look again through what a path has in
 * common with the one before. {@code -Dfscensus.random.seed=} begins elsewhere.
 */
class ParserFuzzTest {
    private static final int LOGS = 8_000;
    private static final int LINES = 24;

    /** Of some logs, more than a batch holds. */
    private static final int MANY_LINES = 2 * EntryBatch.CAPACITY;

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
            " mt=2024-01-01 00:00:00\t",
            " nl=2147483648 ",
            " n=2147483648 ",
            " type=d ",
            " perm=d ",
            " b=18014398509481983 ",
            " a=-1.5 ",
            " m=12.3456789012 ",
            " a=1. ",
            "#",
            "18446744073709551615",
            "18446744073709551616",
            "0x",
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

    /** Where a name begins, just behind what may be known from the line before. */
    private static final List<String> BEGINNINGS = List.of(
            "/", ".", "..", "/.", "./", "../", "...", "\0", "//x", "%2F", "%2e/", "%00", "%2", "\\n", "\\\\", "\\");

    /** The first of the escaped ones reads as the second is written, which then is another of the same length. */
    private static final List<String> DIRECTORIES = List.of(
            "",
            "/gpfs/dir0",
            "/gpfs/dir1",
            "/gpfs/dir10",
            "/gpfs/dir1/below",
            "/gpfs/" + "long".repeat(30),
            "/gpfs/dir%252Fx",
            "/gpfs/dir%2Fx/z",
            "/gpfs/a\\\\b");

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NCDU")
    void everyLineIsReadAsTheReferenceReadsIt(ReferenceFormat format) {
        long first = Long.getLong("fscensus.random.seed", 1);
        Tally tally = new Tally();
        for (long seed = first; seed < first + LOGS; seed++) {
            compare(seed, format, tally);
        }
        // Most of the damage leaves an entry, or nothing would be compared.
        assertThat(tally.entries).isGreaterThan(LOGS * LINES / 4);
        assertThat(tally.sameParents).isGreaterThan(LOGS * LINES / 8);
    }

    /** How often what is tested has come about. */
    private static final class Tally {
        private int entries;
        private int sameParents;
    }

    private static ReferenceOptions options(long seed, ReferenceFormat format) {
        // Only paths without escapes are known from the line before: half of the logs have such.
        PathEscape escape = List.of(PathEscape.NONE, PathEscape.PERCENT, PathEscape.NONE, PathEscape.BACKSLASH)
                .get((int) Math.floorMod(seed, 4L));
        AgeFrom ageFrom = Math.floorMod(seed, 8L) < 4 ? AgeFrom.ACCESS : AgeFrom.MODIFY;
        ReferenceOptions usual = ReferenceOptions.DEFAULT;
        return new ReferenceOptions(usual.timeZone(), escape, ageFrom, usual.hardLinks(), usual.scanTime(), format);
    }

    private static void compare(long seed, ReferenceFormat format, Tally tally) {
        String log = log(new Random(seed), format);
        byte[] bytes = log.getBytes(StandardCharsets.ISO_8859_1);
        int limit = bytes.length;
        bytes = Arrays.copyOf(bytes, limit + EntryBatch.PADDING);
        ReferenceOptions options = options(seed, format);
        boolean modifyTimes = options.ageFrom() == AgeFrom.MODIFY;
        LineParser parser = parser(format, new ParseOptions(options.timeZone(), options.pathEscape(), modifyTimes));
        EntryBatch batch = new EntryBatch();
        batch.reset(bytes);
        int at = 0;
        for (String line : format.lines(log)) {
            if (batch.isFull()) {
                batch.reset(bytes);
            }
            int i = batch.size;
            LineResult result = parser.parse(bytes, at, limit, batch);
            String where = "seed " + seed + ", " + options + ": " + line;
            assertThat(parser.lineEnd()).as(where).isEqualTo(at + line.length());
            ReferenceLine expected = format.parse(line, options);
            if (expected instanceof ReferenceLine.Entry entry) {
                assertThat(result).as(where).isEqualTo(LineResult.ENTRY);
                assertThat(batch.size).as(where).isEqualTo(i + 1);
                assertThat(read(batch, i, modifyTimes)).as(where).isEqualTo(withSomeLink(entry));
                tally.entries++;
                if (batch.sameParent[i]) {
                    assertThat(parent(batch, i)).as(where).isEqualTo(parent(batch, i - 1));
                    tally.sameParents++;
                }
            } else {
                assertThat(result).as(where).isNotEqualTo(LineResult.ENTRY);
                assertThat(result.isRejected() && parser.reason(result).isEmpty())
                        .isFalse();
                assertThat(result.isRejected()).as(where).isEqualTo(expected instanceof ReferenceLine.Rejected);
                assertThat(batch.size).as(where).isEqualTo(i);
                assertThat(text(bytes, at, parser.lineEnd())).as(where).isEqualTo(line);
            }
            at = parser.lineEnd() + 1;
        }
    }

    private static LineParser parser(ReferenceFormat format, ParseOptions options) {
        Terminator terminator = format.terminator() == '\0' ? Terminator.NUL : Terminator.NEWLINE;
        String id = format.directory().replace("-nul", "");
        return LogFormat.byId(id).orElseThrow().newParser(options, terminator);
    }

    private static String log(Random random, ReferenceFormat format) {
        RandomLines lines = RandomLines.of(format, random);
        StringBuilder log = new StringBuilder();
        int count = random.nextInt(50) == 0 ? MANY_LINES : LINES;
        String directory = pick(DIRECTORIES, random);
        for (int i = 0; i < count; i++) {
            if (random.nextInt(4) == 0) {
                directory = pick(DIRECTORIES, random);
            }
            String path = directory + "/" + (random.nextBoolean() ? "file" : "a_longer_name-") + i;
            StringBuilder line = new StringBuilder(random.nextInt(6) == 0 ? lines.directory(path) : lines.file(path));
            if (random.nextInt(4) == 0) {
                mutilateName(line, random);
            }
            for (int damage = random.nextInt(8) - 4; damage > 0; damage--) {
                mutilate(line, random);
            }
            log.append(line).append(format.terminator());
        }
        // The last line is cut off anywhere.
        log.setLength(log.length() - random.nextInt(40));
        return log.toString();
    }

    /** Puts something in front of the path's last name, or in its place. */
    private static void mutilateName(StringBuilder line, Random random) {
        int name = line.lastIndexOf("/") + 1;
        if (random.nextBoolean()) {
            line.setLength(name);
        }
        line.insert(name, pick(BEGINNINGS, random));
    }

    private static void mutilate(StringBuilder line, Random random) {
        int at = random.nextInt(line.length() + 1);
        int to = Math.min(line.length(), at + random.nextInt(12));
        switch (random.nextInt(5)) {
            case 0 -> line.setLength(at);
            case 1 -> line.delete(at, to);
            case 2 -> line.insert(at, AWKWARD.charAt(random.nextInt(AWKWARD.length())));
            case 3 -> line.replace(at, to, pick(PIECES, random));
            default -> line.insert(at, pick(PIECES, random));
        }
        if (line.isEmpty()) {
            line.append(' ');
        }
    }

    private static String pick(List<String> values, Random random) {
        return values.get(random.nextInt(values.size()));
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

    private static ReferenceLine.Entry read(EntryBatch batch, int i, boolean modifyTimes) {
        boolean directory = batch.directory[i];
        String path = text(batch.bytes, batch.pathStart[i], batch.pathEnd[i]);
        assertThat(text(batch.bytes, batch.nameStart[i], batch.pathEnd[i]))
                .isEqualTo(path.substring(path.lastIndexOf('/') + 1));
        List<String> components =
                path.isEmpty() ? List.of() : List.of(path.substring(1).split("/"));
        long ageTime = modifyTimes ? batch.modifyTime[i] : batch.accessTime[i];
        return new ReferenceLine.Entry(
                directory,
                batch.inode[i],
                batch.inodeGeneration[i],
                Math.max(1, batch.links[i]),
                Integer.toUnsignedLong(batch.uid[i]),
                Integer.toUnsignedLong(batch.gid[i]),
                directory ? 0 : batch.allocatedBytes[i],
                directory ? 0 : batch.apparentBytes[i],
                batch.accessTime[i],
                ageTime == EntryBatch.NO_TIME ? null : ageTime,
                components);
    }

    /** The path of the directory that an entry lies in, with its slash. */
    private static String parent(EntryBatch batch, int i) {
        return text(batch.bytes, batch.pathStart[i], batch.nameStart[i]);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}

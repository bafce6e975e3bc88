package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.pipeline.ImportOptions.HardLinks;
import org.fscensus.reference.CensusDump;
import org.fscensus.reference.CensusFigures;
import org.fscensus.reference.CensusFigures.Directory;
import org.fscensus.reference.CensusFigures.Totals;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.scanlog.PlainFileSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same tree in every format gives the same figures, those aside that a format does not carry. */
class EquivalentFormatsTest {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final Instant SCAN = Instant.parse("2026-01-15T00:00:00Z");

    @TempDir
    Path data;

    /** One inode at one path, with figures that every format can carry: whole KiB. */
    private record Entry(
            String path,
            boolean directory,
            long inode,
            int links,
            long uid,
            long gid,
            long size,
            long kib,
            long access,
            long modify) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theFiguresOfEveryDirectoryAreTheSame(long seed) throws Exception {
        List<Entry> tree = tree(new Random(seed));
        for (HardLinks links : HardLinks.values()) {
            CensusFigures posix = census(lines(tree, EquivalentFormatsTest::posix, "\n"), links, AgeFrom.ACCESS);
            assertSame(posix, census(lines(tree, EquivalentFormatsTest::gpfs, "\n"), links, AgeFrom.ACCESS));
            assertSame(posix, census(lines(tree, EquivalentFormatsTest::posix, "\0"), links, AgeFrom.ACCESS));
            if (links == HardLinks.EACH) {
                assertSame(posix, census(lines(tree, EquivalentFormatsTest::lustre, "\n"), links, AgeFrom.ACCESS));
                assertSame(posix, census(lines(tree, EquivalentFormatsTest::lustre, "\0"), links, AgeFrom.ACCESS));
            }
            // An export has no access times.
            CensusFigures byModification =
                    census(lines(tree, EquivalentFormatsTest::posix, "\n"), links, AgeFrom.MODIFY);
            assertSame(withoutAccess(byModification), withoutAccess(census(export(tree), links, AgeFrom.MODIFY)));
        }
    }

    private CensusFigures census(String log, HardLinks hardLinks, AgeFrom ageFrom) throws Exception {
        ReferenceOptions options = new ReferenceOptions(ZoneOffset.UTC, PathEscape.NONE, ageFrom, hardLinks, SCAN);
        // A data directory of its own, as the scan time is the same.
        Path own = data.resolve("run" + System.nanoTime());
        return new PipelineFixture(own)
                .underTest(2, PlainFileSource.DEFAULT_PIECE)
                .census(log.getBytes(StandardCharsets.ISO_8859_1), options);
    }

    private static void assertSame(CensusFigures one, CensusFigures other) {
        assertThat(one.directories()).hasSizeGreaterThan(20);
        assertThat(CensusDump.differences(CensusDump.of(one), CensusDump.of(other)))
                .isEmpty();
    }

    private static CensusFigures withoutAccess(CensusFigures figures) {
        List<Directory> directories = figures.directories().stream()
                .map(one -> new Directory(
                        one.id(),
                        one.parentId(),
                        one.name(),
                        one.depth(),
                        one.listed(),
                        one.uid(),
                        one.gid(),
                        withoutAccess(one.direct()),
                        withoutAccess(one.recursive()),
                        one.ownerUid(),
                        one.ownerGid()))
                .toList();
        return new CensusFigures(
                figures.counters(),
                directories,
                figures.owners(),
                figures.groups(),
                figures.ages(),
                figures.sizes(),
                figures.usage(),
                figures.apparent());
    }

    private static Totals withoutAccess(Totals totals) {
        return new Totals(totals.files(), totals.allocated(), totals.apparent(), totals.directories(), null);
    }

    /** Parents before children, children behind each other, as an export has to have them. */
    private static List<Entry> tree(Random random) {
        List<Entry> tree = new ArrayList<>();
        grow(tree, "/data/fs", 0, random);
        return tree;
    }

    private static void grow(List<Entry> tree, String path, int depth, Random random) {
        tree.add(entry(path, true, random));
        int children = 4 + random.nextInt(5);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < children; i++) {
            String name = List.of("a b", "x -- y", "caf\u00e9", "\u00ff", "q\"\\", "n" + i, "s=1", "%41", " ")
                    .get(random.nextInt(9));
            if (!names.add(name)) {
                continue;
            }
            if (depth < 4 && random.nextInt(3) > 0) {
                grow(tree, path + "/" + name, depth + 1, random);
            } else {
                tree.add(entry(path + "/" + name, false, random));
            }
        }
    }

    private static Entry entry(String path, boolean directory, Random random) {
        boolean linked = !directory && random.nextInt(4) == 0;
        long inode = linked ? 1 + random.nextInt(4) : 100 + random.nextInt(1_000_000);
        // All links of an inode have its figures.
        Random of = linked ? new Random(inode) : random;
        long kib = 4L * of.nextInt(1 << of.nextInt(20));
        // GPFS takes a small file without blocks for one with its data in the inode.
        long size = kib == 0 ? of.nextInt(2) * 5000L : kib * 1024 - of.nextInt(1000);
        long time = SCAN.getEpochSecond() - of.nextInt(300_000_000);
        return new Entry(
                path,
                directory,
                inode,
                linked ? 2 : 1,
                of.nextInt(5) == 0 ? 4294967294L : 1000 + of.nextInt(3),
                100 + of.nextInt(3),
                size,
                kib,
                time,
                time - of.nextInt(1000));
    }

    private interface Line {
        String of(Entry entry);
    }

    private static String lines(List<Entry> tree, Line line, String terminator) {
        StringBuilder log = new StringBuilder();
        for (Entry entry : tree) {
            log.append(line.of(entry)).append(" -- ").append(entry.path()).append(terminator);
        }
        return log.toString();
    }

    private static String gpfs(Entry entry) {
        return "<0> %d 1 0  s=%d a=%d u=%d g=%d m=FAu p=%s ac=%s mt=%s nl=%d"
                .formatted(
                        entry.inode(),
                        entry.size(),
                        entry.kib(),
                        entry.uid(),
                        entry.gid(),
                        entry.directory() ? "drwxr-xr-x" : "-rw-r--r--",
                        date(entry.access()),
                        date(entry.modify()),
                        entry.links());
    }

    private static String date(long time) {
        return TIME.format(LocalDateTime.ofEpochSecond(time, 0, ZoneOffset.UTC));
    }

    private static String posix(Entry entry) {
        return "%d s=%d b=%d u=%d g=%d n=%d type=%s perm=644 a=%d.5 m=%d.0 c=1"
                .formatted(
                        entry.inode(),
                        entry.size(),
                        entry.kib() * 2,
                        entry.uid(),
                        entry.gid(),
                        entry.links(),
                        entry.directory() ? "d" : "f",
                        entry.access(),
                        entry.modify());
    }

    private static String lustre(Entry entry) {
        return "0x200000401:0x%x:0x0 s=%d b=%d u=%d g=%d p=0 type=%s perm=0644 a=%d m=%d c=1"
                .formatted(
                        entry.inode(),
                        entry.size(),
                        entry.kib() * 2,
                        entry.uid(),
                        entry.gid(),
                        entry.directory() ? "d" : "f",
                        entry.access(),
                        entry.modify());
    }

    private static String export(List<Entry> tree) {
        StringBuilder json = new StringBuilder("[1,2,{}");
        List<String> directories = new ArrayList<>();
        for (Entry entry : tree) {
            while (!directories.isEmpty() && !entry.path().startsWith(directories.get(directories.size() - 1) + "/")) {
                directories.remove(directories.size() - 1);
                json.append(']');
            }
            String name = directories.isEmpty()
                    ? entry.path()
                    : entry.path().substring(entry.path().lastIndexOf('/') + 1);
            json.append(',').append(entry.directory() ? "[" : "");
            json.append("{\"name\":\"")
                    .append(name.replace("\\", "\\\\").replace("\"", "\\\""))
                    .append('"');
            json.append(",\"asize\":%d,\"dsize\":%d,\"dev\":1".formatted(entry.size(), entry.kib() * 1024));
            json.append(",\"uid\":%d,\"gid\":%d,\"mtime\":%d".formatted(entry.uid(), entry.gid(), entry.modify()));
            json.append(entry.links() > 1 ? ",\"ino\":%d,\"hlnkc\":true,\"nlink\":2}".formatted(entry.inode()) : "}");
            if (entry.directory()) {
                directories.add(entry.path());
            }
        }
        return json + "]".repeat(directories.size() + 1);
    }
}

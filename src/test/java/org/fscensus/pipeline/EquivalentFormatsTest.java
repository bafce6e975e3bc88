package org.fscensus.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
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
import org.fscensus.reference.ListedInode;
import org.fscensus.reference.ReferenceFormat;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.scanlog.PlainFileSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same tree in every format gives the same figures, those aside that a format does not carry. */
class EquivalentFormatsTest {
    private static final Instant SCAN = Instant.parse("2026-01-15T00:00:00Z");

    @TempDir
    Path data;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theFiguresOfEveryDirectoryAreTheSame(long seed) throws Exception {
        List<ListedInode> tree = tree(new Random(seed));
        for (HardLinks links : HardLinks.values()) {
            assertSameInEveryFormat(tree, links);
        }
    }

    @ParameterizedTest
    @EnumSource(HardLinks.class)
    void aTreeOnDiskHasThemWhenItIsWalkedAsWell(HardLinks links) throws Exception {
        Path root = data.toRealPath().resolve("tree");
        TreeOnDisk.grow(root, new Random(4), SCAN.getEpochSecond());
        List<ListedInode> found = ListedInode.find(root);
        assertThat(found).anyMatch(inode -> !inode.directory() && inode.links() > 1);
        CensusFigures posix = assertSameInEveryFormat(found, links);
        assertSame(posix, census(new ImportSource.Tree(root, List.of(), false), options(links, AgeFrom.ACCESS)));
    }

    /** Those of the POSIX log are returned. */
    private CensusFigures assertSameInEveryFormat(List<ListedInode> tree, HardLinks links) throws Exception {
        CensusFigures posix = census(tree, ReferenceFormat.POSIX, links, AgeFrom.ACCESS);
        assertSame(posix, census(tree, ReferenceFormat.GPFS, links, AgeFrom.ACCESS));
        assertSame(posix, census(tree, ReferenceFormat.POSIX_NUL, links, AgeFrom.ACCESS));
        if (links == HardLinks.EACH) {
            assertSame(posix, census(tree, ReferenceFormat.LUSTRE, links, AgeFrom.ACCESS));
            assertSame(posix, census(tree, ReferenceFormat.LUSTRE_NUL, links, AgeFrom.ACCESS));
        }
        // An export has no access times.
        CensusFigures byModification = census(tree, ReferenceFormat.POSIX, links, AgeFrom.MODIFY);
        assertSame(
                withoutAccess(byModification),
                withoutAccess(census(tree, ReferenceFormat.NCDU, links, AgeFrom.MODIFY)));
        return posix;
    }

    private static ReferenceOptions options(HardLinks hardLinks, AgeFrom ageFrom) {
        return new ReferenceOptions(ZoneOffset.UTC, PathEscape.NONE, ageFrom, hardLinks, SCAN);
    }

    private CensusFigures census(List<ListedInode> tree, ReferenceFormat format, HardLinks hardLinks, AgeFrom ageFrom)
            throws Exception {
        byte[] log = ListedInode.log(tree, format).getBytes(StandardCharsets.ISO_8859_1);
        Path file = Files.write(data.toRealPath().resolve("scan.log"), log);
        return census(new ImportSource.Logs(List.of(file)), options(hardLinks, ageFrom));
    }

    private CensusFigures census(ImportSource source, ReferenceOptions options) throws Exception {
        // A data directory of its own, as the scan time is the same.
        PipelineFixture fixture = new PipelineFixture(data.resolve("run" + System.nanoTime()));
        return fixture.census(source, options, 2, fixture.pipeline(PlainFileSource.DEFAULT_PIECE));
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
    private static List<ListedInode> tree(Random random) {
        List<ListedInode> tree = new ArrayList<>();
        grow(tree, "/data/fs", 0, random);
        return tree;
    }

    private static void grow(List<ListedInode> tree, String path, int depth, Random random) {
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

    private static ListedInode entry(String path, boolean directory, Random random) {
        boolean linked = !directory && random.nextInt(4) == 0;
        long inode = linked ? 1 + random.nextInt(4) : 100 + random.nextInt(1_000_000);
        // All links of an inode have its figures.
        Random of = linked ? new Random(inode) : random;
        long kib = 4L * of.nextInt(1 << of.nextInt(20));
        // GPFS takes a small file without blocks for one with its data in the inode.
        long size = kib == 0 ? of.nextInt(2) * 5000L : kib * 1024 - of.nextInt(1000);
        long time = SCAN.getEpochSecond() - of.nextInt(300_000_000);
        return new ListedInode(
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
}

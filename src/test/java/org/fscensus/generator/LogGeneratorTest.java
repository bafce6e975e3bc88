package org.fscensus.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.pipeline.ImportOptions.HardLinks;
import org.fscensus.reference.CensusFigures;
import org.fscensus.reference.CensusFigures.Directory;
import org.fscensus.reference.ReferenceCensus;
import org.fscensus.reference.ReferenceOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogGeneratorTest {
    @Test
    void everyLineIsAnEntryAndTheCountsAreAsAskedFor() throws Exception {
        CensusFigures census = census(LogShape.of(2_000, 20_000, 1));

        assertThat(census.counters().lines()).isEqualTo(22_000);
        assertThat(census.counters().rejectedLines()).isZero();
        assertThat(census.counters().noticeLines()).isZero();
        assertThat(census.counters().files()).isEqualTo(20_000);
        assertThat(census.counters().directories()).isEqualTo(2_000);
        assertThat(census.counters().unlistedDirectories()).isZero();
        assertThat(census.counters().laterThanScan()).isZero();
        assertThat(census.owners()).hasSizeBetween(100, 500);
        assertThat(census.groups()).hasSizeBetween(30, 60);
        assertThat(census.ages().keySet())
                .extracting(CensusFigures.Cell::bucket)
                .contains(0, 5, 10);
    }

    @Test
    void theTreeIsSkewed() throws Exception {
        CensusFigures census = census(LogShape.of(5_000, 30_000, 3));

        assertThat(census.directories()).extracting(Directory::depth).anyMatch(depth -> depth > 15);
        assertThat(largest(census, row -> row.direct().directories())).isGreaterThan(150);
        assertThat(largest(census, row -> row.direct().files())).isGreaterThan(500);
        assertThat(census.directories())
                .filteredOn(row -> row.direct().files() == 0)
                .hasSizeGreaterThan(200);
    }

    @Test
    void filesOfADirectoryComeInBurstsFarFromItsLine() throws Exception {
        List<String> paths = new String(bytes(LogShape.of(1_000, 12_000, 1)), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        long sameDirectoryAsBefore = IntStream.range(1, paths.size())
                .filter(i -> directory(paths.get(i)).equals(directory(paths.get(i - 1))))
                .count();

        assertThat(sameDirectoryAsBefore).isBetween(6_000L, 11_000L);
        assertThat(paths.subList(0, 100)).anyMatch(line -> line.contains(" p=d"));
        assertThat(paths.subList(12_900, 13_000)).anyMatch(line -> line.contains(" p=d"));
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "1, 1", "2, 10", "3, 0", "1, 5000", "5000, 1", "64, 64"})
    void anySizeIsExact(int directories, long files) throws Exception {
        CensusFigures census = census(LogShape.of(directories, files, 9));

        assertThat(census.counters().rejectedLines()).isZero();
        assertThat(census.counters().directories()).isEqualTo(directories);
        assertThat(census.counters().files()).isEqualTo(files);
    }

    @Test
    void depthIsBounded() throws Exception {
        LogShape shape = LogShape.from(Map.of("--directories", "3K", "--files", "3K", "--depth", "5", "--root", "/r"));
        CensusFigures shallow = census(shape);

        assertThat(shallow.counters().directories()).isEqualTo(3_000);
        assertThat(largest(shallow, Directory::depth)).isEqualTo(6);
        LogShape deep = LogShape.from(Map.of("--directories", "300K", "--files", "0", "--depth", "1000"));
        assertThat(longestLine(deep)).isGreaterThan(5_000);
    }

    @Test
    void unlistedDirectoriesLackTheirLine() throws Exception {
        CensusFigures census =
                census(LogShape.from(Map.of("--directories", "2K", "--files", "30K", "--unlisted", "0.3")));

        assertThat(census.counters().rejectedLines()).isZero();
        assertThat(census.counters().directories()).isBetween(1_300L, 1_500L);
        assertThat(census.counters().unlistedDirectories()).isBetween(450L, 650L);
        assertThat(census.counters().lines())
                .isEqualTo(30_000 + census.counters().directories());
    }

    @Test
    void oddNamesAreReadToo() throws Exception {
        CensusFigures census =
                census(LogShape.from(Map.of("--directories", "2K", "--files", "5K", "--odd-names", "0.5")));

        assertThat(census.counters().rejectedLines()).isZero();
        assertThat(census.counters().directories()).isEqualTo(2_000);
        assertThat(census.directories())
                .extracting(Directory::name)
                .anyMatch(name -> name.contains(" -- "))
                .anyMatch(name -> name.contains("caf\u00e9"));
    }

    @Test
    void someInodesAreListedTwice() throws Exception {
        ReferenceOptions plain = ReferenceOptions.DEFAULT;
        ReferenceOptions once = new ReferenceOptions(
                plain.timeZone(), plain.pathEscape(), AgeFrom.ACCESS, HardLinks.ONCE, plain.scanTime());
        byte[] log = bytes(LogShape.of(100, 20_000, 1));

        assertThat(new ReferenceCensus().census(log, once).counters().files()).isBetween(19_900L, 19_990L);
    }

    @Test
    void theSameSeedGivesTheSameBytesHoweverTheyAreRead() throws IOException {
        LogShape shape = LogShape.of(3_000, 9_000, 5);
        byte[] written = bytes(shape);
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try (InputStream stream = new LogGenerator(shape).open()) {
            read.write(stream.read());
            stream.transferTo(read);
            assertThat(stream.read()).isEqualTo(-1);
            assertThat(stream.read(new byte[5])).isEqualTo(-1);
        }

        assertThat(read.toByteArray()).isEqualTo(written);
        assertThat(bytes(shape)).isEqualTo(written);
        assertThat(bytes(LogShape.of(3_000, 9_000, 6))).isNotEqualTo(written);
    }

    @Test
    void sectionsMadeInAnyOrderAreTheLog() throws IOException {
        LogShape shape = LogShape.from(Map.of("--directories", "3K", "--files", "20K", "--unlisted", "0.1"));
        LogGenerator.Sections sections = new LogGenerator(shape).sections();
        List<byte[]> made = new ArrayList<>();
        for (long index = sections.count() - 1; index >= 0; index--) {
            ByteBuffer section = sections.get(index);
            byte[] lines = new byte[section.remaining()];
            section.get(lines);
            made.add(0, lines);
        }
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        made.forEach(together::writeBytes);

        assertThat(made).hasSizeGreaterThan(4);
        assertThat(together.toByteArray()).isEqualTo(bytes(shape));
    }

    @Test
    void inodesAscend() throws IOException {
        long last = 0;
        for (String line : new String(bytes(LogShape.of(1_000, 12_000, 2)), StandardCharsets.ISO_8859_1)
                .lines()
                .toList()) {
            long inode = Long.parseLong(line.substring(4, line.indexOf(' ', 4)));
            if (line.contains(" nl=2 ")) {
                // May be a second link, which repeats the inode of the first.
                continue;
            }
            assertThat(inode).isGreaterThan(last);
            last = inode;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "--depth,0",
        "--depth,x",
        "--giants,1.5",
        "--owners,0",
        "--root,relative",
        "--directorys,5",
        "--files,-1"
    })
    void optionsOutOfRangeAreRefusedByName(String option, String value) {
        assertThatThrownBy(() -> LogShape.from(Map.of(option, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(option);
    }

    private static CensusFigures census(LogShape shape) throws Exception {
        return new ReferenceCensus().census(bytes(shape), ReferenceOptions.DEFAULT);
    }

    private static byte[] bytes(LogShape shape) throws IOException {
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        assertThat(new LogGenerator(shape).writeTo(log)).isEqualTo(log.size());
        return log.toByteArray();
    }

    private static long largest(CensusFigures census, ToLongFunction<Directory> figure) {
        return census.directories().stream().mapToLong(figure).max().orElseThrow();
    }

    private static int longestLine(LogShape shape) throws IOException {
        return new String(bytes(shape), StandardCharsets.ISO_8859_1)
                .lines()
                .max(Comparator.comparingInt(String::length))
                .orElseThrow()
                .length();
    }

    private static String directory(String line) {
        return line.substring(line.indexOf(" -- "), line.lastIndexOf('/'));
    }
}

package org.fscensus.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fscensus.reference.CensusFigures;
import org.fscensus.reference.ReferenceCensus;
import org.fscensus.reference.ReferenceOptions;
import org.junit.jupiter.api.Test;

class SampleScanTest {
    @Test
    void theCommittedSampleIsWhatItsGeneratorMakes() throws Exception {
        assertThat(Files.readAllBytes(SampleScan.FILE)).isEqualTo(SampleScan.bytes());
    }

    @Test
    void theSampleHasSomethingOfEverything() throws Exception {
        CensusFigures census =
                new ReferenceCensus().census(Files.readAllBytes(SampleScan.FILE), ReferenceOptions.DEFAULT);

        assertThat(census.counters().rejectedLines()).isZero();
        assertThat(census.counters().noticeLines()).isEqualTo(3);
        assertThat(census.counters().files()).isBetween(300L, 600L);
        assertThat(census.counters().unlistedDirectories()).isEqualTo(3);
        assertThat(buckets(census.ages().keySet())).isEqualTo(upTo(11));
        assertThat(buckets(census.sizes().keySet())).isEqualTo(upTo(10));
        assertThat(census.owners()).hasSizeGreaterThan(7).containsKey(4294967294L);
        assertThat(census.groups()).hasSizeGreaterThan(5);
        assertThat(census.directories())
                .extracting(CensusFigures.Directory::name)
                .contains("caf\u00e9", "trailing ");
    }

    private static Collection<Integer> buckets(Collection<CensusFigures.Cell> cells) {
        return cells.stream().map(CensusFigures.Cell::bucket).collect(Collectors.toSet());
    }

    private static Collection<Integer> upTo(int bound) {
        return IntStream.range(0, bound).boxed().collect(Collectors.toSet());
    }
}

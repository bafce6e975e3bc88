package org.fscensus.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;
import org.fscensus.reference.CensusFigures.Counters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RandomLogTest {
    @Test
    void aSeedAlwaysGivesTheSameLogAndOptions() {
        assertThat(RandomLog.of(7).log())
                .isEqualTo(RandomLog.of(7).log())
                .isNotEqualTo(RandomLog.of(8).log());
        assertThat(RandomLog.of(7).options()).isEqualTo(RandomLog.of(7).options());
    }

    @Test
    void randomLogsReachWhatTheyAreMeantToReach() throws Exception {
        List<CensusFigures> all = LongStream.range(0, 50)
                .mapToObj(seed -> {
                    RandomLog random = RandomLog.of(seed);
                    try {
                        return new ReferenceCensus().census(random.log(), random.options());
                    } catch (Exception e) {
                        throw new AssertionError("seed " + seed, e);
                    }
                })
                .toList();

        assertThat(share(all, Counters::noticeLines)).isBetween(0.04, 0.2);
        assertThat(share(all, Counters::rejectedLines)).isBetween(0.05, 0.3);
        assertThat(share(all, Counters::files)).isBetween(0.3, 0.7);
        assertThat(share(all, Counters::directories)).isBetween(0.05, 0.3);
        assertThat(share(all, counters -> counters.unlistedDirectories())).isGreaterThan(0.02);
        assertThat(all).allSatisfy(census -> assertThat(census.directories()).isNotEmpty());
        assertThat(all.stream().mapToLong(census -> told(census.counters().duplicateDirectoryLines())))
                .anyMatch(lines -> lines > 3);
        assertThat(all.stream().mapToLong(census -> told(census.counters().laterThanScan())))
                .anyMatch(files -> files > 3);
        assertThat(all.stream().mapToLong(census -> census.counters().allocatedBytes()))
                .contains(Long.MAX_VALUE);
    }

    private static long told(@Nullable Long count) {
        return Objects.requireNonNull(count);
    }

    private static double share(List<CensusFigures> all, ToLongFunction<Counters> count) {
        long lines = all.stream().mapToLong(census -> census.counters().lines()).sum();
        return (double) all.stream()
                        .mapToLong(census -> count.applyAsLong(census.counters()))
                        .sum()
                / lines;
    }
}

package org.fscensus.census;

import static org.assertj.core.api.Assertions.assertThat;

import org.fscensus.store.DirectoryRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketsTest {
    private static final long SCAN = 1_768_089_600L;
    private static final long DAY = 86_400;

    @ParameterizedTest
    @CsvSource({
        "0,0",
        "29,0",
        "30,1",
        "89,1",
        "90,2",
        "179,2",
        "180,3",
        "364,3",
        "365,4",
        "729,4",
        "730,5",
        "1095,6",
        "1460,7",
        "1825,8",
        "2190,9",
        "2554,9",
        "2555,10",
        "20000,10"
    })
    void ageBoundsAreExclusiveAndCountWholeDays(long days, int bucket) {
        assertThat(AgeBuckets.bucketOf(SCAN, SCAN - days * DAY)).isEqualTo(bucket);
        assertThat(AgeBuckets.bucketOf(SCAN, SCAN - days * DAY - DAY + 1)).isEqualTo(bucket);
    }

    @Test
    void timesAfterTheScanAreYoungestAndMissingOnesOldest() {
        assertThat(AgeBuckets.bucketOf(SCAN, SCAN + 10 * DAY)).isZero();
        assertThat(AgeBuckets.bucketOf(SCAN, DirectoryRows.NO_TIME)).isEqualTo(AgeBuckets.COUNT - 1);
        assertThat(AgeBuckets.COUNT).isEqualTo(11);
    }

    @Test
    void everySizeBucketBeginsAtItsLowerBound() {
        assertThat(SizeBuckets.COUNT).isEqualTo(10);
        assertThat(SizeBuckets.bucketOf(0)).isZero();
        for (int bucket = 1; bucket < SizeBuckets.COUNT; bucket++) {
            assertThat(SizeBuckets.bucketOf(SizeBuckets.lowerBytes(bucket))).isEqualTo(bucket);
            assertThat(SizeBuckets.bucketOf(SizeBuckets.lowerBytes(bucket) - 1)).isEqualTo(bucket - 1);
        }
        assertThat(SizeBuckets.lowerBytes(SizeBuckets.COUNT - 1)).isEqualTo(100L << 30);
    }
}

package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketScaleTest {
    private static String marked(BucketScale scale, String filter) {
        Set<Integer> selected = scale.select(filter);
        StringBuilder text = new StringBuilder();
        for (int bucket = 0; bucket < scale.buckets().size(); bucket++) {
            text.append(selected.contains(bucket) ? 'x' : '.');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "3, ...x.......",
        "0, x..........",
        "10, ..........x",
        "3-5, ...xxx.....",
        "9-, .........xx",
        "0-, xxxxxxxxxxx",
        "3y-, ......xxxxx",
        "1y-3y, ....xx.....",
        "365d-1095d, ....xx.....",
        "0-90d, xx.........",
        "0d-30d, x..........",
        "6mo-, ...xxxxxxxx",
        "7y-, ..........x"
    })
    void agesAreBucketsOrBounds(String filter, String expected) {
        assertThat(marked(BucketScale.AGE, filter)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "9, .........x",
        "1GiB-, .......xxx",
        "1MiB-1GiB, ....xxx...",
        "1M-1G, ....xxx...",
        "0-1KiB, x.........",
        "0B-10240B, xx........",
        "1024-1MiB, .xxx......",
        "1048576-, ....xxxxxx",
        "2-3, ..xx......"
    })
    void sizesAreBucketsOrBounds(String filter, String expected) {
        assertThat(marked(BucketScale.SIZE, filter)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-3",
                "11",
                "3-11",
                "5-3",
                "3y",
                "3y-1y",
                "3y-3y",
                "100d-",
                "2y-30mo",
                "1-3y",
                "3y-5",
                "old",
                "2024-01-31",
                "3--5",
                "999999999999-",
                "12mo-"
            })
    void agesThatAreNoWholeBucketsAreRefusedWithTheBounds(String filter) {
        assertThatThrownBy(() -> marked(BucketScale.AGE, filter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + filter + "' means no whole buckets; write a bucket from 0 to 10,")
                .hasMessageEndingWith("the bounds are 0d, 30d, 90d, 180d, 1y, 2y, 3y, 4y, 5y, 6y, 7y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "1GiB", "1MB-", "1025-1MiB", "1000-", "2MiB-", "1GiB-1MiB", "1GiB-1GiB", "big"})
    void sizesThatAreNoWholeBucketsAreRefusedWithTheBounds(String filter) {
        assertThatThrownBy(() -> marked(BucketScale.SIZE, filter))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + filter + "' means no whole buckets; write a bucket from 0 to 9,")
                .hasMessageEndingWith(
                        "the bounds are 0B, 1KiB, 10KiB, 100KiB, 1MiB, 10MiB, 100MiB, 1GiB, 10GiB, 100GiB");
    }
}

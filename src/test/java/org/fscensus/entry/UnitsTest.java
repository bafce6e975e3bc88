package org.fscensus.entry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "4096, 4096",
        "10B, 10",
        "10KiB, 10240",
        "10k, 10240",
        "1.5T, 1649267441664",
        "500MB, 500000000",
        "1 GiB, 1073741824",
        "2EiB, 2305843009213693952",
    })
    void readsSizes(String text, long bytes) {
        assertThat(Units.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "100, 100", "10K, 10000", "1.5m, 1500000", "2G, 2000000000"})
    void readsCounts(String text, long count) {
        assertThat(Units.count(text)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", "1Q", "KiB", "1KiBB", "99999999999999999999", "8EiB", "0x10", "1,5K"})
    void refusesWhatIsNoSize(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.bytes(text)).withMessageContaining(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "10KiB", "10KB", "1%", "9999999999T"})
    void refusesWhatIsNoCount(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Units.count(text)).withMessageContaining(text);
    }
}

package org.fscensus.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    private static final Instant SCAN = Instant.parse("2026-01-11T06:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0,0", "4096,4096", "4096B,4096", "10GiB,10737418240", "10G,10737418240", "10g,10737418240",
        "1.5T,1649267441664", "500MB,500000000", "1kb,1000", "1K,1024", "0.5KiB,512", "7E,8070450532247928832",
        "9223372036854775807,9223372036854775807"
    })
    void sizes(String text, long bytes) {
        assertThat(Units.bytes(text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "ten", "10X", "10GiBB", "1..5K", "G", "8E", "9223372036854775808", "1e3", "0x10"})
    void whatIsNoSizeIsRefused(String text) {
        assertThatThrownBy(() -> Units.bytes(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "250,250", "10K,10000", "10k,10000", "1.5M,1500000", "2G,2000000000"})
    void counts(String text, long count) {
        assertThat(Units.count(text)).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10KB", "10KiB", "10 files", "-3", "KK"})
    void whatIsNoCountIsRefused(String text) {
        assertThatThrownBy(() -> Units.count(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-31,2024-01-31T00:00:00Z", "2024-01-31T08:00:00Z,2024-01-31T08:00:00Z", "90d,2025-10-13T06:00:00Z",
        "6mo,2025-07-15T06:00:00Z", "3y,2023-01-12T06:00:00Z", "0d,2026-01-11T06:00:00Z"
    })
    void timesAndAgesBeforeTheScan(String text, Instant time) {
        assertThat(Units.time(text).at(SCAN)).isEqualTo(time);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "y", "3w", "2024-13-01", "2024-01-31 08:00:00", "-3y", "3 y", "yesterday"})
    void whatIsNoTimeIsRefused(String text) {
        assertThatThrownBy(() -> Units.time(text)).isInstanceOf(IllegalArgumentException.class);
    }
}

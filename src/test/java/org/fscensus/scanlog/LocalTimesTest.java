package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Random;
import org.fscensus.entry.EntryBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalTimesTest {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UTC",
                "+05:30",
                "America/Denver",
                "Europe/Berlin",
                "Australia/Lord_Howe",
                "Africa/Casablanca",
                "Pacific/Apia",
                "America/Sao_Paulo"
            })
    void agreesWithJavaTimeInEveryZone(String zone) {
        ZoneId id = ZoneId.of(zone);
        LocalTimes times = new LocalTimes(id);
        Random random = new Random(7);
        for (int i = 0; i < 100_000; i++) {
            LocalDateTime time = i % 2 == 0
                    ? LocalDateTime.of(1900, 1, 1, 0, 0).plusSeconds(random.nextLong(6_000_000_000L))
                    : nearTransition(id, random);
            assertThat(parse(times, time.format(FORMAT)))
                    .as("%s", time)
                    .isEqualTo(time.atZone(id).toEpochSecond());
        }
    }

    private static LocalDateTime nearTransition(ZoneId id, Random random) {
        var start = LocalDateTime.of(1970, 1, 1, 0, 0)
                .plusDays(random.nextInt(25_000))
                .atZone(id)
                .toInstant();
        var transition = id.getRules().nextTransition(start);
        return (transition == null ? LocalDateTime.of(2024, 2, 29, 23, 59) : transition.getDateTimeBefore())
                .plusSeconds(random.nextInt(4 * 3600) - 2 * 3600L)
                .withNano(0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-13-01 00:00:00",
                "2026-00-01 00:00:00",
                "2026-02-29 00:00:00",
                "2026-04-31 00:00:00",
                "2026-01-00 00:00:00",
                "2026-01-01 24:00:00",
                "2026-01-01 00:60:00",
                "2026-01-01 00:00:61",
                "2026-01-01T00:00:00",
                "2026-01-01",
                "2026-01-01 ",
                "26-01-01 00:00:00",
                "2026-01-01 00:00:0x",
                "2026-01-01 00:00:00x",
                "2026-01-01 00:00:00.",
                "20a6-01-01 00:00:00",
                "",
                "-"
            })
    void refusesWhatIsNoTime(String text) {
        assertThat(parse(new LocalTimes(ZoneId.of("UTC")), text)).isEqualTo(EntryBatch.NO_TIME);
    }

    @Test
    void skipsFractionsAndDoubledBlanksAndReadsLeapSecondsAsTheSecondBefore() {
        LocalTimes times = new LocalTimes(ZoneId.of("UTC"));
        assertThat(parse(times, "1970-01-01  00:00:01.999999")).isEqualTo(1);
        assertThat(parse(times, "1970-01-01 00:00:60")).isEqualTo(59);
        assertThat(parse(times, "0000-03-01 00:00:00")).isEqualTo(-62162035200L);
        assertThat(parse(times, "9999-12-31 23:59:59")).isEqualTo(253402300799L);
    }

    private static long parse(LocalTimes times, String text) {
        byte[] line = (text + (text.length() > 12 ? " " : "")).getBytes(StandardCharsets.US_ASCII);
        return times.parse(Arrays.copyOf(line, line.length + EntryBatch.PADDING), 0);
    }
}

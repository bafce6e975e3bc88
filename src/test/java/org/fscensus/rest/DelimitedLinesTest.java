package org.fscensus.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DelimitedLinesTest {
    private interface Cells {
        void write(DelimitedLines lines) throws IOException;
    }

    private static String csv(Cells cells) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return text(out, new CsvLines(out), cells);
    }

    private static String tsv(Cells cells) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return text(out, new TsvLines(out), cells);
    }

    private static String text(ByteArrayOutputStream out, DelimitedLines lines, Cells cells) throws IOException {
        cells.write(lines);
        lines.flush();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Cells texts(@Nullable String... texts) {
        return lines -> {
            for (String text : texts) {
                lines.text(text);
            }
            lines.endLine();
        };
    }

    @Test
    void csvQuotesOnlyWhatNeedsIt() throws IOException {
        assertThat(csv(texts(
                        "plain",
                        "a,b",
                        "say \"x\"",
                        "two\nlines",
                        "a b",
                        " a",
                        "a ",
                        "",
                        null,
                        "caf\u00e9\ud83d\ude00")))
                .isEqualTo(
                        "plain,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",a b,\" a\",\"a \",\"\",,caf\u00e9\ud83d\ude00\r\n");
        assertThat(csv(texts("carriage\rreturn"))).isEqualTo("\"carriage\rreturn\"\r\n");
    }

    @Test
    void tsvQuotesNothing() throws IOException {
        assertThat(tsv(texts("a,b", "say \"x\"", "CORP\\alice", "a\tb\nc\rd", "", null, "100%", "caf\u00e9")))
                .isEqualTo("a,b\tsay \"x\"\tCORP\\alice\ta%09b%0Ac%0Dd\t\t\t100%\tcaf\u00e9\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1"})
    void aFormulaIsText(String formula) throws IOException {
        assertThat(Csv.rows("name\r\n" + csv(texts(formula)))).isEqualTo(List.of(Map.of("name", "'" + formula)));
        assertThat(tsv(texts(formula))).startsWith("'");
    }

    @Test
    void aPathIsNoFormulaAndHalfACharacterIsAQuestionMark() throws IOException {
        assertThat(csv(texts("/gpfs/=cmd", "\ud83d", "a\udc00b"))).isEqualTo("/gpfs/=cmd,?,a?b\r\n");
    }

    @Test
    void numbersAreExact() throws IOException {
        List<Long> numbers = new ArrayList<>(List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE));
        for (long power = 1; power > 0; power = power * 10 > power ? power * 10 : -1) {
            numbers.addAll(List.of(power - 1, power, power + 1));
        }
        for (long number : numbers) {
            assertThat(csv(lines -> {
                        lines.number(number);
                        lines.number((Long) null);
                        lines.number(Long.valueOf(number));
                        lines.number(0.25);
                        lines.endLine();
                    }))
                    .isEqualTo(number + ",," + number + ",0.25\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z",
                "2024-02-29T13:07:09Z",
                "0000-01-01T00:00:00Z",
                "-0001-12-31T23:59:59Z",
                "9999-12-31T23:59:59Z",
                "+10000-01-01T00:00:00Z",
                "2026-01-11T00:00:00.123456Z"
            })
    void timesAreAsJsonHasThem(String text) throws IOException {
        String line = tsv(lines -> {
            lines.time(Instant.parse(text));
            lines.time(null);
            lines.endLine();
        });
        assertThat(line).isEqualTo(text + "\t\n");
    }

    @Test
    void noCellBreaksWhereABufferEnds() throws IOException {
        String longest = "/d\u00e9\ud83d\ude00".repeat(1365);
        StringBuilder expected = new StringBuilder();
        String written = csv(lines -> {
            for (int i = 0; i < 5_000; i++) {
                String text = i % 500 == 0 ? longest : "/" + "x".repeat(i % 97);
                lines.text(text);
                lines.number(i);
                lines.time(Instant.ofEpochSecond(i));
                lines.endLine();
                expected.append(text + "," + i + "," + Instant.ofEpochSecond(i) + "\r\n");
            }
        });
        assertThat(written.equals(expected.toString())).isTrue();
    }
}

package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatDetectorTest {
    private static final ParseOptions OPTIONS = new ParseOptions(ZoneOffset.UTC, PathEscape.NONE, false);
    private static final String GPFS =
            "100 1 0 s=5 a=8 u=1 g=1 m=FAu p=-rw-r--r-- ac=2026-01-01 00:00:00 nl=1 -- /gpfs/f\n";
    private static final String TAGGED = "<3> " + GPFS;
    private static final String POSIX = "100 s=5 b=8 u=1 g=1 n=1 type=f perm=644 a=1769700762.5 m=1 c=1 -- /data/f\n";
    private static final String LUSTRE =
            "0x24001959d:0x1f:0x0 s=5 b=8 u=1 g=1 p=1 type=f perm=0644 a=1769700762 m=1 c=1 -- /lustre/f\n";

    @Test
    void eachFormatIsToldByItsLines() throws IOException {
        assertThat(detect(GPFS.repeat(3))).isEqualTo(new DetectedFormat(LogFormat.GPFS, Terminator.NEWLINE));
        assertThat(detect(TAGGED)).isEqualTo(new DetectedFormat(LogFormat.GPFS, Terminator.NEWLINE));
        assertThat(detect(POSIX)).isEqualTo(new DetectedFormat(LogFormat.POSIX, Terminator.NEWLINE));
        assertThat(detect(" \n[ 1,\n2,{}").format()).isEqualTo(LogFormat.NCDU);
        assertThat(detect("# header\n\n" + LUSTRE)).isEqualTo(new DetectedFormat(LogFormat.LUSTRE, Terminator.NEWLINE));
    }

    @Test
    void nulTerminatedRecordsAreTold() throws IOException {
        String named = POSIX.replace("/f\n", "/f\n\n\0");
        assertThat(detect(named.repeat(5))).isEqualTo(new DetectedFormat(LogFormat.POSIX, Terminator.NUL));
        assertThat(detect(POSIX.replace('\n', '\0'))).isEqualTo(new DetectedFormat(LogFormat.POSIX, Terminator.NUL));
        assertThat(detect(LUSTRE.replace('\n', '\0').repeat(2)))
                .isEqualTo(new DetectedFormat(LogFormat.LUSTRE, Terminator.NUL));
    }

    @Test
    void aStrayNulMakesNoRecords() throws IOException {
        String stray = POSIX.replace("/f", "/\0f");
        assertThat(detect(POSIX.repeat(2) + stray)).isEqualTo(new DetectedFormat(LogFormat.POSIX, Terminator.NEWLINE));
    }

    @Test
    void theMajorityOfLinesDecides() throws IOException {
        assertThat(detect(POSIX + GPFS.repeat(2) + LUSTRE).format()).isEqualTo(LogFormat.GPFS);
        assertThat(detect(POSIX + LUSTRE.repeat(3) + GPFS.repeat(2)).format()).isEqualTo(LogFormat.LUSTRE);
    }

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void theNameOnlyBreaksTies(LogFormat named) throws IOException {
        assertThat(detect(GPFS, named).format()).isEqualTo(LogFormat.GPFS);
        for (String nothing : List.of("", "[I] nothing\n".repeat(2000))) {
            assertThat(FormatDetector.detect(source(nothing), OPTIONS, Optional.of(named)))
                    .isEmpty();
        }
    }

    @Test
    void ofTwoFormatsWithAsManyLinesTheNamedOneIsTaken() throws IOException {
        assertThat(detect(GPFS + POSIX, LogFormat.POSIX).format()).isEqualTo(LogFormat.POSIX);
        assertThat(detect(POSIX + GPFS, LogFormat.GPFS).format()).isEqualTo(LogFormat.GPFS);
    }

    @Test
    void aGivenFormatIsKeptAndItsTerminatorTold() throws IOException {
        assertThat(terminator(POSIX.replace('\n', '\0'), LogFormat.POSIX)).isEqualTo(Terminator.NUL);
        assertThat(terminator(POSIX, LogFormat.POSIX)).isEqualTo(Terminator.NEWLINE);
        assertThat(terminator(POSIX, LogFormat.GPFS)).isEqualTo(Terminator.NEWLINE);
    }

    @Test
    void theFirstLinesAreShown() throws IOException {
        assertThat(FormatDetector.firstLines(source("a\nb\n\nc\n"), Terminator.NEWLINE))
                .containsExactly("a", "b", "");
        assertThat(FormatDetector.firstLines(source("a\nb\0c\0"), Terminator.NUL))
                .containsExactly("a%0Ab", "c");
    }

    private static DetectedFormat detect(String log) throws IOException {
        return FormatDetector.detect(source(log), OPTIONS, Optional.empty()).orElseThrow();
    }

    private static DetectedFormat detect(String log, LogFormat named) throws IOException {
        return FormatDetector.detect(source(log), OPTIONS, Optional.of(named)).orElseThrow();
    }

    private static Terminator terminator(String log, LogFormat format) throws IOException {
        DetectedFormat detected = FormatDetector.detectTerminator(source(log), OPTIONS, format);
        assertThat(detected.format()).isEqualTo(format);
        return detected.terminator();
    }

    private static LogSource source(String log) {
        byte[] bytes = log.getBytes(StandardCharsets.ISO_8859_1);
        return new StreamSource(new ByteArrayInputStream(bytes), "log", PlainFileSource.DEFAULT_PIECE);
    }
}

package org.fscensus.scanlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.Arrays;
import org.fscensus.entry.EntryBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each format says what is wrong with a line in terms of its own keys. */
class RejectReasonsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GPFS   | 1 1 s=1 -- /a                                       | snapshot",
                "GPFS   | 1 1 0 s=1 u=1 g=1 p=- ac=x -- /a                    | (ac=)",
                "GPFS   | 1 1 0 s=1 u=1 g=1 ac=2026-01-01 00:00:00 -- /a      | (p=)",
                "GPFS   | 1 1 0 s=1 a=x u=1 g=1 p=- ac=2026-01-01 00:00:00 -- /a | KiB",
                "GPFS   | 1 1 0 s=1 u=1 g=1 p=- ac=2026-01-01 00:00:00 nl=x -- /a | (nl=)",
                "POSIX  | x s=1 -- /a                                         | an inode number",
                "POSIX  | 1 s=1 u=1 g=1 type=f a=x -- /a                      | (a=)",
                "POSIX  | 1 s=1 u=1 g=1 perm=644 a=1 -- /a                    | (type=)",
                "POSIX  | 1 s=1 u=1 g=1 type=f a=1 b=x -- /a                  | 512-byte blocks",
                "POSIX  | 1 s=1 u=1 g=1 type=f a=1 n=x -- /a                  | (n=)",
                "POSIX  | 1 s=x u=1 g=1 type=f a=1 -- /a                      | (s=)",
                "POSIX  | 1 s=1 u=x g=1 type=f a=1 -- /a                      | (u=)",
                "POSIX  | 1 s=1 u=1 g=4294967296 type=f a=1 -- /a             | (g=)",
                "POSIX  | 1 s=1 u=1 g=1 type=f a=1 /a                         | ' -- '",
                "POSIX  | 1 s=1 u=1 g=1 type=f a=1 -- a                       | begin with /",
                "POSIX  | 1 s=1 u=1 g=1 type=f a=1 -- /a/../b                 | . or ..",
                "LUSTRE | 1 s=1 u=1 g=1 type=f a=1 -- /a                      | FID",
                "LUSTRE | 0x1:0x1:0x123456789 s=1 u=1 g=1 type=f a=1 -- /a    | FID",
                "LUSTRE | 0x1:0x1:0x1 s=1 u=1 g=1 type=f -- /a                | (a=)",
            })
    void theReasonNamesTheKey(LogFormat format, String line, String words) {
        LineParser parser = parser(format, Terminator.NEWLINE);
        LineResult result = parse(parser, line);
        assertThat(result.isRejected()).isTrue();
        assertThat(parser.reason(result)).contains(words);
    }

    /** Regression: the entry behind the comment was dropped without a word. */
    @Test
    void aCommentBeforeAnEntryInARecordThatEndsWithNulEndsWithItsLine() {
        LineParser parser = parser(LogFormat.LUSTRE, Terminator.NUL);
        assertThat(parse(parser, "# made by a worker")).isEqualTo(LineResult.NOTICE);
        String comment = "# made by a worker";
        String entry = "0x1:0x1:0x0 s=1 u=1 g=1 type=f a=1 -- /a";
        assertThat(parse(parser, comment + "\n" + entry)).isEqualTo(LineResult.NOTICE);
        assertThat(parser.lineEnd()).isEqualTo(comment.length());
        assertThat(parse(parser, entry)).isEqualTo(LineResult.ENTRY);
    }

    private static LineParser parser(LogFormat format, Terminator terminator) {
        return format.newParser(new ParseOptions(ZoneOffset.UTC, PathEscape.NONE, false), terminator);
    }

    private static LineResult parse(LineParser parser, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        int limit = bytes.length;
        bytes = Arrays.copyOf(bytes, limit + EntryBatch.PADDING);
        EntryBatch batch = new EntryBatch();
        batch.reset(bytes);
        return parser.parse(bytes, 0, limit, batch);
    }
}

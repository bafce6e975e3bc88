package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path base;

    @BeforeEach
    void layOut() throws IOException {
        for (String file :
                List.of("a/1.log", "a/2.log", "a/3.log.gz", "a/.4.log", "b/1.log", "b/[1].log", "b/deep/1.log")) {
            Files.createDirectories(base.resolve(file).resolveSibling("."));
            Files.writeString(base.resolve(file), "");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a/*.log         | a/1.log a/2.log",
                "a/?.log*        | a/1.log a/2.log a/3.log.gz",
                "*/1.log         | a/1.log b/1.log",
                "a/[13]*         | a/1.log a/3.log.gz",
                "{a,b}/1.log     | a/1.log b/1.log",
                "a/.*.log        | a/.4.log",
                "b/[1].log       | b/[1].log",
                "*               | a b",
                "a/*/x           | ''",
                "none/*          | ''",
            })
    void findsWhatAShellWouldFind(String pattern, String expected) throws IOException {
        List<String> found = PathGlob.expand(base, Path.of(pattern), 10, any -> true, (in, any) -> true).stream()
                .map(path -> base.relativize(path).toString())
                .toList();
        assertThat(String.join(" ", found)).isEqualTo(expected);
    }

    @Test
    void looksOnlyWhereItMay() throws IOException {
        Path open = base.resolve("b");
        assertThat(PathGlob.expand(
                        base, Path.of("*/1.log"), 10, dir -> dir.equals(base) || dir.equals(open), (in, any) -> true))
                .containsExactly(open.resolve("1.log"));
    }

    @Test
    void tellsOnlyOfWhatItMay() throws IOException {
        assertThat(PathGlob.expand(base, Path.of("{a,b}"), 10, any -> true, (in, match) -> match.endsWith("b")))
                .containsExactly(base.resolve("b"));
    }

    @Test
    void moreFilesThanAllowedAreNoShorterList() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathGlob.expand(base, Path.of("a/*"), 2, any -> true, (in, any) -> true))
                .withMessageContaining("more than 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathGlob.expand(base, Path.of("a/[1"), 2, any -> true, (in, any) -> true));
    }
}

package org.fscensus.pipeline;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.fscensus.reference.ReferenceOptions;
import org.fscensus.scanlog.codec.Compression;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Logs that are none, and scan times that are odd: what the job says of them, so that it can be put right. */
class LogComplaintsTest {
    private static final String LINE = "<0> 3 65537 0  s=10 a=0 u=1 g=2 m=FAu p=-rw-r--r-- ac=2026-01-01 00:00:00"
            + " mt=2026-01-01 00:00:00 cr=2026-01-01 00:00:00 nl=1 -- /gpfs/fs/file\n";
    private static final String WRONG = LINE.replace("s=10", "size=10");

    @TempDir
    Path directory;

    private PipelineFixture fixture;

    @BeforeEach
    void openStore() throws Exception {
        fixture = new PipelineFixture(directory);
    }

    static Stream<Arguments> wrongFiles() {
        byte[] text = LINE.repeat(20).getBytes(UTF_8);
        byte[] zip = ("PK\u0003\u0004\u0014" + LINE).getBytes(UTF_8);
        return Stream.of(
                Arguments.of(new byte[0], null, "It is empty.", "Formats tried"),
                Arguments.of(WRONG.getBytes(UTF_8), null, "s=", "Formats tried"),
                Arguments.of(text, "lustre", "It begins: <0> 3", "It was read as lustre, as the job says"),
                Arguments.of(LINE.repeat(20).getBytes(UTF_16), null, "It begins: ", "UTF-16"),
                Arguments.of(("\uFEFF" + WRONG).getBytes(UTF_8), null, "It begins: ", "byte order mark"),
                Arguments.of(zip, null, "PK", "a zip archive: unpack it"),
                Arguments.of(
                        Compression.GZIP.compress(Compression.GZIP.compress(text)),
                        null,
                        "%1F%8B",
                        "compressed twice"));
    }

    @ParameterizedTest
    @MethodSource("wrongFiles")
    void whatIsNoLogIsRefusedWithTheReasonAndARemedy(byte[] file, @Nullable String format, String told, String hint)
            throws Exception {
        ImportFailedException refused = refused(file, format, RejectLimit.ofPercent(100));
        assertThat(refused).hasMessageContaining("No line of ").hasMessageContaining(told);
        assertThat(refused.hint()).contains(hint);
    }

    @Test
    void tooManyRejectedLinesAreToldWithTheMostFrequentReasonItsFirstLineAndTheLimit() throws Exception {
        ImportFailedException refused = refused((LINE.repeat(3) + WRONG).getBytes(UTF_8), null, RejectLimit.DEFAULT);
        assertThat(refused)
                .hasMessageStartingWith("1 of 4 entry lines of ")
                .hasMessageContaining("more than maxRejected (1%) allows; ")
                .hasMessageContaining("(s=)")
                .hasMessageContaining(", first in line 4 of ");
    }

    @Test
    void aScanOfTheFutureIsPublishedWithAWarningAndSoIsOneThatIsNotServed() throws Exception {
        assertThat(warnings(Duration.ofDays(3000)))
                .singleElement()
                .asString()
                .contains("days in the future", "instead of every later one");
        assertThat(warnings(Duration.ZERO)).singleElement().asString().startsWith("A later scan, of ");
    }

    private List<String> warnings(Duration later) throws Exception {
        Path log = Files.writeString(
                directory.resolve("fs.log"),
                LINE.replace("p=-rw-r--r--", "p=drwxr-xr-x").replace("/file", "") + LINE);
        ImportRequest r = fixture.request(log, ReferenceOptions.DEFAULT, 1, RejectLimit.DEFAULT);
        Instant scanTime = r.scanTime().plus(later);
        return fixture.pipeline(1000)
                .run(
                        new ImportRequest(
                                r.jobId(), r.source(), r.filesystem(), scanTime, r.scanTimeOrigin(), r.options()),
                        PipelineFixture.progress())
                .warnings();
    }

    private ImportFailedException refused(byte[] file, @Nullable String format, RejectLimit limit) throws Exception {
        Path log = Files.write(directory.resolve("fs.log"), file);
        ImportRequest r = fixture.request(log, ReferenceOptions.DEFAULT, 1, limit);
        ImportOptions o = r.options();
        ImportOptions options = new ImportOptions(
                format,
                o.timeZone(),
                o.pathEscape(),
                o.ageFrom(),
                o.hardLinks(),
                o.maxRejected(),
                o.acceptShrink(),
                o.workers());
        ImportRequest request =
                new ImportRequest(r.jobId(), r.source(), r.filesystem(), r.scanTime(), r.scanTimeOrigin(), options);
        ImportFailedException refused = catchThrowableOfType(
                ImportFailedException.class, () -> fixture.opening(1000).run(request, PipelineFixture.progress()));
        assertThat(refused).isNotNull();
        return refused;
    }
}

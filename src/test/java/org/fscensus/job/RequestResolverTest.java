package org.fscensus.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportRequest.ScanTimeOrigin;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.pipeline.RejectLimit;
import org.fscensus.scanlog.PathEscape;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestResolverTest {
    private static final String NAMED = "20260125_csfs1_cgd.list.list_all.log";

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-01T12:00:00.5Z"), ZoneOffset.UTC);

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private Path root = Path.of("");
    private Path outside = Path.of("");
    private RequestResolver resolver = resolver(List.of());

    @BeforeEach
    void layOut() throws IOException {
        Path real = directory.toRealPath();
        root = Files.createDirectories(real.resolve("incoming"));
        outside = Files.createDirectories(real.resolve("outside"));
        Files.writeString(root.resolve(NAMED), "a line\n");
        Files.writeString(root.resolve("any.log"), "a line\n");
        Files.writeString(outside.resolve(NAMED), "a line\n");
        resolver = resolver(List.of(real.resolve("missing"), root));
    }

    @Test
    void takesNameAndDateFromTheFileName() throws InvalidRequestException {
        ImportRequest request =
                resolver.resolve("j1", JobRequest.of(root.resolve(NAMED).toString()));

        assertThat(request.filesystem()).isEqualTo("cgd");
        assertThat(request.scanTime()).isEqualTo("2026-01-25T00:00:00Z");
        assertThat(request.scanTimeOrigin()).isEqualTo(ScanTimeOrigin.FILE_NAME);
        assertThat(request.options().maxRejected()).isEqualTo(RejectLimit.DEFAULT);
        assertThat(request.options().pathEscape()).isEqualTo(PathEscape.NONE);
        assertThat(request.options().workers()).isEqualTo(4);
    }

    @Test
    void datesInFileNamesAreOfTheJobsTimeZone() throws InvalidRequestException {
        JobRequest asked = asked(NAMED, null, null, "America/Denver", null, null);

        assertThat(resolver.resolve("j1", asked).scanTime()).isEqualTo("2026-01-25T07:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-26, 2026-01-26T07:00:00Z",
        "2026-01-26T12:30:00, 2026-01-26T19:30:00Z",
        "2026-01-26T12:30:00Z, 2026-01-26T12:30:00Z",
        "2026-01-26T12:30:00.5-01:00, 2026-01-26T13:30:00.5Z",
    })
    void aScanTimeThatIsGivenStands(String text, Instant time) throws InvalidRequestException {
        ImportRequest request = resolver.resolve("j1", asked(NAMED, null, text, "America/Denver", null, null));

        assertThat(request.scanTime()).isEqualTo(time);
        assertThat(request.scanTimeOrigin()).isEqualTo(ScanTimeOrigin.GIVEN);
    }

    @Test
    void fallsBackToTheModificationTime() throws Exception {
        Instant modified = Instant.parse("2026-01-20T01:02:03Z");
        Files.setLastModifiedTime(root.resolve("any.log"), FileTime.from(modified));

        ImportRequest request = resolver.resolve("j1", JobRequest.of("any.log").withFilesystem("asp"));

        assertThat(request.scanTime()).isEqualTo(modified);
        assertThat(request.scanTimeOrigin()).isEqualTo(ScanTimeOrigin.MODIFICATION_TIME);
        assertThat(request.source()).isEqualTo(new ImportSource.Logs(List.of(root.resolve("any.log"))));
    }

    @Test
    void anImportIsNotAcceptedWhereNobodyKnowsWhetherItWouldBeKept() throws Exception {
        RequestResolver blind = new RequestResolver(
                new SourceRoots(List.of(root)),
                FakeImporter.uploads(directory),
                new RequestResolver.Defaults(4, ZoneOffset.UTC),
                (name, scanTime) -> {
                    throw new IOException("catalogue of " + name + " at " + scanTime);
                },
                CLOCK);

        assertThatExceptionOfType(JobStoreException.class)
                .isThrownBy(() -> blind.resolve("j1", JobRequest.of(NAMED)))
                .withMessageContaining("catalogue of cgd at 2026-01-25T00:00:00Z");
        assertThat(blind.resolveDryRun("j2", JobRequest.of(NAMED)).filesystem()).isEqualTo("cgd");
    }

    @Test
    void aLinkInsideToAFileInsideIsResolved() throws Exception {
        Files.createSymbolicLink(root.resolve("20260126_s_linked.list"), root.resolve("any.log"));

        ImportRequest request = resolver.resolve("j1", JobRequest.of("20260126_s_linked.list"));

        assertThat(request.source()).isEqualTo(new ImportSource.Logs(List.of(root.resolve("any.log"))));
        assertThat(request.filesystem()).isEqualTo("linked");
    }

    @Test
    void nothingOutsideTheRootsIsReadHoweverItIsReached() throws IOException {
        Files.createSymbolicLink(root.resolve("20260126_s_out.list"), outside.resolve(NAMED));
        Files.createSymbolicLink(root.resolve("dir"), outside);

        for (String path : List.of(
                outside.resolve(NAMED).toString(),
                root.resolve("../outside/" + NAMED).toString(),
                "../outside/" + NAMED,
                root.resolve("20260126_s_out.list").toString(),
                root.resolve("dir/" + NAMED).toString(),
                "/etc/passwd",
                // Not there: a different answer would tell what is.
                outside.resolve("20260101_s_missing.list").toString(),
                root.resolve("dir/20260101_s_missing.list").toString())) {
            assertRefused(JobRequest.of(path), InvalidRequestException.Reason.FORBIDDEN, "source.path");
        }
    }

    @Test
    void patternsDoNotTellWhatLiesOutsideTheRoots() throws Exception {
        Files.createSymbolicLink(root.resolve("out.list"), outside.resolve(NAMED));
        for (String pattern : List.of("/et?/passwd", root.getParent() + "/out*", "/*/passwd")) {
            assertRefused(logs(pattern), InvalidRequestException.Reason.UNPROCESSABLE, "source.paths");
        }
        for (String pattern : List.of(outside + "/*", outside + "/missing/*", "/missing/*", "/etc/*.conf")) {
            assertRefused(logs(pattern), InvalidRequestException.Reason.FORBIDDEN, "source.paths");
        }
        assertRefused(logs("o*.list"), InvalidRequestException.Reason.FORBIDDEN, "source.paths");
        ImportRequest request = resolver.resolve("j1", logs(root.getParent() + "/inc*/2026*cgd*", NAMED));
        assertThat(request.source()).isEqualTo(new ImportSource.Logs(List.of(root.resolve(NAMED))));
    }

    private static JobRequest logs(String... paths) {
        return new JobRequest(JobSource.logs(List.of(paths)), JobOptions.NONE);
    }

    @Test
    void whatCannotBeReadIsRefused() throws IOException {
        Files.createDirectory(root.resolve("20260126_s_dir.list"));

        for (String path : List.of(root.resolve("20260101_s_missing.list").toString(), "20260126_s_dir.list")) {
            assertRefused(JobRequest.of(path), InvalidRequestException.Reason.UNPROCESSABLE, "source.path");
        }
    }

    @Test
    void aSourceSwappedForALinkAfterSubmissionIsNotRead() throws Exception {
        ImportRequest request = resolver.resolve("j1", JobRequest.of(NAMED));
        Files.delete(root.resolve(NAMED));
        Files.createSymbolicLink(root.resolve(NAMED), outside.resolve(NAMED));

        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> resolver.recheck(request)))
                .extracting(InvalidRequestException::reason)
                .isEqualTo(InvalidRequestException.Reason.FORBIDDEN);

        Files.delete(root.resolve(NAMED));
        Files.createSymbolicLink(root.resolve(NAMED), root.resolve("any.log"));

        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> resolver.recheck(request)))
                .hasMessageContaining("link");
    }

    @Test
    void malformedValuesAreRefusedByName() {
        assertMalformed(JobRequest.of(""), "source.path");
        assertMalformed(JobRequest.of("a\0b"), "source.path");
        assertMalformed(JobRequest.of("any.log"), "filesystem");
        assertMalformed(JobRequest.of("any.log").withFilesystem("All"), "filesystem");
        assertMalformed(JobRequest.of("any.log").withFilesystem("../up"), "filesystem");
        assertMalformed(JobRequest.of("any.log").withFilesystem("x".repeat(65)), "filesystem");
        assertMalformed(asked(NAMED, "tar", null, null, null, null), "format");
        assertMalformed(asked(NAMED, null, "yesterday", null, null, null), "scanTime");
        assertMalformed(asked(NAMED, null, "2026-02-30", null, null, null), "scanTime");
        assertMalformed(asked(NAMED, null, null, "Mars/Olympus", null, null), "timeZone");
        assertMalformed(asked(NAMED, null, null, null, "101%", null), "maxRejected");
        assertMalformed(asked(NAMED, null, null, null, "some", null), "maxRejected");
        assertMalformed(asked(NAMED, null, null, null, null, 0), "workers");
        assertMalformed(
                options(new JobOptions(null, null, null, null, "PERCENT", null, null, null, null, null)), "pathEscape");
        assertMalformed(
                options(new JobOptions(null, null, null, null, null, "birth", null, null, null, null)), "ageFrom");
        assertMalformed(
                options(new JobOptions(null, null, null, null, null, null, "twice", null, null, null)), "hardLinks");
    }

    @Test
    void linksAreNotCountedOnceWhereTheFormatHasNoLinkCounts() {
        assertMalformed(
                options(new JobOptions(null, "lustre", null, null, null, null, "once", null, null, null)), "hardLinks");
    }

    @Test
    void readsLimitsAndCapsWorkers() throws InvalidRequestException {
        assertThat(limit("100")).isEqualTo(RejectLimit.ofLines(100));
        assertThat(limit("10K")).isEqualTo(RejectLimit.ofLines(10_000));
        assertThat(limit("0")).isEqualTo(RejectLimit.ofLines(0));
        assertThat(limit("0.5%")).isEqualTo(RejectLimit.ofPercent(0.5));
        assertThat(resolver.resolve("j1", asked(NAMED, null, null, null, null, 99))
                        .options()
                        .workers())
                .isEqualTo(4);
    }

    private RejectLimit limit(String text) throws InvalidRequestException {
        return resolver.resolve("j1", asked(NAMED, null, null, null, text, null))
                .options()
                .maxRejected();
    }

    private void assertMalformed(JobRequest asked, String field) {
        assertRefused(asked, InvalidRequestException.Reason.MALFORMED, field);
    }

    private void assertRefused(JobRequest asked, InvalidRequestException.Reason reason, String field) {
        InvalidRequestException refusal =
                catchThrowableOfType(InvalidRequestException.class, () -> resolver.resolve("j1", asked));
        assertThat(refusal).as("%s", asked).isNotNull();
        assertThat(refusal.reason()).as("%s", asked).isEqualTo(reason);
        assertThat(refusal.field()).isEqualTo(field);
        assertThat(refusal).hasMessageStartingWith(field + ": ");
    }

    private static JobRequest asked(
            String path,
            @Nullable String format,
            @Nullable String scanTime,
            @Nullable String timeZone,
            @Nullable String maxRejected,
            @Nullable Integer workers) {
        return new JobRequest(
                JobSource.log(path),
                new JobOptions(null, format, scanTime, timeZone, null, null, null, maxRejected, null, workers));
    }

    private RequestResolver resolver(List<Path> roots) {
        ZoneId utc = ZoneOffset.UTC;
        return new RequestResolver(
                new SourceRoots(roots),
                FakeImporter.uploads(directory),
                new RequestResolver.Defaults(4, utc),
                (name, scanTime) -> {},
                CLOCK);
    }

    private static JobRequest options(JobOptions options) {
        return new JobRequest(JobSource.log(NAMED), options);
    }
}

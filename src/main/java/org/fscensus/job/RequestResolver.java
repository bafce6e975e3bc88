package org.fscensus.job;

import static org.fscensus.job.InvalidRequestException.Reason.MALFORMED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.fscensus.pipeline.ImportOptions;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.pipeline.ImportOptions.HardLinks;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportRequest.ScanTimeOrigin;
import org.fscensus.pipeline.ImportSource;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.store.Generation;
import org.fscensus.store.OutdatedScanException;
import org.jspecify.annotations.Nullable;

/** Makes a {@link JobRequest} an {@link ImportRequest}: checks every field and fills in what is not given. Any thread. */
public final class RequestResolver {
    private final SourceResolver sources;
    private final Clock clock;
    private final Defaults defaults;
    private final KeptScans kept;

    /** Asked for every import that is to be published. */
    @FunctionalInterface
    public interface KeptScans {
        /**
         * Refuses a scan that would be of no use.
         *
         * @throws OutdatedScanException if the scan would be pruned as soon as it is published
         * @throws IOException if that cannot be told
         */
        void check(String filesystem, Instant scanTime) throws IOException;
    }

    /**
     * What a request leaves open.
     *
     * @param workers parsing threads of a job, also the most that a request can get
     * @param timeZone of zoneless times
     */
    public record Defaults(int workers, ZoneId timeZone) {}

    public RequestResolver(SourceRoots roots, Uploads uploads, Defaults defaults, KeptScans kept, Clock clock) {
        this.sources = new SourceResolver(roots, uploads);
        this.clock = clock;
        this.defaults = defaults;
        this.kept = kept;
    }

    /**
     * @throws InvalidRequestException if a field is malformed, the source cannot or may not be read, or the scan is too
     *     old to be kept
     * @throws JobStoreException if the latter cannot be told
     */
    ImportRequest resolve(String jobId, JobRequest asked) throws InvalidRequestException {
        ImportRequest request = resolveDryRun(jobId, asked);
        checkWouldBeKept(request.filesystem(), request.scanTime());
        return request;
    }

    /**
     * As {@link #resolve}, of an import that is not to be made: it matters little then whether it would be kept.
     *
     * @throws InvalidRequestException if a field is malformed, or the source cannot or may not be read
     */
    ImportRequest resolveDryRun(String jobId, JobRequest asked) throws InvalidRequestException {
        JobOptions given = asked.options();
        ImportOptions options = options(given);
        checkLinkCounts(options);
        Instant scanTime = given.scanTime() == null ? null : scanTime(given.scanTime(), options.timeZone());
        SourceResolver.Resolved source = sources.resolve(asked.source());
        checkCombination(source.source(), given);
        ScanNames names = ScanNames.of(source.names());
        ScanTime time = scanTime(scanTime, names, options.timeZone(), source.source());
        String filesystem = filesystem(given.filesystem(), names, source.source());
        return new ImportRequest(jobId, source.source(), filesystem, time.at(), time.origin(), options);
    }

    /** The check of a generation: the client says nothing but which. */
    ImportRequest resolveCheck(String jobId, Generation generation) {
        return new ImportRequest(
                jobId,
                new ImportSource.Published(generation.id()),
                generation.filesystem(),
                generation.scanTime(),
                ScanTimeOrigin.GIVEN,
                ImportOptions.defaults(defaults.workers()));
    }

    private ImportOptions options(JobOptions given) throws InvalidRequestException {
        return new ImportOptions(
                format(given.format()),
                timeZone(given.timeZone()),
                choice("pathEscape", given.pathEscape(), PathEscape.class, PathEscape.NONE),
                choice("ageFrom", given.ageFrom(), AgeFrom.class, AgeFrom.ACCESS),
                choice("hardLinks", given.hardLinks(), HardLinks.class, HardLinks.EACH),
                RejectLimits.parse(given.maxRejected()),
                Boolean.TRUE.equals(given.acceptShrink()),
                workers(given.workers()));
    }

    /** A log of a format that is given must be able to do what is asked for. */
    private static void checkLinkCounts(ImportOptions options) throws InvalidRequestException {
        Optional<LogFormat> format = options.format() == null ? Optional.empty() : LogFormat.byId(options.format());
        if (options.hardLinks() == HardLinks.ONCE
                && format.isPresent()
                && !format.get().hasLinkCounts()) {
            throw new InvalidRequestException(
                    MALFORMED,
                    "hardLinks",
                    "cannot be once: logs of format " + options.format() + " have no link counts");
        }
    }

    /** A live tree has neither a format nor escapes. */
    private static void checkCombination(ImportSource source, JobOptions given) throws InvalidRequestException {
        if (source instanceof ImportSource.Tree) {
            refuseForTree("format", given.format());
            refuseForTree("pathEscape", given.pathEscape());
        }
    }

    private static void refuseForTree(String field, @Nullable String value) throws InvalidRequestException {
        if (value != null) {
            throw new InvalidRequestException(MALFORMED, field, "goes with logs only, not with source.directory");
        }
    }

    /** The import asks again when it begins: others are published meanwhile. */
    private void checkWouldBeKept(String filesystem, Instant scanTime) throws InvalidRequestException {
        try {
            kept.check(filesystem, scanTime);
        } catch (OutdatedScanException e) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.UNPROCESSABLE,
                    "scanTime",
                    e.getMessage() + "; a dry run is always possible");
        } catch (IOException e) {
            throw new JobStoreException("Whether the scan would be kept cannot be told: " + e.getMessage(), e);
        }
    }

    /**
     * Checks a source again when its import begins: it may be gone, or have been swapped for a link to somewhere else.
     */
    void recheck(ImportRequest request) throws InvalidRequestException {
        sources.recheck(request.source());
    }

    private static String filesystem(@Nullable String given, ScanNames names, ImportSource source)
            throws InvalidRequestException {
        if (given == null && source instanceof ImportSource.Tree) {
            throw new InvalidRequestException(
                    MALFORMED, "filesystem", "is missing; a tree does not tell what its file system is to be called");
        }
        if (given == null && names.filesystem().isEmpty()) {
            throw new InvalidRequestException(
                    MALFORMED, "filesystem", "is missing, and " + names.trouble() + "; give the file system's name");
        }
        String name = given != null ? given : names.filesystem().orElseThrow();
        if (!FilesystemName.isValid(name)) {
            throw new InvalidRequestException(
                    MALFORMED,
                    "filesystem",
                    "\"" + name + "\"" + (given == null ? " (from the file's name)" : "") + " cannot be used; "
                            + FilesystemName.RULE);
        }
        return name;
    }

    private record ScanTime(Instant at, ScanTimeOrigin origin) {}

    private ScanTime scanTime(@Nullable Instant given, ScanNames names, ZoneId zone, ImportSource source)
            throws InvalidRequestException {
        if (given != null) {
            return new ScanTime(given, ScanTimeOrigin.GIVEN);
        }
        if (source instanceof ImportSource.Tree) {
            return new ScanTime(clock.instant().truncatedTo(ChronoUnit.SECONDS), ScanTimeOrigin.ACCEPTANCE);
        }
        if (names.date().isPresent()) {
            return new ScanTime(names.date().get().atStartOfDay(zone).toInstant(), ScanTimeOrigin.FILE_NAME);
        }
        if (names.hasDates()) {
            throw new InvalidRequestException(
                    MALFORMED,
                    "scanTime",
                    "is missing, and the files' names have different dates; give the scan's time");
        }
        return new ScanTime(modificationTime(source), ScanTimeOrigin.MODIFICATION_TIME);
    }

    /** The latest of its files; of what is sent over HTTP, now. */
    private Instant modificationTime(ImportSource source) throws InvalidRequestException {
        if (!(source instanceof ImportSource.Logs logs)) {
            return clock.instant().truncatedTo(ChronoUnit.SECONDS);
        }
        Instant latest = Instant.MIN;
        for (Path file : logs.files()) {
            try {
                Instant modified = Files.getLastModifiedTime(file).toInstant();
                latest = modified.isAfter(latest) ? modified : latest;
            } catch (IOException e) {
                throw new InvalidRequestException(
                        InvalidRequestException.Reason.UNPROCESSABLE,
                        "source",
                        "the modification time of " + file + " cannot be read (" + e + "); give scanTime");
            }
        }
        return latest;
    }

    private static Instant scanTime(String text, ZoneId zone) throws InvalidRequestException {
        try {
            if (!text.contains("T")) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            boolean zoned = text.endsWith("Z") || text.indexOf('+') > 0 || text.lastIndexOf('-') > text.indexOf('T');
            return zoned
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeParseException e) {
            throw new InvalidRequestException(
                    MALFORMED,
                    "scanTime",
                    "\"" + text + "\" is no time; give 2026-01-25, 2026-01-25T10:00:00 or 2026-01-25T10:00:00Z");
        }
    }

    private ZoneId timeZone(@Nullable String text) throws InvalidRequestException {
        if (text == null) {
            return defaults.timeZone();
        }
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new InvalidRequestException(
                    MALFORMED,
                    "timeZone",
                    "\"" + text + "\" is no time zone; give a region such as America/Denver, or an offset such as"
                            + " -07:00");
        }
    }

    private static @Nullable String format(@Nullable String text) throws InvalidRequestException {
        if (text == null) {
            return null;
        }
        return LogFormat.byId(text)
                .map(LogFormat::id)
                .orElseThrow(() -> new InvalidRequestException(
                        MALFORMED,
                        "format",
                        "\"" + text + "\" is not known; leave it out to have it told from the content, or give one of "
                                + String.join(", ", LogFormat.ids())));
    }

    /** More than the service allows is taken as what it allows: the number of workers changes no figure. */
    private int workers(@Nullable Integer asked) throws InvalidRequestException {
        if (asked != null && asked < 1) {
            throw new InvalidRequestException(MALFORMED, "workers", "must be at least 1, not " + asked);
        }
        return asked == null ? defaults.workers() : Math.min(asked, defaults.workers());
    }

    private static <E extends Enum<E>> E choice(String field, @Nullable String text, Class<E> type, E fallback)
            throws InvalidRequestException {
        if (text == null) {
            return fallback;
        }
        E[] all = type.getEnumConstants();
        for (E one : all) {
            if (label(one).equals(text)) {
                return one;
            }
        }
        throw new InvalidRequestException(
                MALFORMED,
                field,
                "\"" + text + "\" is not known; give "
                        + Arrays.stream(all).map(RequestResolver::label).collect(Collectors.joining(" or ")));
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}

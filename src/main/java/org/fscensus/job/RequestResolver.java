package org.fscensus.job;

import static org.fscensus.job.InvalidRequestException.Reason.MALFORMED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.fscensus.entry.FilesystemName;
import org.fscensus.pipeline.ImportRequest;
import org.fscensus.pipeline.ImportRequest.AgeFrom;
import org.fscensus.pipeline.ImportRequest.HardLinks;
import org.fscensus.pipeline.ImportRequest.ScanTimeOrigin;
import org.fscensus.pipeline.RejectLimit;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.PathEscape;
import org.fscensus.scanlog.ScanFileName;
import org.fscensus.store.OutdatedScanException;
import org.jspecify.annotations.Nullable;

/** Makes a {@link JobRequest} an {@link ImportRequest}: checks every field and fills in what is not given. Any thread. */
public final class RequestResolver {
    private final SourceRoots roots;
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

    public RequestResolver(SourceRoots roots, Defaults defaults, KeptScans kept) {
        this.roots = roots;
        this.defaults = defaults;
        this.kept = kept;
    }

    /**
     * @throws InvalidRequestException if a field is malformed, the source cannot or may not be read, or the scan is too
     *     old to be kept
     * @throws JobStoreException if the latter cannot be told
     */
    ImportRequest resolve(String jobId, JobRequest asked) throws InvalidRequestException {
        ZoneId zone = timeZone(asked.timeZone());
        RejectLimit limit = RejectLimits.parse(asked.maxRejected());
        PathEscape escape = choice("pathEscape", asked.pathEscape(), PathEscape.class, PathEscape.NONE);
        AgeFrom ageFrom = choice("ageFrom", asked.ageFrom(), AgeFrom.class, AgeFrom.ACCESS);
        HardLinks hardLinks = choice("hardLinks", asked.hardLinks(), HardLinks.class, HardLinks.EACH);
        String format = format(asked.format());
        int workers = workers(asked.workers());
        Instant given = asked.scanTime() == null ? null : scanTime(asked.scanTime(), zone);
        Path source = roots.admit(asked.path());
        Optional<ScanFileName> name = ScanFileName.parse(fileName(asked.path()));
        ScanTime time = scanTime(given, name, zone, source);
        String filesystem = filesystem(asked.filesystem(), name);
        boolean dryRun = Boolean.TRUE.equals(asked.dryRun());
        if (!dryRun) {
            checkWouldBeKept(filesystem, time.at());
        }
        return new ImportRequest(
                jobId,
                source,
                filesystem,
                format,
                time.at(),
                time.origin(),
                zone,
                escape,
                ageFrom,
                hardLinks,
                limit,
                workers,
                dryRun);
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
        Path real = roots.admit(request.source().toString());
        if (!real.equals(request.source())) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.FORBIDDEN,
                    "source.path",
                    request.source() + " has become a link since the job was accepted; submit the job again");
        }
    }

    /** The name that the client used: what a link points to may be called anything. */
    private static String fileName(String path) {
        Path name = Path.of(path).getFileName();
        return name == null ? "" : name.toString();
    }

    private static String filesystem(@Nullable String given, Optional<ScanFileName> fileName)
            throws InvalidRequestException {
        if (given == null && fileName.isEmpty()) {
            throw new InvalidRequestException(
                    MALFORMED,
                    "filesystem",
                    "is missing, and the file is not named YYYYMMDD_<server>_<filesystem>.list; give the file system's"
                            + " name");
        }
        String name = given != null ? given : fileName.orElseThrow().filesystem();
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

    private static ScanTime scanTime(@Nullable Instant given, Optional<ScanFileName> fileName, ZoneId zone, Path source)
            throws InvalidRequestException {
        if (given != null) {
            return new ScanTime(given, ScanTimeOrigin.GIVEN);
        }
        if (fileName.isPresent()) {
            return new ScanTime(fileName.get().date().atStartOfDay(zone).toInstant(), ScanTimeOrigin.FILE_NAME);
        }
        try {
            return new ScanTime(Files.getLastModifiedTime(source).toInstant(), ScanTimeOrigin.MODIFICATION_TIME);
        } catch (IOException e) {
            throw new InvalidRequestException(
                    InvalidRequestException.Reason.UNPROCESSABLE,
                    "source.path",
                    "its modification time cannot be read (" + e + "); give scanTime");
        }
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

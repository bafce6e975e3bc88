package org.fscensus.job;

import org.jspecify.annotations.Nullable;

/**
 * What a client asked for, as given and not yet looked at; null where not given. {@link RequestResolver} makes an import
 * of it.
 *
 * @param path of the log: absolute, or relative to one of the import roots
 * @param filesystem name of the file system
 * @param format name of the log's format
 * @param scanTime a date, a date and time (both in {@code timeZone}) or an instant, ISO 8601
 * @param timeZone a region or an offset, as {@link java.time.ZoneId#of(String)} reads it
 * @param pathEscape {@code none}, {@code percent} or {@code backslash}
 * @param ageFrom {@code access} or {@code modify}
 * @param hardLinks {@code each} or {@code once}
 * @param maxRejected a count ({@code 100}, {@code 10K}) or a share ({@code 1%})
 */
public record JobRequest(
        String path,
        @Nullable String filesystem,
        @Nullable String format,
        @Nullable String scanTime,
        @Nullable String timeZone,
        @Nullable String pathEscape,
        @Nullable String ageFrom,
        @Nullable String hardLinks,
        @Nullable String maxRejected,
        @Nullable Integer workers,
        @Nullable Boolean dryRun) {

    /** A request that leaves everything but the log to the service. */
    public static JobRequest of(String path) {
        return new JobRequest(path, null, null, null, null, null, null, null, null, null, null);
    }

    /** The same for a named file system. */
    public JobRequest withFilesystem(String name) {
        return new JobRequest(
                path, name, format, scanTime, timeZone, pathEscape, ageFrom, hardLinks, maxRejected, workers, dryRun);
    }
}

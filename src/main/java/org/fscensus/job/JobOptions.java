package org.fscensus.job;

import org.jspecify.annotations.Nullable;

/**
 * How a client wants a source to be imported, as given and not yet looked at; null where not given.
 *
 * @param filesystem name of the file system
 * @param format name of the log's format
 * @param scanTime a date, a date and time (both in {@code timeZone}) or an instant, ISO 8601
 * @param timeZone a region or an offset, as {@link java.time.ZoneId#of(String)} reads it
 * @param pathEscape {@code none}, {@code percent} or {@code backslash}
 * @param ageFrom {@code access} or {@code modify}
 * @param hardLinks {@code each} or {@code once}
 * @param maxRejected a count ({@code 100}, {@code 10K}) or a share ({@code 1%})
 * @param acceptShrink whether a scan is published that has far less than the one before it
 */
public record JobOptions(
        @Nullable String filesystem,
        @Nullable String format,
        @Nullable String scanTime,
        @Nullable String timeZone,
        @Nullable String pathEscape,
        @Nullable String ageFrom,
        @Nullable String hardLinks,
        @Nullable String maxRejected,
        @Nullable Boolean acceptShrink,
        @Nullable Integer workers) {

    /** Everything is left to the service. */
    public static final JobOptions NONE = new JobOptions(null, null, null, null, null, null, null, null, null, null);

    /** The same for a named file system. */
    public JobOptions withFilesystem(String name) {
        return new JobOptions(
                name, format, scanTime, timeZone, pathEscape, ageFrom, hardLinks, maxRejected, acceptShrink, workers);
    }
}

package org.fscensus.reference;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Properties;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.fscensus.pipeline.ImportOptions.HardLinks;
import org.fscensus.scanlog.PathEscape;

/** The options of an import that change its figures, and the format of its log. */
public record ReferenceOptions(
        ZoneId timeZone,
        PathEscape pathEscape,
        AgeFrom ageFrom,
        HardLinks hardLinks,
        Instant scanTime,
        ReferenceFormat format) {

    /** What a job without options gets, with the scan time that the corpus uses. */
    public static final ReferenceOptions DEFAULT = new ReferenceOptions(
            ZoneOffset.UTC, PathEscape.NONE, AgeFrom.ACCESS, HardLinks.EACH, Instant.parse("2026-01-15T00:00:00Z"));

    /** Of a GPFS list. */
    public ReferenceOptions(
            ZoneId timeZone, PathEscape pathEscape, AgeFrom ageFrom, HardLinks hardLinks, Instant scanTime) {
        this(timeZone, pathEscape, ageFrom, hardLinks, scanTime, ReferenceFormat.GPFS);
    }

    /** The same of another format. */
    public ReferenceOptions of(ReferenceFormat other) {
        return new ReferenceOptions(timeZone, pathEscape, ageFrom, hardLinks, scanTime, other);
    }

    /**
     * Reads {@code timeZone}, {@code pathEscape}, {@code ageFrom}, {@code hardLinks} and {@code scanTime}, in the
     * spelling of the API; what is absent is as in {@link #DEFAULT}.
     *
     * @throws IllegalArgumentException for an unknown key, so that a misspelt one does not pass unnoticed
     */
    public static ReferenceOptions from(Properties properties) {
        ReferenceOptions options = DEFAULT;
        for (String key : properties.stringPropertyNames()) {
            options = options.with(key, properties.getProperty(key).trim());
        }
        return options;
    }

    private ReferenceOptions with(String key, String value) {
        String constant = value.toUpperCase(Locale.ROOT);
        return switch (key) {
            case "timeZone" -> new ReferenceOptions(ZoneId.of(value), pathEscape, ageFrom, hardLinks, scanTime);
            case "pathEscape" ->
                new ReferenceOptions(timeZone, PathEscape.valueOf(constant), ageFrom, hardLinks, scanTime);
            case "ageFrom" ->
                new ReferenceOptions(timeZone, pathEscape, AgeFrom.valueOf(constant), hardLinks, scanTime);
            case "hardLinks" ->
                new ReferenceOptions(timeZone, pathEscape, ageFrom, HardLinks.valueOf(constant), scanTime);
            case "scanTime" -> new ReferenceOptions(timeZone, pathEscape, ageFrom, hardLinks, Instant.parse(value));
            default -> throw new IllegalArgumentException("no option of an import: " + key);
        };
    }
}

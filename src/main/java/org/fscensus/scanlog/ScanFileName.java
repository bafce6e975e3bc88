package org.fscensus.scanlog;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a log's file name tells, where it follows the custom of the sites: {@code YYYYMMDD_<server>_<filesystem>.list},
 * {@code .lfs-scan} or another format's ending, with anything after a further dot ({@code .list_all.log.zst}).
 *
 * @param date when the scan was taken
 * @param server has no {@code _}
 * @param filesystem all up to the first dot, as it stands: not checked to be a good name
 * @param format whose ending it is
 */
public record ScanFileName(LocalDate date, String server, String filesystem, LogFormat format) {
    private static final Map<String, LogFormat> ENDINGS =
            Stream.of(LogFormat.values()).collect(Collectors.toMap(LogFormat::ending, Function.identity()));
    private static final Pattern SHAPE =
            Pattern.compile("(\\d{4})(\\d{2})(\\d{2})_([^_]+)_([^.]+)\\.([^.]+)(?:\\..*)?");

    /**
     * Reads a file's name, without its directories.
     *
     * @return empty where the name has another shape, or its digits are no date
     */
    public static Optional<ScanFileName> parse(String fileName) {
        Matcher name = SHAPE.matcher(fileName);
        LogFormat format = name.matches() ? ENDINGS.get(name.group(6)) : null;
        if (format == null) {
            return Optional.empty();
        }
        try {
            LocalDate date = LocalDate.of(
                    Integer.parseInt(name.group(1)), Integer.parseInt(name.group(2)), Integer.parseInt(name.group(3)));
            return Optional.of(new ScanFileName(date, name.group(4), name.group(5), format));
        } catch (DateTimeException e) {
            // Eight digits that are no day of any calendar: the name merely resembles the custom.
            return Optional.empty();
        }
    }
}

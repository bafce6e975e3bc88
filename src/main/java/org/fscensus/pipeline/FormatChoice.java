package org.fscensus.pipeline;

import java.io.IOException;
import java.util.Optional;
import org.fscensus.scanlog.DetectedFormat;
import org.fscensus.scanlog.FormatDetector;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.ScanFileName;
import org.fscensus.scanlog.Terminator;
import org.jspecify.annotations.Nullable;

/**
 * Settles how the files of a scan are read: as the request says, else as their content does, all of one format. Called
 * for one file at a time.
 */
final class FormatChoice {
    private final ImportOptions asked;
    private final ParseOptions options;

    /** The first file whose content tells its format. */
    private @Nullable String teller;

    private volatile @Nullable LogFormat settled;

    FormatChoice(ImportOptions asked, ParseOptions options) {
        this.asked = asked;
        this.options = options;
    }

    /** What the files so far are; where none tells, what they are taken for. */
    LogFormat format() {
        LogFormat known = settled;
        return known == null ? LogFormat.GPFS : known;
    }

    /**
     * Looks at the beginning of a file, from which nothing is taken.
     *
     * @param fileName without directories
     * @throws IOException if it is of another format than the files before, or cannot do what the request asks for
     */
    DetectedFormat choose(LogSource source, String fileName) throws IOException {
        DetectedFormat chosen;
        try (LogSource head = source.head()) {
            String given = asked.format();
            chosen = given == null ? byContent(head, fileName) : byRequest(head, given);
        }
        checkLinkCounts(chosen.format(), fileName);
        settled = chosen.format();
        return chosen;
    }

    private DetectedFormat byRequest(LogSource head, String given) throws IOException {
        LogFormat format = LogFormat.byId(given)
                .orElseThrow(() -> new IOException("unknown format " + given + "; known are " + LogFormat.ids()));
        return FormatDetector.detectTerminator(head, options, format);
    }

    private DetectedFormat byContent(LogSource head, String fileName) throws IOException {
        Optional<LogFormat> byName = ScanFileName.parse(fileName).map(ScanFileName::format);
        Optional<DetectedFormat> told = FormatDetector.detect(head, options, byName);
        if (told.isEmpty()) {
            LogFormat taken = settled != null ? format() : byName.orElse(LogFormat.GPFS);
            return new DetectedFormat(taken, Terminator.NEWLINE);
        }
        if (teller != null && told.get().format() != format()) {
            throw new UnsuitableLogException(
                    fileName + " is a " + told.get().format().id() + " log, but " + teller + " is a " + format().id()
                            + " log",
                    "Files of one scan are of one format: submit a job for each.");
        }
        teller = teller == null ? fileName : teller;
        return told.get();
    }

    private void checkLinkCounts(LogFormat format, String fileName) throws IOException {
        if (asked.hardLinks() == ImportOptions.HardLinks.ONCE && !format.hasLinkCounts()) {
            throw new UnsuitableLogException(
                    "hard links cannot be counted once in " + fileName + ": it is a " + format.id()
                            + " log, and these have no link counts",
                    "Submit the job without hardLinks: once; each link counts as a file then.");
        }
    }
}

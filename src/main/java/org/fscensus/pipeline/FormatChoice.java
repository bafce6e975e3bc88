package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.fscensus.scanlog.DetectedFormat;
import org.fscensus.scanlog.FormatDetector;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.ScanFileName;

/** Settles how an import's source is read: as the request says, else as its content does. */
final class FormatChoice {
    private final ImportRequest request;

    FormatChoice(ImportRequest request) {
        this.request = request;
    }

    /**
     * Looks at the beginning of the source, from which nothing is taken.
     *
     * @throws ImportFailedException if the format cannot do what the request asks for
     */
    DetectedFormat choose(LogSource source, ParseOptions options) throws ImportFailedException, IOException {
        DetectedFormat detected;
        try (LogSource head = source.head()) {
            String given = request.format();
            detected = given == null
                    ? FormatDetector.detect(head, options, byName())
                    : FormatDetector.detectTerminator(head, options, format(given));
        }
        check(detected.format());
        return detected;
    }

    private Optional<LogFormat> byName() {
        Path name = request.source().getFileName();
        return name == null
                ? Optional.empty()
                : ScanFileName.parse(name.toString()).map(ScanFileName::format);
    }

    private static LogFormat format(String id) throws IOException {
        return LogFormat.byId(id)
                .orElseThrow(() -> new IOException("unknown format " + id + "; known are " + LogFormat.ids()));
    }

    private void check(LogFormat format) throws ImportFailedException {
        if (request.hardLinks() == ImportRequest.HardLinks.ONCE && !format.hasLinkCounts()) {
            throw new ImportFailedException(
                    "Hard links cannot be counted once in " + request.source() + ": it is a " + format.id()
                            + " log, and these have no link counts.",
                    "Submit the job again without hardLinks: once; each link counts as a file then.");
        }
    }
}

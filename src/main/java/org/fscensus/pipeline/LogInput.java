package org.fscensus.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.fscensus.census.ScratchSpace;
import org.fscensus.entry.EntryReader;
import org.fscensus.scanlog.DetectedFormat;
import org.fscensus.scanlog.FormatDetector;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.ParseOptions;
import org.fscensus.scanlog.Terminator;
import org.jspecify.annotations.Nullable;

/** Scan logs as the source of a scan: one file, or several of one format. */
final class LogInput implements ScanInput {
    private static final int FILES_NAMED = 3;

    private final ImportRequest request;
    private final List<Path> paths;
    private final PipelineSettings.SourceOpener opener;
    private final ScanTally tally;
    private final ReadBudget budget;
    private final ParseOptions options;
    private final FormatChoice choice;

    /** Of the files opened so far, in their order; written by one thread at a time. */
    private final List<FileTally> tallies = new ArrayList<>();

    private final LogParts parts;
    private long bytes;
    private int expansion = 1;

    /**
     * Opens the first file.
     *
     * @param extent how much of the logs is read
     */
    LogInput(
            ImportRequest request,
            List<Path> paths,
            PipelineSettings.SourceOpener opener,
            ScanTally tally,
            ImportProgress progress,
            Extent extent)
            throws IOException {
        this.request = request;
        this.paths = paths;
        this.opener = opener;
        this.tally = tally;
        budget = extent == Extent.WHOLE
                ? ReadBudget.whole(progress)
                : ReadBudget.beginning(progress, ImportPipeline.BEGINNING_BYTES);
        ImportOptions asked = request.options();
        options =
                new ParseOptions(asked.timeZone(), asked.pathEscape(), asked.ageFrom() == ImportOptions.AgeFrom.MODIFY);
        choice = new FormatChoice(asked, options);
        long sum = paths.size() > 1 ? sum(paths) : 0;
        // More could not be decoded at a time.
        int streams = Runtime.getRuntime().availableProcessors();
        parts = new LogParts(open(0), paths.size(), streams, this::open, budget);
        if (paths.size() > 1) {
            bytes = sum;
        } else if (request.source() instanceof ImportSource.Beginning begun) {
            bytes = begun.bytes();
        }
    }

    private static long sum(List<Path> paths) throws IOException {
        long sum = 0;
        for (Path path : paths) {
            sum += Files.size(path);
        }
        return sum;
    }

    private LogPart open(int number) throws IOException {
        Path path = paths.get(number);
        LogSource source = opener.open(path);
        try {
            DetectedFormat format = choice.choose(source, String.valueOf(path.getFileName()));
            FileTally file = new FileTally(number, name(path), beginning(source, format.terminator()));
            if (number == 0) {
                bytes = source.sizeInBytes();
                expansion = source.expansion();
            }
            LogPart part = part(source, path, format, file);
            tallies.add(file);
            return part;
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: an import that ran out of memory must not keep its files open.
            source.close();
            throw e;
        }
    }

    private LogPart part(LogSource source, Path path, DetectedFormat detected, FileTally file) throws IOException {
        LogFormat format = detected.format();
        if (format.isMadeOfLines()) {
            source.terminatedBy(detected.terminator());
            return new LinePart(source, () -> format.newParser(options, detected.terminator()), file, tally, budget);
        }
        source.close();
        return new ExportPart(opener.stream(path), file, tally, budget);
    }

    /** What messages call a file: of one that was sent the name that it was sent under. */
    private String name(Path path) {
        return request.source() instanceof ImportSource.Logs
                ? path.toString()
                : request.source().text();
    }

    private static String beginning(LogSource source, Terminator terminator) throws IOException {
        try (LogSource head = source.head()) {
            List<String> lines = FormatDetector.firstLines(head, terminator);
            return String.join(" | ", lines);
        }
    }

    @Override
    public String format() {
        return choice.format().id();
    }

    @Override
    public String unit() {
        return Phase.SCAN.unit();
    }

    @Override
    public @Nullable Long total() {
        return bytes == LogSource.UNKNOWN_SIZE ? null : bytes;
    }

    @Override
    public long scratchBytes() {
        return bytes == LogSource.UNKNOWN_SIZE ? 0 : ScratchSpace.forLog(bytes * expansion);
    }

    @Override
    public EntryReader newReader() {
        return parts.newReader();
    }

    @Override
    public boolean isExhausted() {
        boolean begun = request.source() instanceof ImportSource.Beginning;
        return tally.bytes.sum() == bytes || (budget.isLeft() && !begun);
    }

    @Override
    public void finish() throws ImportFailedException {
        long rejected = tally.rejectedLines.sum();
        long entryLines = tally.entryLines();
        for (FileTally file : tallies) {
            if (isBad(file) || (entryLines == rejected && (entryLines == 0 || file.isUnreadable()))) {
                throw LogComplaints.noEntry(file, request.options().format(), reasons(file));
            }
        }
        if (request.options().maxRejected().exceeded(rejected, entryLines)) {
            throw LogComplaints.tooManyRejected(request, rejected, entryLines, worst(), tally.rejectReasons());
        }
    }

    /** Those that were met in the file first. */
    private List<RejectReason> reasons(FileTally file) {
        return tally.rejectReasons().stream()
                .filter(reason ->
                        reason.first() != null && reason.first().file().equals(file.name))
                .toList();
    }

    /** Of several files each has to be a log by itself, as far as rejected lines are borne. */
    private boolean isBad(FileTally file) {
        return file.isUnreadable()
                && request.options().maxRejected().exceeded(file.rejectedLines.sum(), file.entryLines.sum());
    }

    /** Of several files the one with the most rejected lines. */
    private String worst() {
        if (tallies.size() == 1) {
            return "";
        }
        FileTally worst = tallies.get(0);
        for (FileTally file : tallies) {
            worst = file.rejectedLines.sum() > worst.rejectedLines.sum() ? file : worst;
        }
        return "; most of them, " + worst.rejectedLines.sum() + ", are in " + worst.name;
    }

    @Override
    public boolean isWhole() {
        return tallies.stream().noneMatch(file -> file.cutOff);
    }

    /** Files of several that hold no entry, or end within a line: it may be so, or something was lost on the way. */
    @Override
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        List<String> idle = names(file -> file.entryLines.sum() == 0);
        if (!idle.isEmpty()) {
            warnings.add(idle.size() + " of " + tallies.size() + " files hold no entry: " + first(idle));
        }
        List<String> cutOff = names(file -> file.cutOff);
        if (!cutOff.isEmpty()) {
            warnings.add("The last line of " + (cutOff.size() == 1 ? first(cutOff) : cutOff.size() + " files")
                    + " has no line end, as if the listing had been cut off"
                    + (cutOff.size() == 1 ? "." : ": " + first(cutOff)));
        }
        return warnings;
    }

    private List<String> names(Predicate<FileTally> which) {
        return tallies.stream().filter(which).map(file -> file.name).toList();
    }

    private static String first(List<String> names) {
        int named = Math.min(FILES_NAMED, names.size());
        return String.join(", ", names.subList(0, named)) + (named < names.size() ? ", ..." : "");
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}

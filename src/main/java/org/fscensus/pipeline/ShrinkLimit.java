package org.fscensus.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fscensus.store.Generation;
import org.fscensus.store.GenerationFigures;

/**
 * How much less a scan may have than the one before it: one that has lost half of its files is seldom true, and often of
 * a listing that broke off or of a disk that was not mounted.
 *
 * @param percent the greatest share, 0 to 100, by which a total may fall; with 100 it may fall to nothing
 */
public record ShrinkLimit(double percent) {
    /** Everything is taken. */
    public static final ShrinkLimit NONE = new ShrinkLimit(100);

    /** @throws IllegalArgumentException if that is no share */
    public ShrinkLimit {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException("a share is 0 to 100 percent");
        }
    }

    /** Of the generations of a file system that which a scan is held against: the last that is not of a later scan. */
    static Optional<Generation> previous(List<Generation> newestFirst, ImportRequest request) {
        return newestFirst.stream()
                .filter(generation -> !generation.scanTime().isAfter(request.scanTime()))
                .findFirst();
    }

    /** What has fallen by more than this share, as a sentence that has both totals; empty where nothing has. */
    Optional<String> exceeded(GenerationFigures found, Generation previous) {
        List<String> fallen = new ArrayList<>();
        add(fallen, "files", previous.files(), found.files());
        add(fallen, "directories", previous.directories(), found.directories());
        add(fallen, "allocated bytes", previous.allocatedBytes(), found.allocatedBytes());
        if (fallen.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "Since the scan of %s (generation %s) its %s fell, by more than fscensus.import.max-shrink (%s %%)"
                        + " allows: then %,d files, %,d directories and %,d allocated bytes, now %,d, %,d and %,d.",
                previous.scanTime(),
                previous.id(),
                String.join(" and ", fallen),
                plain(percent),
                previous.files(),
                previous.directories(),
                previous.allocatedBytes(),
                found.files(),
                found.directories(),
                found.allocatedBytes()));
    }

    /** Refuses a scan that has shrunk by too much. */
    static ImportFailedException failure(ImportRequest request, String exceeded) {
        return new ImportFailedException(
                "The scan of " + request.filesystem() + " has shrunk. " + exceeded,
                "The generation before it stays. Check that "
                        + request.source().describe() + " is the whole"
                        + " listing, and see the job's trust report; if the file system really is that much smaller,"
                        + " submit the job again with acceptShrink: true.");
    }

    private void add(List<String> fallen, String what, long before, long now) {
        double share = (before - now) * 100.0 / Math.max(1, before);
        if (share > percent) {
            fallen.add(what);
        }
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}

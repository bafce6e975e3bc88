package org.fscensus.query;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/** Which two generations of a file system a question compares. */
final class GenerationChoice {
    private static final Duration DAY = Duration.ofDays(1);

    private GenerationChoice() {}

    /**
     * The earlier and the later one.
     *
     * @param from an id, or a time: the newest scan that is no younger; the one before {@code to} where not given
     * @param to an id, or a time; the newest where not given. Ages count back from the newest scan, those of
     *     {@code from} from {@code to}; a date is the whole day, so that a scan of that day is one of that date.
     */
    static List<Generation> pair(Filesystem filesystem, @Nullable String from, @Nullable String to) {
        Generation newest = filesystem.newest();
        Generation later = to == null ? newest : choose(filesystem, "to", to, newest.scanTime());
        Generation earlier =
                from == null ? previous(filesystem, later) : choose(filesystem, "from", from, later.scanTime());
        if (!earlier.scanTime().isBefore(later.scanTime())) {
            throw QuestionException.invalid("parameters from and to: generation " + earlier.id()
                    + " is not older than generation " + later.id());
        }
        return List.of(earlier, later);
    }

    private static Generation previous(Filesystem filesystem, Generation later) {
        return filesystem.generations().stream()
                .filter(generation -> generation.scanTime().isBefore(later.scanTime()))
                .findFirst()
                .orElseThrow(() -> QuestionException.unknown("file system " + filesystem.name()
                        + " has no generation before " + later.id() + " to compare it with"));
    }

    private static Generation choose(Filesystem filesystem, String parameter, String text, Instant reference) {
        List<Generation> newestFirst = filesystem.generations();
        for (Generation generation : newestFirst) {
            if (generation.id().equals(text)) {
                return generation;
            }
        }
        Instant latest = latest(text, reference);
        if (latest == null) {
            throw QuestionException.unknown(
                    "parameter " + parameter + ": '" + text + "' is no generation of file system "
                            + filesystem.name() + " (GET /api/v1/filesystems/" + filesystem.name()
                            + " lists those it has), and no date, time or age either, as 2024-01-31 or 30d are");
        }
        return newestFirst.stream()
                .filter(generation -> !generation.scanTime().isAfter(latest))
                .findFirst()
                .orElseThrow(() -> QuestionException.unknown("parameter " + parameter + ": file system "
                        + filesystem.name() + " has no generation as old as " + latest + "; its oldest is of "
                        + newestFirst.get(newestFirst.size() - 1).scanTime()));
    }

    /** The last moment that a text means; null where it means none. */
    private static @Nullable Instant latest(String text, Instant reference) {
        TimeBound bound;
        try {
            bound = Units.time(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
        boolean isDate = bound instanceof TimeBound.At && text.indexOf('T') < 0;
        Instant time = bound.at(reference);
        return isDate ? time.plus(DAY).minusNanos(1) : time;
    }
}

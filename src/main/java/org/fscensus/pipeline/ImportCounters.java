package org.fscensus.pipeline;

import org.fscensus.store.Generation;
import org.fscensus.store.GenerationFigures;
import org.fscensus.walk.WalkCounters;
import org.jspecify.annotations.Nullable;

/**
 * What an import has counted so far.
 *
 * @param bytes bytes of the source that were parsed
 * @param lines lines of every kind, notices, blank and rejected ones included
 * @param files entries that are no directories, as counted (each inode once under {@code hardLinks: once})
 * @param directories distinct directories that have a line of their own
 * @param unlistedDirectories directories at or below a scanned root that are a parent but have no line of their own
 * @param rejectedLines lines that should have been an entry and could not be read
 * @param noticeLines lines of the listing command itself, and blank ones
 * @param allocatedBytes allocated bytes of all counted files
 * @param apparentBytes apparent bytes of all counted files
 * @param walk what the walk of a live tree counted; null where there is none. Its entries are the lines then, and those
 *     that cannot be read the rejected ones
 */
public record ImportCounters(
        long bytes,
        long lines,
        long files,
        long directories,
        long unlistedDirectories,
        long rejectedLines,
        long noticeLines,
        long allocatedBytes,
        long apparentBytes,
        @Nullable WalkCounters walk) {

    /** What is known of a generation whose import has been forgotten, or is none. */
    public static ImportCounters of(Generation generation) {
        return new ImportCounters(
                0,
                0,
                generation.files(),
                generation.directories(),
                0,
                0,
                0,
                generation.allocatedBytes(),
                generation.apparentBytes(),
                null);
    }

    /** The totals. */
    GenerationFigures figures() {
        return new GenerationFigures(files, directories, allocatedBytes, apparentBytes);
    }

    /** Nothing counted yet. */
    public static final ImportCounters ZERO = new ImportCounters(0, 0, 0, 0, 0, 0, 0, 0, 0, null);
}

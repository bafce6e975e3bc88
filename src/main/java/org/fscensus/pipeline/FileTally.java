package org.fscensus.pipeline;

import java.util.concurrent.atomic.LongAdder;

/** What the workers of a scan count in one of its files. Thread-safe. */
final class FileTally {
    /** Its place among the scan's files, from 0. */
    final int number;

    /** As messages call it. */
    final String name;

    /** Its first lines, bytes that are no text as {@code %XX}; empty where there is none. */
    final String beginning;

    final PieceLines pieces = new PieceLines();

    /** Lines that are entries or should have been. */
    final LongAdder entryLines = new LongAdder();

    final LongAdder rejectedLines = new LongAdder();

    /** Whether its last line has no end; known when all of it has been read. */
    volatile boolean cutOff;

    FileTally(int number, String name, String beginning) {
        this.number = number;
        this.name = name;
        this.beginning = beginning;
    }

    /** Whether every line that should have been an entry was rejected. */
    boolean isUnreadable() {
        long lines = entryLines.sum();
        return lines > 0 && lines == rejectedLines.sum();
    }
}

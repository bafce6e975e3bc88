package org.fscensus.pipeline;

import java.util.Locale;

/** The phases of an import, in order; the one list of them, whose names the API, the events and the metrics use. */
public enum Phase {
    /** One pass over the source: read, parse, intern directories, add up. */
    SCAN("bytes"),
    /** Pre-order numbering and recursive roll-up. */
    ORDER("directories"),
    /** Bulk load in ascending {@code dir_id}. */
    WRITE("rows"),
    /** Indexes, after the load. */
    INDEX("rows"),
    /** The database's own checks, and its totals against the totals of the scan. */
    VERIFY("checks"),
    /** Force to disk, rename, catalogue entry. */
    PUBLISH("bytes");

    private final String unit;

    Phase(String unit) {
        this.unit = unit;
    }

    /** The name in the API: {@code scan}, {@code order}, ... */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What {@code done} and {@code total} of this phase count, unless the source has a unit of its own for its scan. */
    public String unit() {
        return unit;
    }
}

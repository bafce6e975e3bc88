package org.fscensus.query;

import org.fscensus.store.Generation;
import org.fscensus.store.Saturated;

/**
 * What a generation holds in all, so far as the asker may see it.
 *
 * @param directories those that the scan listed; where only some paths may be seen, all at and below these
 */
public record Totals(long files, long directories, long allocatedBytes, long apparentBytes) {
    static final Totals NOTHING = new Totals(0, 0, 0, 0);

    /** For those who may see all of it. */
    public static Totals of(Generation generation) {
        return new Totals(
                generation.files(), generation.directories(), generation.allocatedBytes(), generation.apparentBytes());
    }

    /** With a directory and what is below it. */
    Totals plus(Figures recursive) {
        return new Totals(
                files + recursive.files(),
                directories + recursive.directories() + 1,
                Saturated.sum(allocatedBytes, recursive.allocatedBytes()),
                Saturated.sum(apparentBytes, recursive.apparentBytes()));
    }
}

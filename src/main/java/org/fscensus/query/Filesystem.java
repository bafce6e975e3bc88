package org.fscensus.query;

import java.util.List;
import org.fscensus.store.Generation;

/**
 * A file system that can be asked.
 *
 * @param generations at least one, the newest scan first
 */
public record Filesystem(List<Generation> generations) {

    /** As its newest import wrote it. */
    public String name() {
        return newest().filesystem();
    }

    public Generation newest() {
        return generations.get(0);
    }
}

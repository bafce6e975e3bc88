package org.fscensus.walk;

import java.util.ArrayList;
import java.util.List;
import org.fscensus.entry.PathText;

/**
 * What a walk leaves out, by the rules of a {@code .gitignore} file in its root: of the patterns that match an entry the
 * last one decides, and what is below an excluded directory is never looked at. Immutable.
 */
final class ExcludeRules {
    private final ExcludePattern[] patterns;

    private ExcludeRules(List<ExcludePattern> patterns) {
        this.patterns = patterns.toArray(ExcludePattern[]::new);
    }

    /** Rules from lines, blank ones and comments among them; bytes that are no text as in {@link PathText}. */
    static ExcludeRules parse(List<String> lines) {
        List<ExcludePattern> patterns = new ArrayList<>();
        for (String line : lines) {
            byte[] bytes = PathText.decode(line);
            int end = ExcludePattern.trimmedEnd(bytes);
            if (end > 0 && bytes[0] != '#') {
                patterns.add(ExcludePattern.parse(bytes, end));
            }
        }
        return new ExcludeRules(patterns);
    }

    boolean isEmpty() {
        return patterns.length == 0;
    }

    /**
     * Whether an entry is left out whose parent is not.
     *
     * @param bytes the path relative to the root of the walk is {@code [from, to)}, its last component {@code [name, to)}
     */
    boolean exclude(byte[] bytes, int from, int name, int to, boolean isDirectory) {
        for (int i = patterns.length - 1; i >= 0; i--) {
            if (patterns[i].matches(bytes, from, name, to, isDirectory)) {
                return !patterns[i].isNegative();
            }
        }
        return false;
    }
}

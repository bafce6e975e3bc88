package org.fscensus.query;

import java.util.List;
import java.util.Locale;
import org.fscensus.store.Generation;
import org.jspecify.annotations.Nullable;

/**
 * What changed under a directory between two scans.
 *
 * @param path as text, see {@link org.fscensus.entry.PathText}
 * @param minChange what a directory had to change by to be listed
 * @param before of the whole subtree of the path, nothing where it was not there yet
 * @param after of the whole subtree of the path, nothing where it is gone
 * @param items the greatest change first
 * @param found directories that changed by so much, whether among the items or beyond their limit
 * @param other what of the whole change is not in the items; null in {@link Scope#RECURSIVE}, whose items overlap
 * @param owners who has how much more or less, the greatest change first; null where a database is of a version that does not tell
 * @param groups the same by group
 */
public record Growth(
        String filesystem,
        String path,
        Generation from,
        Generation to,
        Measure by,
        Scope scope,
        long minChange,
        Amounts before,
        Amounts after,
        List<Item> items,
        long found,
        @Nullable UsageTotal other,
        @Nullable List<AccountChange> owners,
        @Nullable List<AccountChange> groups) {

    /** What changes are compared by. */
    public enum Measure {
        BYTES("total_size_r"),
        FILES("file_count_r");

        private final String column;

        Measure(String column) {
            this.column = column;
        }

        /** The column that has it for a subtree. */
        String column() {
            return column;
        }

        long of(long files, long bytes) {
            return this == BYTES ? bytes : files;
        }

        static Measure parse(String text) {
            return choice(Measure.class, text);
        }
    }

    /** Which directories are listed; {@link LocalChanges} and {@link RecursiveChanges} define it. */
    public enum Scope {
        /** Those where the changes happened, each change counted once. */
        LOCAL,
        /** All whose subtrees changed. */
        RECURSIVE;

        static Scope parse(String text) {
            return choice(Scope.class, text);
        }
    }

    /** What became of a directory. */
    public enum Kind {
        GROWN,
        SHRUNK,
        NEW,
        VANISHED;

        static Kind parse(String text) {
            return choice(Kind.class, text);
        }
    }

    /**
     * A directory that changed.
     *
     * @param before of its subtree, nothing where it is new
     * @param after of its subtree, nothing where it vanished
     * @param here the part of its change that is its own and in no other item; its whole change in
     *     {@link Scope#RECURSIVE}
     */
    public record Item(String path, Kind kind, Amounts before, Amounts after, UsageTotal here) {

        /** Of the subtree. */
        public Amounts change() {
            return after.minus(before);
        }
    }

    /** A user or a group, and what files under the path were, and are, its own. */
    public record AccountChange(Account account, UsageTotal before, UsageTotal after) {

        public UsageTotal change() {
            return after.minus(before);
        }
    }

    /** Of the whole subtree of the path. */
    public Amounts change() {
        return after.minus(before);
    }

    private static <E extends Enum<E>> E choice(Class<E> type, String text) {
        E[] all = type.getEnumConstants();
        StringBuilder names = new StringBuilder();
        for (E one : all) {
            String name = one.name().toLowerCase(Locale.ROOT);
            if (name.equals(text.toLowerCase(Locale.ROOT))) {
                return one;
            }
            names.append(names.isEmpty() ? "" : ", ").append(name);
        }
        throw new IllegalArgumentException("'" + text + "' is none of " + names);
    }
}

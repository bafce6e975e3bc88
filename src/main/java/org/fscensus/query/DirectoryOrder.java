package org.fscensus.query;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a list of directories is sorted by. Equals come in the order of their paths; a reversed list is the exact reverse.
 */
record DirectoryOrder(Key key, boolean reversed) {
    /** Figures sort with the largest first, {@code path} and {@code depth} with the smallest. */
    enum Key {
        SIZE("size", "total_size_r", true),
        DIRECT_SIZE("directSize", "total_size_nr", true),
        FILES("files", "file_count_r", true),
        DIRECT_FILES("directFiles", "file_count_nr", true),
        DIRECTORIES("directories", "dir_count_r", true),
        ACCESSED("accessed", "COALESCE(last_access_r, " + (Long.MIN_VALUE + 1) + ")", true),
        PATH("path", "dir_id", false),
        DEPTH("depth", "depth", false);

        private final String parameter;
        private final String sql;
        private final boolean largestFirst;

        Key(String parameter, String sql, boolean largestFirst) {
            this.parameter = parameter;
            this.sql = sql;
            this.largestFirst = largestFirst;
        }

        String sql() {
            return sql;
        }
    }

    /** @throws IllegalArgumentException if there is no such order */
    static DirectoryOrder parse(String text) {
        boolean reversed = text.startsWith("-");
        String name = reversed ? text.substring(1) : text;
        for (Key key : Key.values()) {
            if (key.parameter.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return new DirectoryOrder(key, reversed);
            }
        }
        throw new IllegalArgumentException("'" + text + "' is no order; there are "
                + Arrays.stream(Key.values()).map(key -> key.parameter).collect(Collectors.joining(", "))
                + ", each also with - in front");
    }

    /** Whether the key falls from row to row. */
    boolean keyDescends() {
        return key.largestFirst != reversed;
    }

    String orderBy() {
        String ids = "dir_id " + (reversed ? "DESC" : "ASC");
        return key == Key.PATH ? ids : key.sql + (keyDescends() ? " DESC, " : " ASC, ") + ids;
    }
}

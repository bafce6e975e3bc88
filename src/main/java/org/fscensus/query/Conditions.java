package org.fscensus.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conditions of a WHERE clause, all of which must hold, with their parameters. */
final class Conditions {
    private final List<String> sql = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    Conditions add(String condition, Object... values) {
        sql.add("(" + condition + ")");
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    Conditions addAll(Conditions others) {
        sql.addAll(others.sql);
        parameters.addAll(others.parameters);
        return this;
    }

    /** That a row lies in one of the ranges. */
    Conditions addRanges(Ranges ranges) {
        String anyRange = String.join(" OR ", Collections.nCopies(ranges.list().size(), "dir_id BETWEEN ? AND ?"));
        sql.add("(" + (anyRange.isEmpty() ? "0" : anyRange) + ")");
        for (Ranges.Range range : ranges.list()) {
            parameters.add(range.first());
            parameters.add(range.last());
        }
        return this;
    }

    /** The filter's conditions on single rows, but for its paths and its owner and group. */
    static Conditions of(DirectoryFilter filter, Instant scanTime) {
        Conditions all = new Conditions();
        String size = filter.direct() ? "total_size_nr" : "total_size_r";
        String files = filter.direct() ? "file_count_nr" : "file_count_r";
        String access = filter.direct() ? "last_access_nr" : "last_access_r";
        all.between("depth", filter.depth());
        all.between(size, filter.size());
        all.between("file_count_r", filter.files());
        all.averageBetween(size, files, filter.averageSize());
        TimeBound before = filter.accessedBefore();
        if (before != null) {
            all.add(access + " < ?", secondsUp(before.at(scanTime)));
        }
        TimeBound after = filter.accessedAfter();
        if (after != null) {
            all.add(access + " >= ?", secondsUp(after.at(scanTime)));
        }
        if (filter.singleOwner()) {
            all.add("owner_uid >= 0");
        }
        if (filter.singleGroup()) {
            all.add("owner_gid >= 0");
        }
        if (filter.leavesOnly()) {
            all.add("dir_count_nr = 0");
        }
        all.names(filter);
        return all;
    }

    private void between(String column, Bounds bounds) {
        Long min = bounds.min();
        if (min != null) {
            add(column + " >= ?", min);
        }
        Long max = bounds.max();
        if (max != null) {
            add(column + " <= ?", max);
        }
    }

    /** Without division, which would round; a directory without files has no average. */
    private void averageBetween(String size, String files, Bounds bounds) {
        Long min = bounds.min();
        if (min != null) {
            add(files + " > 0 AND " + size + " >= ? * " + files, min);
        }
        Long max = bounds.max();
        if (max != null) {
            add(files + " > 0 AND " + size + " <= ? * " + files, max);
        }
    }

    private void names(DirectoryFilter filter) {
        if (filter.names().isEmpty()) {
            return;
        }
        String name = filter.ignoreCase() ? "lower(name)" : "name";
        String one = name + " GLOB CAST(? AS TEXT)";
        Object[] globs = filter.names().stream()
                .map(pattern -> NameGlob.toSqlite(pattern, filter.ignoreCase()))
                .toArray();
        add(String.join(" OR ", Collections.nCopies(globs.length, one)), globs);
    }

    /** Access times are whole seconds: being before, or not before, a moment is being so to the next whole second. */
    private static long secondsUp(Instant moment) {
        return moment.getEpochSecond() + (moment.getNano() > 0 ? 1 : 0);
    }

    /** With its keyword, or nothing. */
    String where() {
        return sql.isEmpty() ? "" : " WHERE " + String.join(" AND ", sql);
    }

    List<Object> parameters() {
        return parameters;
    }

    /** The same, to be added to. */
    Conditions copy() {
        return new Conditions().addAll(this);
    }

    /** The one value that bounds let through, null where they let more through. */
    static @Nullable Long only(Bounds bounds) {
        Long min = bounds.min();
        return min != null && min.equals(bounds.max()) ? min : null;
    }
}

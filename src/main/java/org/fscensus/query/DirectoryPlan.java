package org.fscensus.query;

import java.util.List;

/** How one database is asked for a list: statements that are run one after another, their rows in the list's order. */
record DirectoryPlan(List<Statement> statements) {
    /** One statement with its parameters. */
    record Statement(String sql, List<Object> parameters) {}

    /** Where a list goes on: behind the row with this key and id. */
    record Position(long key, long dirId) {}
}

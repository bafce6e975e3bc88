package org.fscensus.query;

import java.sql.SQLException;

/** Is told what differs between a directory's subtrees in two generations, in the order of the paths. */
interface PairVisitor {
    /**
     * A directory that both have, in or below which something differs; its parent, but for the first, was the last one
     * opened and not closed.
     */
    void open(TreeRow before, TreeRow after) throws SQLException;

    /** The directory opened last is done with. */
    void close();

    /** A subtree that only the earlier generation has, by its topmost directory. */
    void vanished(TreeRow before) throws SQLException;

    /** A subtree that only the later generation has, by its topmost directory. */
    void appeared(TreeRow after) throws SQLException;
}

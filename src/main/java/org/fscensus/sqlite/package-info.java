/**
 * Writes SQLite databases page after page, without SQLite: for tables and indexes whose rows are sorted already. The
 * format is that of <a href="https://www.sqlite.org/fileformat2.html">the documentation</a>, whose names are used here.
 */
@NullMarked
package org.fscensus.sqlite;

import org.jspecify.annotations.NullMarked;

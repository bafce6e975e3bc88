package org.fscensus.pipeline;

import org.fscensus.scanlog.LineParser;
import org.fscensus.scanlog.LogFormat;
import org.fscensus.scanlog.LogSource;
import org.fscensus.scanlog.ParseOptions;

/**
 * One file of a scan, opened and its format known.
 *
 * @param number its place among the scan's files, from 0
 */
record LogFile(int number, LogSource source, LogFormat format, ParseOptions options, FileTally tally) {

    /** A parser for one worker. */
    LineParser newParser() {
        return format.newParser(options);
    }
}

package org.fscensus.scanlog;

/**
 * How a log is to be read.
 *
 * @param terminator what ends its records; of no meaning for a format that is not made of lines
 */
public record DetectedFormat(LogFormat format, Terminator terminator) {}

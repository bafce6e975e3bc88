package org.fscensus.scanlog;

/**
 * A line that should have been an entry and could not be read.
 *
 * @param file that it stands in: its path, or the name of an upload
 * @param lineNumber counted from 1
 * @param byteOffset of the line's first byte in the (decompressed) source, from 0
 * @param reason what is wrong with it, for people
 * @param line the line's first bytes (at most 4096) as printable text, see {@link org.fscensus.entry.PathText}
 */
public record RejectedLine(String file, long lineNumber, long byteOffset, String reason, String line) {}

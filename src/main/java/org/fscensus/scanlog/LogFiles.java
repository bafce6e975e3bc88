package org.fscensus.scanlog;

import java.io.IOException;
import java.nio.file.Path;
import org.fscensus.scanlog.codec.Codec;
import org.fscensus.scanlog.codec.ExpansionLimit;
import org.jspecify.annotations.Nullable;

/**
 * Opens log files as they lie on disk: plain, or compressed as their first bytes tell.
 *
 * @param decoderThreads that decompress a file, at least 1; changes no byte
 * @param limit on the text of compressed files
 */
public record LogFiles(int decoderThreads, ExpansionLimit limit) {
    /**
     * Opens a log to be drawn in chunks of lines.
     *
     * @param file its real path: where a link has come to stand in it since it was resolved, it is not opened
     * @param piece how many bytes of text a worker draws at a time, at least 1; changes no figure
     * @throws IOException if the file cannot be opened
     */
    public LogSource open(Path file, int piece) throws IOException {
        OpenedFile opened = new OpenedFile(file);
        Codec codec = codec(opened);
        return codec == null
                ? new PlainFileSource(opened, piece)
                : new CompressedFileSource(new LogStream(opened, codec, decoderThreads, limit, false), piece);
    }

    /**
     * Opens the beginning of a log; otherwise as {@link #open}. Wherever it has been cut off, in a line or in compressed
     * data, it ends with the last line before. As nobody reads on for longer than seconds, its text has no limit.
     */
    public static LogSource openBeginning(Path file, int piece, int decoderThreads) throws IOException {
        return new CompressedFileSource(streamBeginning(file, decoderThreads), piece);
    }

    /** Opens a log to be read as a stream; otherwise as {@link #open}. */
    public LogStream stream(Path file) throws IOException {
        OpenedFile opened = new OpenedFile(file);
        return new LogStream(opened, codec(opened), decoderThreads, limit, false);
    }

    /** Opens the beginning of a log to be read as a stream; see {@link #openBeginning}. */
    public static LogStream streamBeginning(Path file, int decoderThreads) throws IOException {
        OpenedFile opened = new OpenedFile(file);
        return new LogStream(opened, codec(opened), decoderThreads, ExpansionLimit.NONE, true);
    }

    private static @Nullable Codec codec(OpenedFile file) throws IOException {
        try {
            return Codec.of(file);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }
}

package org.fscensus.census;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What an import needs on disk for a while, beside the database. */
public final class ScratchSpace {
    /**
     * A file is one line, of 200 to 300 bytes mostly, and one record of usage, of 12 to 15 bytes; so much of the log
     * is also enough for lines that are half as long.
     */
    private static final int LOG_BYTES_PER_BYTE = 10;

    private ScratchSpace() {}

    /** About how many bytes the usage of a log of that size takes. */
    public static long forLog(long logBytes) {
        return logBytes / LOG_BYTES_PER_BYTE;
    }

    /** Bytes that are free in a directory. */
    public static long freeIn(Path directory) throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** The failure to write a scratch file, with the space that is left there. */
    static IOException cannotWrite(Path file, IOException reason) {
        String free;
        try {
            free = String.format(
                    Locale.ROOT,
                    "%,d bytes are free there",
                    Files.getFileStore(file.toAbsolutePath().resolveSibling("."))
                            .getUsableSpace());
        } catch (IOException e) {
            reason.addSuppressed(e);
            free = "how much is free there cannot be told";
        }
        return new IOException("cannot write scratch file " + file + ": " + reason.getMessage() + "; " + free, reason);
    }
}

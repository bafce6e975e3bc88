package org.fscensus.census;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** What an import needs on disk for a while, beside the database. */
public final class ScratchSpace {
    /**
     * Measured on lines of 250 bytes: 4.5 % of the log when the scan ends, 7.4 % at most, while the records are divided.
     * For lines half as long it may be too little; then the disk is told to be full when it is.
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

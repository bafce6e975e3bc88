package org.fscensus.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Whether a generation's file is still the one that it was, as far as a look at it without opening can tell. */
final class FileCheck {
    private FileCheck() {}

    /**
     * @throws NoSuchFileException if it is missing; the message says what to do, here and below
     * @throws IOException if it is another one, has another size, or is of a newer version of the program
     */
    static void check(Generation generation, Path file) throws IOException {
        FileStamp adopted = generation.adopted();
        if (generation.schemaVersion() > GenerationSchema.VERSION) {
            throw new IOException(file + " was written by a newer version of the program (schema "
                    + generation.schemaVersion() + ", this one reads up to " + GenerationSchema.VERSION
                    + "); start that version again or import the scan again");
        }
        try {
            if (adopted == null) {
                checkPublished(generation, file);
            } else if (!FileStamp.of(file).equals(adopted)) {
                throw new IOException(file + " was put there by somebody, who has changed it since it was looked at;"
                        + " it is looked at again when it has been at rest for some seconds");
            }
        } catch (NoSuchFileException e) {
            NoSuchFileException missing = new NoSuchFileException(file + " is missing from the data directory; "
                    + (adopted == null
                            ? "restore it from a backup or delete the generation"
                            : "somebody put it there and has taken it away again"));
            missing.initCause(e);
            throw missing;
        }
    }

    private static void checkPublished(Generation generation, Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes != generation.databaseBytes()) {
            throw new IOException(file + " has " + bytes + " bytes and was published with " + generation.databaseBytes()
                    + "; restore it from a backup or import the scan again");
        }
    }
}

package org.fscensus.reference;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fscensus.pipeline.ImportFailedException;

/**
 * Writes what the reference makes of the cases given as arguments into their {@code expected.txt}, for a new case: to be
 * checked by hand, line by line, before it is committed.
 */
public final class CorpusPrinter {
    private CorpusPrinter() {}

    public static void main(String[] directories) throws Exception {
        for (String directory : directories) {
            CorpusCase pair = new CorpusCase(Path.of(directory));
            String dump;
            try {
                dump = CensusDump.of(new ReferenceCensus().census(pair.log(), pair.options()));
            } catch (ImportFailedException e) {
                dump = CensusDump.REFUSED;
            }
            Files.writeString(pair.directory().resolve("expected.txt"), dump, StandardCharsets.US_ASCII);
        }
    }
}

package org.fscensus.walk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes what Java cannot: names of any bytes, device files, paths without end. */
final class Shell {
    private Shell() {}

    /** Runs a bash script in a directory, and returns what it writes, its bytes as characters. */
    static String run(Path directory, String script) throws IOException {
        return new String(run(directory, List.of("bash", "-euc", script), new byte[0]), StandardCharsets.ISO_8859_1);
    }

    /** Runs a command, which may end with 0 or 1. */
    static byte[] run(Path directory, List<String> command, byte[] input) throws IOException {
        Process process = new ProcessBuilder(new ArrayList<>(command))
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var in = process.getOutputStream()) {
            in.write(input);
        }
        byte[] output = process.getInputStream().readAllBytes();
        try {
            assertThat(process.waitFor()).as("exit of %s", command).isBetween(0, 1);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        return output;
    }

    /** Removes all below a directory, however deep it is. */
    static void clear(Path directory) throws IOException {
        run(directory, "find . -mindepth 1 -maxdepth 1 -exec rm -rf {} +");
    }
}

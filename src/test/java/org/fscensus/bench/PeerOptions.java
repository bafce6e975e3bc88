package org.fscensus.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options of the bench beside the peers.
 *
 * @param log a file that is there
 * @param threads of each importer
 * @param runs of ours
 * @param data where databases are written
 */
record PeerOptions(Path log, int threads, int runs, Path data) {
    static final String USAGE = "options: --log FILE [--threads N] [--runs N] [--data DIR]";

    /**
     * The last option of a name wins: a script's own come first.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    static PeerOptions parse(String... arguments) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("every option needs a value");
        }
        String log = given.remove("--log");
        int threads = count(given, "--threads", Runtime.getRuntime().availableProcessors());
        int runs = count(given, "--runs", 3);
        String data = given.getOrDefault("--data", "target/bench");
        given.remove("--data");
        if (!given.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + String.join(", ", given.keySet()));
        }
        if (log == null || !Files.isRegularFile(Path.of(log))) {
            throw new IllegalArgumentException("--log must be a file, not " + log);
        }
        return new PeerOptions(Path.of(log), threads, runs, Path.of(data));
    }

    private static int count(Map<String, String> given, String option, int otherwise) {
        String value = given.remove(option);
        try {
            int count = value == null ? otherwise : Integer.parseInt(value);
            if (count >= 1) {
                return count;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new IllegalArgumentException(option + " must be a number from 1, not " + value);
    }
}

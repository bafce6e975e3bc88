package org.fscensus.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Asks a running service one question after the other over one connection, as a dashboard would, and tells how long the
 * answers took, from the first byte sent to the last one read. Every question is asked of all paths once before it counts.
 */
public final class QuestionBench {
    private static final String PATH = "{path}";
    private static final String USAGE = "options: --url http://HOST:PORT --filesystem NAME --database FILE"
            + " (its newest) [--only WORD] [--owner UID] [--rounds N (3)] [--root-rounds N (21)] [--seed N (1)]";

    /** Asked of every path. */
    private static final List<String> UNDER_PATHS = List.of(
            "usage?groupBy=owner&path={path}",
            "usage?groupBy=group&path={path}",
            "usage?groupBy=age&path={path}",
            "usage?groupBy=size&path={path}",
            "usage?groupBy=age,size&path={path}",
            "usage?groupBy=owner,age&limit=1000&path={path}",
            "usage?groupBy=owner,group&limit=1000&path={path}",
            "usage?groupBy=size,age&owner={owner}&path={path}",
            "usage?groupBy=owner&age=3y-&limit=1000&path={path}",
            "owners?path={path}",
            "groups?path={path}",
            "histograms/age?path={path}",
            "histograms/size?path={path}",
            "directory?path={path}",
            "tree?path={path}",
            "history?path={path}",
            "directories?path={path}",
            "where?age=3y-&path={path}");

    /** Asked of the whole file system. */
    private static final List<String> AT_THE_ROOT = List.of(
            "usage?groupBy=owner,age&limit=1000",
            "usage?groupBy=owner,age",
            "usage?groupBy=owner,group",
            "usage?groupBy=owner,group,age,size",
            "histograms/age",
            "tree?path=/",
            "where?age=3y-",
            "directories",
            "directories?minAverageSize=1GiB&accessedBefore=3y",
            "search?q=checkpoint");

    private final String base;
    private final byte[] buffer = new byte[1 << 16];

    private QuestionBench(String base) {
        this.base = base;
    }

    /** Arguments as {@link #USAGE} has them. */
    @SuppressWarnings("SystemOut") // It is what this program is for.
    public static void main(String[] arguments) throws IOException, SQLException {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            given.put(arguments[i], arguments[i + 1]);
        }
        String url = given.remove("--url");
        String filesystem = given.remove("--filesystem");
        String database = given.remove("--database");
        String only = given.getOrDefault("--only", "");
        String owner = given.getOrDefault("--owner", "0");
        int rounds = Integer.parseInt(given.getOrDefault("--rounds", "3"));
        int rootRounds = Integer.parseInt(given.getOrDefault("--root-rounds", "21"));
        long seed = Long.parseLong(given.getOrDefault("--seed", "1"));
        given.keySet().removeAll(List.of("--only", "--owner", "--rounds", "--root-rounds", "--seed"));
        if (url == null || filesystem == null || database == null || !given.isEmpty() || arguments.length % 2 != 0) {
            System.err.println(USAGE);
            System.exit(2);
            return;
        }
        List<String> paths = QuestionPaths.of(Path.of(database), seed);
        QuestionBench bench = new QuestionBench(url + "/api/v1/filesystems/" + filesystem + "/");
        System.out.printf(
                Locale.ROOT,
                "%-62s %7s %9s %9s %9s %11s%n",
                "question",
                "asked",
                "p50 ms",
                "p99 ms",
                "most ms",
                "bytes");
        for (String question : UNDER_PATHS) {
            if (question.contains(only)) {
                bench.measure(question.replace("{owner}", owner), paths, rounds);
            }
        }
        for (String question : AT_THE_ROOT) {
            if (question.contains(only)) {
                bench.measure(question, List.of("/"), rootRounds);
            }
        }
    }

    @SuppressWarnings("SystemOut") // It is what this program is for.
    private void measure(String question, List<String> paths, int rounds) throws IOException {
        double[] millis = new double[paths.size() * rounds];
        long largest = 0;
        for (int n = -paths.size(); n < millis.length; n++) {
            String path = paths.get(Math.floorMod(n, paths.size()));
            String asked = question.replace(PATH, URLEncoder.encode(path, StandardCharsets.UTF_8));
            long start = System.nanoTime();
            long bytes = ask(base + asked);
            if (n >= 0) {
                millis[n] = (System.nanoTime() - start) / 1e6;
                largest = Math.max(largest, bytes);
            }
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%-62s %7d %9.1f %9.1f %9.1f %11d%n",
                question,
                millis.length,
                millis[millis.length / 2],
                millis[Math.min(millis.length - 1, millis.length * 99 / 100)],
                millis[millis.length - 1],
                largest);
    }

    /** Reads an answer to its end and returns its bytes. */
    private long ask(String url) throws IOException {
        HttpURLConnection call = (HttpURLConnection) URI.create(url).toURL().openConnection();
        if (call.getResponseCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(url + " was answered with " + call.getResponseCode());
        }
        long bytes = 0;
        try (InputStream body = call.getInputStream()) {
            for (int n; (n = body.read(buffer)) >= 0; ) {
                bytes += n;
            }
        }
        return bytes;
    }
}

package org.fscensus.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** What there is to ask about, so that some of the requests are answered: names of parameters with values of theirs. */
final class KnownThings {
    private static final int MOST_OF_A_KIND = 50;

    private static final List<String> ACCOUNTS = List.of("0", "1000", "4294967295", "root", "none");
    private static final List<String> SIZES = List.of("0", "1", "10GiB", "500MB", "1.5T", "4096");
    private static final List<String> COUNTS = List.of("0", "1", "10K", "3");
    private static final List<String> TIMES = List.of("2024-01-31", "2024-01-31T08:00:00Z", "3y", "6mo", "90d", "0d");
    private static final List<String> RANGES = List.of("0", "1", "3y-", "1GiB-", "30d-90d", "1KiB-1MiB");

    private final Map<String, List<String>> values = new TreeMap<>();

    KnownThings(List<String> paths) {
        values.put("path", new ArrayList<>(paths));
        values.put("exclude", new ArrayList<>(paths));
        values.put("name", List.of("*", "*a*", "[a-z]*", "?", "a*b", "[!a]*"));
        values.put("q", List.of("a", "odd", "b c", "*a*", "/gpfs"));
        for (String name : List.of("owner", "group", "inodeOwner", "inodeGroup")) {
            values.put(name, ACCOUNTS);
        }
        for (String name : List.of("minSize", "maxSize", "minAverageSize", "maxAverageSize", "minChange")) {
            values.put(name, SIZES);
        }
        values.put("minFiles", COUNTS);
        values.put("maxFiles", COUNTS);
        values.put("accessedBefore", TIMES);
        values.put("accessedAfter", TIMES);
        values.put("from", new ArrayList<>(TIMES));
        values.put("age", RANGES);
        values.put("size", RANGES);
        values.put(
                "sort", List.of("size", "-size", "directSize", "files", "accessed", "path", "-depth", "directories"));
        values.put("groupBy", List.of("owner", "group", "age", "size", "owner,age", "owner,group,age,size"));
        values.put("kind", List.of("grown", "shrunk", "new", "vanished", "new,vanished"));
        values.put("by", List.of("bytes", "files"));
        values.put("state", List.of("queued", "running,succeeded", "failed", "cancelled"));
        values.put("maxRejected", List.of("1%", "100", "10K", "0", "100%"));
        values.put("scanTime", List.of("2026-01-25", "2026-01-25T10:00:00Z", "2026-01-25T10:00"));
        values.put("timeZone", List.of("UTC", "America/Denver", "+02:00"));
        values.put("pathEscape", List.of("none", "percent", "backslash"));
        values.put("ageFrom", List.of("access", "modify"));
        values.put("hardLinks", List.of("each", "once"));
        values.put("Accept", List.of("application/json", "text/csv", "text/html;q=0.9,*/*", "application/x-ndjson"));
        values.put("Accept-Encoding", List.of("gzip", "identity", "*;q=0"));
    }

    /** Takes up a further value of parameters of that name; of many some are forgotten. */
    void learn(String name, String value) {
        List<String> all = values.computeIfAbsent(name, any -> new ArrayList<>());
        if (all.contains(value)) {
            return;
        }
        if (all.size() >= MOST_OF_A_KIND) {
            all.remove(0);
        }
        all.add(value);
    }

    /** Forgets all other values of parameters of that name. */
    void learnOnly(String name, String value) {
        values.put(name, new ArrayList<>(List.of(value)));
    }

    boolean knows(String name) {
        return !values.getOrDefault(name, List.of()).isEmpty();
    }

    String any(String name, Random random) {
        List<String> all = values.getOrDefault(name, List.of());
        return all.get(random.nextInt(all.size()));
    }
}

package org.fscensus.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fscensus.query.ReferenceUsage.Question;
import org.jspecify.annotations.Nullable;

/** A random question about usage: as parameters, and as the reference understands it. */
record RandomUsage(Map<String, List<String>> parameters, Question question) {
    private static final List<String> AGES =
            List.of("0", "30d", "3mo", "180d", "1y", "730d", "3y", "4y", "5y", "73mo", "7y");
    private static final List<String> SIZES =
            List.of("0B", "1KiB", "10240B", "100k", "1024KiB", "10M", "0.09765625GiB", "1GiB", "10g", "100GiB");

    static RandomUsage of(Random random, ReferenceUsage about) {
        Map<String, List<String>> parameters = new TreeMap<>();
        List<Dimension> groupBy = new ArrayList<>(List.of(Dimension.values()));
        Collections.shuffle(groupBy, random);
        groupBy = groupBy.subList(0, random.nextInt(5));
        if (!groupBy.isEmpty()) {
            parameters.put(
                    "groupBy", List.of(groupBy.stream().map(Dimension::text).collect(Collectors.joining(","))));
        }
        List<String> paths = paths(random, random.nextInt(4), about.paths());
        List<String> excludes = paths(random, Math.max(0, random.nextInt(5) - 1), about.paths());
        put(parameters, "path", paths);
        put(parameters, "exclude", excludes);
        Question question = new Question(
                List.copyOf(groupBy),
                paths,
                excludes,
                ids(random, parameters, "owner", about.figures().owners().keySet()),
                ids(random, parameters, "group", about.figures().groups().keySet()),
                buckets(random, parameters, "age", AGES),
                buckets(random, parameters, "size", SIZES));
        return new RandomUsage(parameters, question);
    }

    private static void put(Map<String, List<String>> parameters, String name, List<String> values) {
        if (!values.isEmpty()) {
            parameters.put(name, values);
        }
    }

    /** Among the first directories are those with the largest subtrees. */
    private static List<String> paths(Random random, int count, List<String> all) {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            paths.add(all.get(random.nextInt(random.nextBoolean() ? Math.min(20, all.size()) : all.size())));
        }
        return paths;
    }

    private static @Nullable Set<Long> ids(
            Random random, Map<String, List<String>> parameters, String name, Set<Long> known) {
        if (random.nextInt(3) != 0) {
            return null;
        }
        List<Long> all = new ArrayList<>(known);
        all.add(77_777L);
        Set<Long> ids = new HashSet<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            ids.add(all.get(random.nextInt(all.size())));
        }
        put(parameters, name, ids.stream().map(id -> Long.toString(id)).toList());
        return ids;
    }

    private static @Nullable Set<Integer> buckets(
            Random random, Map<String, List<String>> parameters, String name, List<String> bounds) {
        if (random.nextInt(3) != 0) {
            return null;
        }
        Set<Integer> buckets = new HashSet<>();
        List<String> texts = new ArrayList<>();
        for (int i = random.nextInt(2); i >= 0; i--) {
            int from = random.nextInt(bounds.size());
            int behind = from + 1 + random.nextInt(bounds.size() - from);
            boolean open = behind == bounds.size();
            IntStream.range(from, behind).forEach(buckets::add);
            if (random.nextBoolean()) {
                texts.add(bounds.get(from) + "-" + (open ? "" : bounds.get(behind)));
            } else if (behind == from + 1 && random.nextBoolean()) {
                texts.add(Integer.toString(from));
            } else {
                texts.add(from + "-" + (open && random.nextBoolean() ? "" : behind - 1));
            }
        }
        parameters.put(name, texts);
        return buckets;
    }
}

package org.fscensus.app;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which metrics, with which labels, an expression asks for, and which an exposition has. */
final class MetricNames {
    private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");
    private static final Pattern GROUPING =
            Pattern.compile("\\b(?:by|on|without|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
    private static final Pattern RANGE = Pattern.compile("\\[[^\\]]*\\]");
    private static final Pattern SELECTOR =
            Pattern.compile("(?<![\\w:$])([a-zA-Z_:][\\w:]*)\\s*(\\{[^}]*\\})?(?!\\s*\\()(?![\\w:])");
    private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");
    /** Prometheus' own. */
    private static final Set<String> SCRAPED = Set.of("job", "instance");

    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? \\S+$");

    private MetricNames() {}

    /** The labels of each metric of an expression, those of its groupings under an empty name. */
    static Map<String, Set<String>> asked(String expression) {
        Map<String, Set<String>> asked = new TreeMap<>();
        String bare = TEXT.matcher(expression).replaceAll("");
        Set<String> groupings = new TreeSet<>();
        Matcher grouping = GROUPING.matcher(bare);
        while (grouping.find()) {
            for (String label : grouping.group(1).split(",", -1)) {
                groupings.add(label.strip());
            }
        }
        groupings.remove("");
        asked.put("", groupings);
        bare = GROUPING.matcher(bare).replaceAll(" ");
        bare = RANGE.matcher(bare).replaceAll(" ");
        Matcher selector = SELECTOR.matcher(bare);
        while (selector.find()) {
            if (!WORDS.contains(selector.group(1))) {
                Set<String> labels = asked.computeIfAbsent(selector.group(1), name -> new TreeSet<>());
                Matcher label = LABEL.matcher(selector.group(2) == null ? "" : selector.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
            }
        }
        return asked;
    }

    /** Adds the metrics of an exposition with their labels. */
    static void read(String exposition, Map<String, Set<String>> there) {
        Matcher sample = SAMPLE.matcher(exposition);
        while (sample.find()) {
            Set<String> labels = there.computeIfAbsent(sample.group(1), name -> new HashSet<>(SCRAPED));
            String bare =
                    sample.group(2) == null ? "" : TEXT.matcher(sample.group(2)).replaceAll("");
            Matcher label = LABEL.matcher(bare);
            while (label.find()) {
                labels.add(label.group(1));
            }
        }
    }

    /** What of an expression is not there, in words; empty where all is. */
    static Set<String> missing(String expression, Map<String, Set<String>> there) {
        Set<String> missing = new TreeSet<>();
        asked(expression).forEach((name, labels) -> {
            if (name.isEmpty()) {
                Set<String> all = new HashSet<>();
                there.values().forEach(all::addAll);
                labels.stream().filter(label -> !all.contains(label)).forEach(missing::add);
            } else if (!there.containsKey(name)) {
                missing.add(name);
            } else {
                labels.stream()
                        .filter(label -> !there.get(name).contains(label))
                        .forEach(label -> missing.add(name + "{" + label + "}"));
            }
        });
        return missing;
    }
}

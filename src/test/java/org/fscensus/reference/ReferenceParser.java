package org.fscensus.reference;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.jspecify.annotations.Nullable;

/** Reads lines of a GPFS policy list, one byte a character, with regular expressions and maps. */
public final class ReferenceParser {
    private static final Pattern NOTICE = Pattern.compile("[ \t\r]*|\\[[A-Za-z]\\].*", Pattern.DOTALL);
    private static final Pattern THREAD_TAG = Pattern.compile("<[0-9]+>");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2}) ([0-9]{2}):([0-9]{2}):([0-9]{2})(\\.[0-9]+)?");
    private static final Set<String> TIME_KEYS = Set.of("ac", "mt", "cr");

    private static final long LARGEST_ID = 4294967295L;
    private static final long LARGEST_KIB = Long.MAX_VALUE / 1024;
    private static final long LARGEST_IN_INODE = 4096;

    private final ReferenceOptions options;

    public ReferenceParser(ReferenceOptions options) {
        this.options = options;
    }

    /** What a line is; never fails. */
    public ReferenceLine parse(String line) {
        if (NOTICE.matcher(line).matches()) {
            return new ReferenceLine.Notice();
        }
        try {
            return entry(line);
        } catch (MalformedLineException e) {
            return new ReferenceLine.Rejected(String.valueOf(e.getMessage()));
        }
    }

    private ReferenceLine entry(String line) throws MalformedLineException {
        int head = line.indexOf(" -- ");
        if (head < 0) {
            throw new MalformedLineException("there is no ' -- ' before a path");
        }
        List<String> tokens = new ArrayList<>(List.of(line.substring(0, head).split("[ \t]+")));
        tokens.removeIf(String::isEmpty);
        if (!tokens.isEmpty() && THREAD_TAG.matcher(tokens.get(0)).matches()) {
            tokens.remove(0);
        }
        if (tokens.size() < 3) {
            throw new MalformedLineException("inode, generation and snapshot numbers are missing");
        }
        long inode = number("inode", tokens.get(0), Long.MAX_VALUE);
        long generation = number("generation", tokens.get(1), Long.MAX_VALUE);
        number("snapshot", tokens.get(2), Long.MAX_VALUE);
        Map<String, String> values = values(tokens.subList(3, tokens.size()));

        String mode = required("p", values);
        long size = number("s", required("s", values), Long.MAX_VALUE);
        String kib = values.get("a");
        long allocated = kib == null ? size : 1024 * number("a", kib, LARGEST_KIB);
        long uid = number("u", required("u", values), LARGEST_ID);
        long gid = number("g", required("g", values), LARGEST_ID);
        long links = number("nl", values.getOrDefault("nl", "1"), Integer.MAX_VALUE);
        Long access = time(required("ac", values));
        if (mode.isEmpty()) {
            throw new MalformedLineException("p is empty");
        }
        if (access == null) {
            throw new MalformedLineException("ac is no time");
        }
        Long ageTime = options.ageFrom() == AgeFrom.ACCESS ? access : time(values.getOrDefault("mt", ""));
        List<String> path = ReferencePath.components(line.substring(head + 4), options.pathEscape());
        if (mode.startsWith("d")) {
            return new ReferenceLine.Entry(true, inode, generation, links, uid, gid, 0, 0, access, ageTime, path);
        }
        if (path.isEmpty()) {
            throw new MalformedLineException("the root is no directory");
        }
        if (allocated == 0 && size > 0 && size <= LARGEST_IN_INODE) {
            allocated = size;
        }
        return new ReferenceLine.Entry(
                false, inode, generation, links, uid, gid, allocated, size, access, ageTime, path);
    }

    /** The first value of each key; a date has its time of day, the next token, behind it. */
    private static Map<String, String> values(List<String> tokens) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < tokens.size(); i++) {
            String token = tokens.get(i);
            int equals = token.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String key = token.substring(0, equals);
            String value = token.substring(equals + 1);
            if (TIME_KEYS.contains(key)
                    && i + 1 < tokens.size()
                    && !tokens.get(i + 1).contains("=")) {
                value = value + " " + tokens.get(i + 1);
            }
            values.putIfAbsent(key, value);
        }
        return values;
    }

    private static String required(String key, Map<String, String> values) throws MalformedLineException {
        String value = values.get(key);
        if (value == null) {
            throw new MalformedLineException("there is no " + key + "=");
        }
        return value;
    }

    private static long number(String what, String digits, long largest) throws MalformedLineException {
        if (!NUMBER.matcher(digits).matches() || new BigInteger(digits).compareTo(BigInteger.valueOf(largest)) > 0) {
            throw new MalformedLineException(what + " is no number from 0 to " + largest);
        }
        return Long.parseLong(new BigInteger(digits).toString());
    }

    /** Epoch seconds of a local time in the job's zone, null where it is none. */
    private @Nullable Long time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int second = Integer.parseInt(parts.group(6));
        try {
            return LocalDateTime.of(
                            Integer.parseInt(parts.group(1)),
                            Integer.parseInt(parts.group(2)),
                            Integer.parseInt(parts.group(3)),
                            Integer.parseInt(parts.group(4)),
                            Integer.parseInt(parts.group(5)),
                            second == 60 ? 59 : second)
                    .atZone(options.timeZone())
                    .toEpochSecond();
        } catch (DateTimeException e) {
            return null;
        }
    }
}

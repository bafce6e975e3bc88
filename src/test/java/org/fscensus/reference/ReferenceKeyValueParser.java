package org.fscensus.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fscensus.pipeline.ImportOptions.AgeFrom;
import org.jspecify.annotations.Nullable;

/** Reads lines of a Lustre or POSIX log, one byte a character, with regular expressions and maps. */
final class ReferenceKeyValueParser {
    private static final Pattern FID =
            Pattern.compile("0x([0-9a-fA-F]{1,16}):0x([0-9a-fA-F]{1,8}):0x([0-9a-fA-F]{1,8})");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern TIME = Pattern.compile("(-?[0-9]+)(\\.[0-9]+)?");
    private static final Pattern BLANK = Pattern.compile("[ \t\r\n]*");

    private static final BigInteger LARGEST_LONG = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger YEAR_0 = BigInteger.valueOf(-62167219200L);
    private static final BigInteger YEAR_9999 = BigInteger.valueOf(253402300799L);
    private static final long LARGEST_ID = 4294967295L;

    private final ReferenceOptions options;

    ReferenceKeyValueParser(ReferenceOptions options) {
        this.options = options;
    }

    private boolean isLustre() {
        return !options.format().hasLinkCounts();
    }

    /** What a line is; never fails. */
    ReferenceLine parse(String line) {
        if (BLANK.matcher(line).matches() || (isLustre() && line.startsWith("#"))) {
            return new ReferenceLine.Notice();
        }
        try {
            return entry(line);
        } catch (MalformedLineException e) {
            return new ReferenceLine.Rejected(String.valueOf(e.getMessage()));
        }
    }

    private ReferenceLine entry(String line) throws MalformedLineException {
        int dashes = line.indexOf(" -- ");
        if (dashes < 0) {
            throw new MalformedLineException("there is no ' -- ' before a path");
        }
        List<String> tokens = new ArrayList<>(List.of(line.substring(0, dashes).split("[ \t]+")));
        tokens.removeIf(String::isEmpty);
        if (tokens.isEmpty()) {
            throw new MalformedLineException("nothing tells the inode");
        }
        Map<String, String> values = new HashMap<>();
        for (String token : tokens.subList(1, tokens.size())) {
            int equals = token.indexOf('=');
            if (equals >= 0) {
                values.putIfAbsent(token.substring(0, equals), token.substring(equals + 1));
            }
        }
        long inode;
        long generation = 0;
        if (isLustre()) {
            Matcher fid = FID.matcher(tokens.get(0));
            if (!fid.matches()) {
                throw new MalformedLineException("there is no FID");
            }
            inode = new BigInteger(fid.group(1), 16).longValue();
            generation = (Long.parseLong(fid.group(2), 16) << 32) + Long.parseLong(fid.group(3), 16);
        } else {
            inode = number("inode", tokens.get(0), BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE));
        }
        boolean directory = type(values) == 'd';
        long size = number("s", required("s", values), LARGEST_LONG);
        String blocks = values.get("b");
        long allocated = blocks == null ? size : 512 * number("b", blocks, BigInteger.valueOf(Long.MAX_VALUE / 512));
        long uid = number("u", required("u", values), BigInteger.valueOf(LARGEST_ID));
        long gid = number("g", required("g", values), BigInteger.valueOf(LARGEST_ID));
        long links = isLustre() ? 1 : number("n", values.getOrDefault("n", "1"), BigInteger.valueOf(Integer.MAX_VALUE));
        Long access = time(required("a", values));
        if (access == null) {
            throw new MalformedLineException("a is no time");
        }
        Long ageTime = options.ageFrom() == AgeFrom.ACCESS ? access : time(values.getOrDefault("m", ""));
        List<String> path = ReferencePath.components(line.substring(dashes + 4), options.pathEscape());
        if (path.isEmpty() && !directory) {
            throw new MalformedLineException("the root is no directory");
        }
        return new ReferenceLine.Entry(
                directory,
                inode,
                generation,
                links,
                uid,
                gid,
                directory ? 0 : allocated,
                directory ? 0 : size,
                access,
                ageTime,
                path);
    }

    private static char type(Map<String, String> values) throws MalformedLineException {
        String type = values.get("type");
        if (type == null) {
            type = required("perm", values);
            if (!type.isEmpty() && Character.isDigit(type.charAt(0))) {
                throw new MalformedLineException("there is no type=, and perm= is no mode string");
            }
        }
        if (type.isEmpty()) {
            throw new MalformedLineException("the type is empty");
        }
        return type.charAt(0);
    }

    private static String required(String key, Map<String, String> values) throws MalformedLineException {
        String value = values.get(key);
        if (value == null) {
            throw new MalformedLineException("there is no " + key + "=");
        }
        return value;
    }

    private static long number(String what, String digits, BigInteger largest) throws MalformedLineException {
        if (!NUMBER.matcher(digits).matches() || new BigInteger(digits).compareTo(largest) > 0) {
            throw new MalformedLineException(what + " is no number from 0 to " + largest);
        }
        return new BigInteger(digits).longValue();
    }

    /** Epoch seconds, the fraction cut off, no earlier or later than dates with four digits of a year; null for none. */
    private static @Nullable Long time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        BigInteger seconds = new BigInteger(parts.group(1));
        if (seconds.abs().compareTo(LARGEST_LONG) > 0) {
            return null;
        }
        return seconds.max(YEAR_0).min(YEAR_9999).longValueExact();
    }
}

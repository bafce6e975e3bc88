package org.fscensus.reference;

import java.util.List;
import java.util.Random;

/** A small nasty ncdu export, one byte a character: every spelling that JSON allows, and values out of their range. */
final class RandomExport {
    private static final int MOST_BLOCKS = 300;

    private final Random random;
    private final RandomNames names;
    private final StringBuilder out = new StringBuilder();
    private int blocks;

    RandomExport(Random random, RandomNames names) {
        this.random = random;
        this.names = names;
    }

    String write() {
        out.append(blank()).append('[').append(blank()).append('1').append(blank());
        out.append(",2,{\"progname\":\"ncdu\",\"timestamp\":1768435200},\n");
        directory(pick(List.of("/", "/data", "/data//fs/", "/caf\u00c3\u00a9")), 0);
        out.append(random.nextInt(8) == 0 ? ",{\"later\":[]}" : "")
                .append(blank())
                .append(']');
        return out.append(random.nextBoolean() ? "\n" : "").toString();
    }

    private void directory(String name, int depth) {
        out.append('[');
        info(name, depth == 0);
        int children = depth == 0 ? 40 : random.nextInt(8);
        for (int i = 0; i < children && blocks < MOST_BLOCKS; i++) {
            out.append(',').append(blank());
            if (random.nextInt(3) == 0 && depth < 40) {
                directory(name(), depth + 1);
            } else {
                info(name(), false);
            }
        }
        out.append(blank()).append(']');
    }

    /** Now and then none that a file can have. */
    private String name() {
        String odd = random.nextInt(40) == 0
                ? pick(List.of("", "a/b", "/", "n".repeat(4095), "n".repeat(4096)))
                : names.next();
        return random.nextInt(8) == 0 ? odd + "\n" : odd;
    }

    private void info(String name, boolean root) {
        blocks++;
        StringBuilder fields = new StringBuilder();
        if (random.nextInt(4) == 0) {
            fields.append(pick(List.of(
                    "\"notreg\":true,",
                    "\"read_errors\":true,",
                    "\"x\":{\"a\":[1,{},[],{\"b\":null}],\"c\":\"]}\\\"\"},",
                    "\"mode\":33188,",
                    "\"read_error\":false,",
                    "\"excluded\":null,")));
        }
        fields.append("\"name\":").append(quoted(name));
        field(fields, "asize", 5, random.nextInt(1 << random.nextInt(30)));
        field(fields, "dsize", 5, 512L * random.nextInt(1 << random.nextInt(20)));
        field(fields, "dev", random.nextInt(8) == 0 ? 5 : 0, random.nextInt(2));
        if (random.nextBoolean()) {
            field(fields, "ino", 6, random.nextInt(30));
            fields.append(random.nextInt(5) == 0 ? "" : ",\"hlnkc\":true");
            field(fields, "nlink", 4, 1 + random.nextInt(3));
        }
        if (random.nextInt(6) != 0) {
            field(fields, "uid", 6, 1000 + random.nextInt(3));
            field(fields, "gid", 6, 100 + random.nextInt(3));
        }
        field(fields, "mtime", 5, 1768435200L - random.nextInt(300_000_000));
        if (!root && random.nextInt(12) == 0) {
            fields.append(
                    pick(List.of(",\"excluded\":\"pattern\"", ",\"excluded\":\"othfs\"", ",\"read_error\":true")));
        }
        out.append('{').append(blank()).append(fields).append(blank()).append('}');
    }

    /** A number, in {@code share} of six cases; one in a hundred is odd. */
    private void field(StringBuilder fields, String key, int share, long value) {
        if (random.nextInt(6) >= share) {
            return;
        }
        String odd = key.equals("dev")
                ? "18446744073709551615"
                : pick(List.of(
                        "-1",
                        "1.5",
                        "1e3",
                        "9223372036854775807",
                        "9223372036854775808",
                        "4294967296",
                        "18446744073709551614",
                        "-2147483649",
                        "1E-2"));
        fields.append(",\"").append(key).append("\":").append(blank());
        fields.append(random.nextInt(100) == 0 ? odd : Long.toString(value));
    }

    private String quoted(String name) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char b = name.charAt(i);
            if (b == '"' || b == '\\' || (b == '/' && random.nextBoolean())) {
                quoted.append('\\').append(b);
            } else if (b < ' ' || random.nextInt(40) == 0) {
                quoted.append("\\u%04x".formatted((int) b));
            } else {
                quoted.append(b);
            }
        }
        if (random.nextInt(30) == 0) {
            quoted.append(pick(List.of("\\ud83d\\ude00", "\\ud83d", "\\udcff", "\\ud83d\\ud83d\\ude00", "\\ud83dx")));
        }
        return quoted.append('"').toString();
    }

    private String blank() {
        return random.nextInt(6) == 0 ? pick(List.of(" ", "\n", "\t \r\n")) : "";
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}

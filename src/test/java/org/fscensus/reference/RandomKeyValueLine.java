package org.fscensus.reference;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Lines of a Lustre or POSIX log. */
final class RandomKeyValueLine extends RandomLines {
    private static final long SCAN = LocalDateTime.of(2026, 1, 15, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final List<String> TYPES = List.of("f", "f", "f", "l", "p", "s", "b", "c", "?", "file");
    private static final List<String> BAD_TIMES =
            List.of("", "-", "1.", ".5", "1.2.3", "2026-01-15", "x", "9223372036854775808", "1e9", "--1", "1,5");

    private final boolean lustre;

    RandomKeyValueLine(ReferenceFormat format, Random random) {
        super(random);
        lustre = !format.hasLinkCounts();
    }

    @Override
    String certainDirectory(String path) {
        return (lustre ? "0x1:0x1:0x0" : "100") + " s=0 u=0 g=0 type=d a=1768435200 -- " + path;
    }

    @Override
    String directory(String path) {
        return line(withDoubledKey(tokens("d", "drwxr-xr-x")), path);
    }

    @Override
    String file(String path) {
        return line(withDoubledKey(tokens(pick(TYPES), "-rw-r--r--")), path);
    }

    @Override
    String notice() {
        return pick(lustre ? List.of("", " \t \r", "# comment", "#", "#0x1:0x1:0x0 s=1") : List.of("", " \t \r", "\r"));
    }

    @Override
    String broken(String path) {
        List<String> tokens = tokens("f", "-rw-r--r--");
        switch (random.nextInt(7)) {
            case 0 -> tokens.remove(random.nextInt(tokens.size()));
            case 1 -> tokens.add(0, pick(List.of("s=-1", "s=x", "s=9223372036854775808", "s=", "s=1.5")));
            case 2 -> tokens.add(0, pick(List.of("u=4294967296", "u=root", "g=-1", "g=4294967296", "u=", "type=")));
            case 3 -> tokens.add(0, pick(List.of("b=18014398509481984", "b=x", "b=", "b=-8")));
            case 4 -> tokens.add(0, pick(List.of("a=", "m=")) + pick(BAD_TIMES));
            case 5 -> {
                return line(tokens, path).replaceFirst(" -- ", pick(List.of(" --", "-- ", " - ", "\t-- ", " --  ")));
            }
            default -> {
                return pick(List.of(
                                "x", "#", "-1 ", "0x", "0x1:0x1 ", "0x1:0x1:0x0", "18446744073709551616 ", "1 1 0 "))
                        + line(tokens, path);
            }
        }
        return line(tokens, path);
    }

    /** Every value, mostly in the usual order. */
    private List<String> tokens(String type, String mode) {
        List<String> tokens = new ArrayList<>();
        tokens.add("s=" + size());
        if (random.nextInt(6) != 0) {
            tokens.add("b=" + blocks());
        }
        tokens.add("u=" + id());
        tokens.add("g=" + id());
        if (random.nextInt(5) != 0) {
            tokens.add(lustre ? "p=" + random.nextInt(3) : "n=" + (1 + random.nextInt(3)));
        }
        int kind = random.nextInt(12);
        if (kind != 0) {
            tokens.add("type=" + type);
        }
        if (kind < 8) {
            tokens.add("perm=" + (kind < 2 ? mode : "0750"));
        }
        tokens.add("a=" + time());
        if (random.nextInt(8) != 0) {
            tokens.add("m=" + time());
        }
        if (random.nextInt(4) != 0) {
            tokens.add("c=" + time());
        }
        if (random.nextInt(4) == 0) {
            tokens.add(
                    pick(List.of("n=2", "x=1", "ss=9", "types=d", "perms=", "a-b=c=d", "=", "noise", "--", "s", "-")));
        }
        return tokens;
    }

    /** The first of a key wins, wherever the other stands. */
    private List<String> withDoubledKey(List<String> tokens) {
        if (random.nextInt(20) == 0) {
            String token = pick(List.of("s=1", "u=1", "type=d", "perm=d", "a=bad", "b=x", "g=", "n=2"));
            tokens.add(random.nextInt(tokens.size() + 1), token);
        }
        return tokens;
    }

    private String line(List<String> tokens, String path) {
        if (random.nextInt(3) == 0) {
            Collections.shuffle(tokens, random);
        }
        StringBuilder line = new StringBuilder(random.nextInt(40) == 0 ? blanks() : "");
        if (lustre && random.nextInt(20) == 0) {
            line.insert(0, "# a comment\n");
        }
        line.append(lustre ? fid() : inode());
        for (String token : tokens) {
            line.append(blanks()).append(token);
        }
        return line + (random.nextInt(30) == 0 ? "\t" : "") + " -- " + path;
    }

    /** Few inodes, so that links meet. */
    private String inode() {
        return Long.toUnsignedString(100 + random.nextInt(60) - (random.nextInt(30) == 0 ? 200 : 0));
    }

    private String fid() {
        String digits = random.nextBoolean() ? "0x%x:0x%x:0x%x" : "0x%X:0x%x:0x%X";
        return digits.formatted(
                random.nextInt(20) == 0 ? -1L - random.nextInt(3) : 0x24001959dL + random.nextInt(3),
                random.nextInt(20) == 0 ? -1 : random.nextInt(9),
                random.nextInt(2));
    }

    private long blocks() {
        return switch (random.nextInt(10)) {
            case 0, 1 -> 0;
            case 2 -> random.nextInt(20) == 0 ? Long.MAX_VALUE / 512 - random.nextInt(3) : 1;
            default -> random.nextLong() >>> (36 + random.nextInt(27));
        };
    }

    private String time() {
        long time = switch (random.nextInt(14)) {
            case 0 -> SCAN + random.nextInt(400_000);
            case 1 -> SCAN - random.nextInt(2600) * 86400L;
            case 2 -> -random.nextInt(1_000_000_000);
            case 3 -> random.nextInt(3) - 1;
            case 4 -> random.nextBoolean() ? Long.MAX_VALUE : -Long.MAX_VALUE;
            case 5 -> (random.nextBoolean() ? 253402300799L : -62167219200L) + random.nextInt(3) - 1;
            default -> SCAN - random.nextInt(300_000_000);
        };
        return time
                + switch (random.nextInt(8)) {
                    case 0 -> ".5";
                    case 1 -> ".0000000000";
                    case 2 -> ".99999999";
                    case 3 -> ".12345678901234567";
                    default -> "";
                };
    }
}

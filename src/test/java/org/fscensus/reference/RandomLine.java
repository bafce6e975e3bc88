package org.fscensus.reference;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Lines of a GPFS list. */
final class RandomLine extends RandomLines {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
    private static final LocalDateTime SCAN = LocalDateTime.of(2026, 1, 15, 0, 0);
    private static final List<String> NOTICES = List.of(
            "",
            " \t \r",
            "\r",
            "[I] GPFS Current Data Pool Utilization in KB and %",
            "[W] something",
            "[E] Error on gpfs_iopen(/gpfs/x,0x1): No such file -- /gpfs/x",
            "[x]",
            "[I]no blank");
    private static final List<String> MODES = List.of("-rw-r--r--", "lrwxrwxrwx", "prw-r--r--", "srw", "-", "?", "crw");
    private static final List<String> BAD_TIMES = List.of(
            "2026-01-15",
            "2026-02-30 10:00:00",
            "2025-02-29 10:00:00",
            "2026-13-01 10:00:00",
            "2026-01-15 24:00:00",
            "2026-01-15 10:00:00.",
            "2026-01-15 1:00:00",
            "x y",
            "");

    RandomLine(Random random) {
        super(random);
    }

    @Override
    String directory(String path) {
        return line(withDoubledKey(tokens(random.nextInt(20) == 0 ? "d" : "drwxr-xr-x")), path);
    }

    @Override
    String certainDirectory(String path) {
        return "100 0 0 s=0 u=0 g=0 p=d ac=2026-01-15 00:00:00 -- " + path;
    }

    @Override
    String file(String path) {
        return line(withDoubledKey(tokens(pick(MODES))), path);
    }

    @Override
    String notice() {
        return pick(NOTICES);
    }

    @Override
    String broken(String path) {
        List<String> tokens = tokens("-rw-r--r--");
        switch (random.nextInt(8)) {
            case 0 -> tokens.remove(random.nextInt(tokens.size()));
            case 1 -> tokens.add(0, pick(List.of("s=-1", "s=x", "s=9223372036854775808", "s=", "s=1.5")));
            case 2 -> tokens.add(0, pick(List.of("u=4294967296", "u=root", "g=-1", "g=4294967296", "u=", "p=", "a=x")));
            case 3 -> tokens.add(0, "a=9007199254740992");
            case 4 -> tokens.add(0, pick(List.of("ac=", "mt=")) + pick(BAD_TIMES));
            case 5 -> tokens.add(0, pick(List.of("nl=x", "nl=2147483648", "nl=")));
            case 6 -> {
                return line(tokens, path).replaceFirst(" -- ", pick(List.of(" --", "-- ", " - ", "\t-- ", " --  ")));
            }
            default -> {
                return line(tokens, path.substring(1));
            }
        }
        return line(tokens, path);
    }

    /** Every value, mostly in the usual order: {@code s a u g m p ac mt cr nl}. */
    private List<String> tokens(String mode) {
        List<String> tokens = new ArrayList<>();
        tokens.add("s=" + size());
        if (random.nextInt(6) != 0) {
            tokens.add("a=" + (random.nextInt(4) == 0 ? 0 : random.nextInt(50) == 0 ? hugeKib() : kib()));
        }
        tokens.add("u=" + id());
        tokens.add("g=" + id());
        boolean modeInPlace = random.nextInt(3) != 0;
        if (modeInPlace) {
            if (random.nextBoolean()) {
                tokens.add("m=" + pick(List.of("FAu", "", "D")));
            }
            tokens.add("p=" + mode);
        }
        tokens.add("ac=" + time());
        if (random.nextInt(8) != 0) {
            tokens.add("mt=" + time());
        }
        if (random.nextInt(4) != 0) {
            tokens.add("cr=" + time());
        }
        if (random.nextInt(4) != 0) {
            tokens.add("nl=" + (1 + random.nextInt(3)));
        }
        if (random.nextInt(4) == 0) {
            tokens.add(pick(List.of("m=FAu", "x=1", "ss=9", "fileset=root", "a-b=c=d", "=", "noise", "--", "p", "-")));
        }
        if (!modeInPlace) {
            tokens.add("p=" + mode);
        }
        return tokens;
    }

    /** The first of a key wins, wherever the other stands. */
    private List<String> withDoubledKey(List<String> tokens) {
        if (random.nextInt(20) == 0) {
            String token = pick(List.of("s=1", "u=1", "p=drwx", "ac=bad", "a=x", "g=", "nl=2"));
            tokens.add(random.nextInt(tokens.size() + 1), token);
        }
        return tokens;
    }

    private String line(List<String> tokens, String path) {
        if (random.nextInt(3) == 0) {
            Collections.shuffle(tokens, random);
        }
        StringBuilder line = new StringBuilder();
        if (random.nextInt(4) != 0) {
            line.append('<').append(random.nextInt(20)).append('>').append(blanks());
        }
        // Few inodes, so that links and generations meet.
        line.append(100 + random.nextInt(60)).append(blanks());
        line.append(random.nextInt(2)).append(blanks()).append(0);
        for (String token : tokens) {
            line.append(blanks()).append(token);
        }
        return line + (random.nextInt(30) == 0 ? "\t" : "") + " -- " + path;
    }

    private long kib() {
        return random.nextInt(3) == 0 ? random.nextInt(40) : random.nextLong() >>> (34 + random.nextInt(29));
    }

    private long hugeKib() {
        return Long.MAX_VALUE / 1024 - random.nextInt(3);
    }

    private String time() {
        LocalDateTime time = switch (random.nextInt(12)) {
            case 0 -> SCAN.plusSeconds(random.nextInt(400_000));
            case 1 -> SCAN.minusDays(random.nextInt(2600));
            case 2 -> LocalDateTime.of(2025, 3, 30, 1, 50).plusMinutes(random.nextInt(90));
            case 3 -> LocalDateTime.of(2025, 10, 26, 1, 50).plusMinutes(random.nextInt(90));
            case 4 -> LocalDateTime.of(1 + random.nextInt(9990), 12, 31, 23, 59, 59);
            case 5 -> LocalDateTime.of(2024, 2, 29, 12, 0);
            default -> SCAN.minusSeconds(random.nextInt(300_000_000));
        };
        String text = TIME.format(time);
        return switch (random.nextInt(15)) {
            case 0 -> text + ".5";
            case 1 -> text + ".999999999";
            case 2 -> text.substring(0, text.length() - 2) + "60";
            default -> text;
        };
    }
}

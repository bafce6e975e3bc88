package org.fscensus.reference;

import java.util.List;
import java.util.Random;

/** Names of files and directories that invite mistakes. */
final class RandomNames {
    private static final List<String> AWKWARD = List.of(
            "a",
            "A",
            "b",
            "aa",
            "ab",
            "a b",
            "a-",
            "a.",
            "a0",
            "a!",
            "a\u0001",
            "\u007f",
            "\u0080",
            "\u00ff",
            " ",
            "  x",
            "trailing ",
            " -- ",
            "a -- b",
            "--",
            "-",
            "s=5",
            "p=d",
            "ac=2020-01-01 00:00:00",
            "=",
            "caf\u00c3\u00a9",
            "caf\u00e9",
            "\u00f0\u009f\u0098\u0080",
            "\u00ed\u00a0\u0080",
            "\u00c3",
            "%",
            "%2",
            "%41",
            "%2F",
            "%2f%2E",
            "%25",
            "%C3%A9",
            "%zz",
            "100%",
            "%0A",
            "%2E",
            "%00x",
            "\\",
            "\\n",
            "\\\\",
            "\\\\n",
            "\\x",
            "n\\",
            "\r",
            "x\r",
            "\t",
            "tab\tx",
            "<0>",
            "[I] x",
            "...",
            ".x",
            "..x",
            ".",
            "..",
            "x\u0000y");

    /** How many of {@link #AWKWARD}, from its end, make a path that is rejected. */
    private static final int IMPOSSIBLE = 3;

    private final Random random;

    RandomNames(Random random) {
        this.random = random;
    }

    String next() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> "d" + random.nextInt(30);
            case 4 -> bytes(1 + random.nextInt(4));
            case 5 ->
                random.nextInt(10) == 0 ? "n".repeat(200 + random.nextInt(200)) : "long-name-" + random.nextInt(5);
            default -> AWKWARD.get(random.nextInt(AWKWARD.size() - (random.nextInt(8) == 0 ? 0 : IMPOSSIBLE)));
        };
    }

    /** Any bytes but NUL, newline and the slash. */
    private String bytes(int length) {
        StringBuilder name = new StringBuilder();
        while (name.length() < length) {
            char b = (char) (1 + random.nextInt(255));
            if (b != '\n' && b != '/') {
                name.append(b);
            }
        }
        return name.toString();
    }
}

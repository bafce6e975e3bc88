package org.fscensus.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Values that something is known to break at. */
final class Hostile {
    private static final List<String> TEXTS = texts();

    /** What in a URL is no text, or in another way than usual; the space and what is below end a request line. */
    private static final List<String> ESCAPED =
            Arrays.asList(("% %% %2 %zz %u0041 a% %00 %0 %0a %0d%0aX:%20y %ff %c0%af"
                            + " %ed%a0%80 %f0%9f %f4%90%80%80 %e9 %2f %2F..%2F %252f %2525 %25zz %5c + %2b a+b %20 \u00ff \u00c3\u00a9"
                            + " \" <> [] {} | ^ ` \\ \u0001 \u007f .. a/../b ;x=y \0 \t")
                    .split(" ", -1));

    private Hostile() {}

    private static List<String> texts() {
        List<String> texts =
                new ArrayList<>(List.of("", "a".repeat(64), "a".repeat(65), "a".repeat(255), "a".repeat(256)));
        texts.add("a".repeat(5_000));
        texts.add("/a".repeat(2_000));
        texts.add("/" + "\u65e5".repeat(1_400));
        texts.add(",".repeat(1_000));
        texts.add("?".repeat(300));
        texts.add("*?".repeat(100));
        texts.add("[a-z]".repeat(200));
        texts.add("[".repeat(500));
        texts.add(IntStream.range(0, 500).mapToObj(i -> "x" + i).collect(Collectors.joining(",")));
        try (InputStream file = Objects.requireNonNull(Hostile.class.getResourceAsStream("/fuzz/texts"))) {
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (!line.isEmpty() && !line.startsWith("## ")) {
                    texts.add(line.translateEscapes());
                }
            }
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A text, to be escaped as where it goes wants it. */
    static String text(Random random) {
        String one = any(random);
        return switch (random.nextInt(16)) {
            case 0 -> one + any(random);
            case 1 -> one + "," + any(random);
            case 2 -> one + "-" + any(random);
            case 3 -> mutilated(one, random);
            default -> one;
        };
    }

    private static String any(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /** A good value that something has happened to. */
    static String mutilated(String value, Random random) {
        StringBuilder text = new StringBuilder(value);
        int at = random.nextInt(text.length() + 1);
        switch (random.nextInt(4)) {
            case 0 -> text.setLength(at);
            case 1 -> text.insert(at, (char) random.nextInt(256));
            case 2 -> text.insert(at, any(random));
            default -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
        }
        return text.toString();
    }

    /** A piece of a URL as it stands. */
    static String escaped(Random random) {
        return random.nextInt(40) == 0 ? "a b" : ESCAPED.get(random.nextInt(ESCAPED.size()));
    }

    /** Escapes a text for a URL. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~/,:*!'()@$".indexOf(c) >= 0);
            escaped.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return escaped.toString();
    }
}

package org.fscensus.entry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Paths as text, the one place that knows the rule: control bytes (and DEL), bytes that are no valid UTF-8, and
 * {@code %} itself show as {@code %XX} with upper-case digits; everything else shows as itself. Reading is the
 * inverse, and lenient: a {@code %} that is not followed by two hex digits stands for itself. Names and whole paths
 * alike.
 */
public final class PathText {
    private static final String HEX = "0123456789ABCDEF";

    private PathText() {}

    /** The bytes as text. */
    public static String encode(byte[] bytes) {
        return encode(bytes, 0, bytes.length);
    }

    /** {@code bytes[from..to)} as text. */
    public static String encode(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(to - from);
        int at = from;
        while (at < to) {
            int b = bytes[at] & 0xff;
            if (b < 0x80) {
                if (b < 0x20 || b == 0x7f || b == '%') {
                    escape(text, b);
                } else {
                    text.append((char) b);
                }
                at++;
                continue;
            }
            int length = sequenceLength(bytes, at, to);
            if (length == 0) {
                escape(text, b);
                at++;
            } else {
                text.append(new String(bytes, at, length, StandardCharsets.UTF_8));
                at += length;
            }
        }
        return text.toString();
    }

    /** The bytes that a text stands for. */
    public static byte[] decode(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    out.write(high << 4 | low);
                    i += 2;
                    continue;
                }
            }
            out.write(bytes[i]);
        }
        return out.toByteArray();
    }

    private static void escape(StringBuilder text, int b) {
        text.append('%').append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
    }

    /** The length of the well-formed UTF-8 sequence of several bytes at {@code at}, 0 where there is none (RFC 3629). */
    private static int sequenceLength(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        int length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
        if (lead < 0xc2 || lead > 0xf4 || at + length > to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int greatest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < least || second > greatest) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}

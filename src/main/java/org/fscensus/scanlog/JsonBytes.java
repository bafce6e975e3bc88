package org.fscensus.scanlog;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Reads JSON from a stream, token by token, in flat memory. Strings are bytes: what is escaped becomes UTF-8, everything
 * else stays as it is, valid UTF-8 or not. Whitespace in front of every token is skipped. Not thread-safe.
 *
 * <p>Whatever is no JSON is an {@link IOException} that names the source and the byte, what ends too early an
 * {@link EOFException}.
 */
final class JsonBytes {
    /** Of brackets in each other. */
    static final int DEEPEST = 1 << 16;

    /** Bytes of a string that are kept; of a longer one it is only known that it is longer. */
    static final int LONGEST_STRING = PathCanonicalizer.LONGEST_PATH;

    private static final int BUFFER = 64 << 10;
    private static final int END = -1;

    private final InputStream stream;
    private final String name;
    private final byte[] buffer = new byte[BUFFER];
    private final JsonNumber skipped = new JsonNumber();
    private int at;
    private int have;
    /** Of the buffer's first byte. */
    private long offset;

    /** The string read last is {@code [0, length)}. */
    byte[] text = new byte[256];

    int length;
    /** Whether it was longer than {@link #LONGEST_STRING}; then its first bytes are here. */
    boolean tooLong;

    /** @param name what messages call the source */
    JsonBytes(InputStream stream, String name) {
        this.stream = stream;
        this.name = name;
    }

    /** Where the next byte to be looked at stands in the source. */
    long offset() {
        return offset + at;
    }

    /** An exception that says what is wrong at the present byte. */
    IOException malformed(String what) {
        return new IOException(name + " is no ncdu export: " + what + " at byte " + offset());
    }

    private int peekByte() throws IOException {
        if (at == have) {
            offset += have;
            at = 0;
            have = 0;
            int n;
            try {
                n = stream.read(buffer, 0, BUFFER);
            } catch (EOFException e) {
                throw new IOException(name + " is cut off at byte " + offset + ": " + e.getMessage(), e);
            }
            if (n <= 0) {
                return END;
            }
            have = n;
        }
        return buffer[at] & 0xff;
    }

    private int nextByte() throws IOException {
        int b = peekByte();
        if (b == END) {
            throw cutOff();
        }
        at++;
        return b;
    }

    private IOException cutOff() {
        return new EOFException(name + " is cut off: the ncdu export goes on behind its end at byte " + offset());
    }

    /** The first byte of the next token, which is not taken. */
    int peek() throws IOException {
        int b = skipWhitespace();
        if (b == END) {
            throw cutOff();
        }
        return b;
    }

    private int skipWhitespace() throws IOException {
        int b = peekByte();
        while (b == ' ' || b == '\n' || b == '\r' || b == '\t') {
            at++;
            b = peekByte();
        }
        return b;
    }

    /** Takes a bracket, comma or colon, if it is next. */
    boolean take(char token) throws IOException {
        boolean next = peek() == token;
        at += next ? 1 : 0;
        return next;
    }

    /** Takes a bracket, comma or colon that must be next. */
    void expect(char token) throws IOException {
        if (!take(token)) {
            throw malformed("there is no '" + token + "'");
        }
    }

    /** Checks that nothing follows but whitespace. */
    void expectEnd() throws IOException {
        if (skipWhitespace() != END) {
            throw malformed("something follows the end");
        }
    }

    /** Reads a string into {@link #text}. */
    void string() throws IOException {
        expect('"');
        length = 0;
        tooLong = false;
        while (true) {
            int b = nextByte();
            if (b == '"') {
                return;
            }
            if (b == '\\') {
                escape();
                continue;
            }
            int from = at - 1;
            while (at < have && buffer[at] != '"' && buffer[at] != '\\') {
                at++;
            }
            append(buffer, from, at);
        }
    }

    private void append(byte[] bytes, int from, int to) {
        int count = Math.min(to - from, LONGEST_STRING - length);
        tooLong |= count < to - from;
        if (length + count > text.length) {
            text = Arrays.copyOf(text, Math.max(length + count, 2 * text.length));
        }
        System.arraycopy(bytes, from, text, length, count);
        length += count;
    }

    private void append(int b) {
        if (length == LONGEST_STRING) {
            tooLong = true;
            return;
        }
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = (byte) b;
    }

    private void escape() throws IOException {
        int b = nextByte();
        switch (b) {
            case '"', '\\', '/' -> append(b);
            case 'b' -> append('\b');
            case 'f' -> append('\f');
            case 'n' -> append('\n');
            case 'r' -> append('\r');
            case 't' -> append('\t');
            case 'u' -> unicodeEscape();
            default -> throw malformed("there is no such escape in a string");
        }
    }

    private void unicodeEscape() throws IOException {
        int unit = hexDigits();
        // A second escape that is no other half is one of its own.
        while (Character.isHighSurrogate((char) unit) && peekByte() == '\\') {
            at++;
            if (peekByte() != 'u') {
                appendUtf8(unit);
                escape();
                return;
            }
            at++;
            int second = hexDigits();
            if (Character.isLowSurrogate((char) second)) {
                appendUtf8(Character.toCodePoint((char) unit, (char) second));
                return;
            }
            appendUtf8(unit);
            unit = second;
        }
        appendUtf8(unit);
    }

    private int hexDigits() throws IOException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(nextByte(), 16);
            if (digit < 0) {
                throw malformed("there are no four hexadecimal digits");
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** A half of a pair without the other is written as if it were a character. */
    private void appendUtf8(int c) {
        if (c < 0x80) {
            append(c);
        } else if (c < 0x800) {
            append(0xc0 | c >> 6);
            append(0x80 | (c & 0x3f));
        } else if (c < 0x10000) {
            append(0xe0 | c >> 12);
            append(0x80 | (c >> 6 & 0x3f));
            append(0x80 | (c & 0x3f));
        } else {
            append(0xf0 | c >> 18);
            append(0x80 | (c >> 12 & 0x3f));
            append(0x80 | (c >> 6 & 0x3f));
            append(0x80 | (c & 0x3f));
        }
    }

    /** Reads a number into a target. */
    void number(JsonNumber number) throws IOException {
        number.begin();
        if (peek() == '-') {
            at++;
            number.negative = true;
        }
        int digits = 0;
        for (int b; (b = peekByte()) >= '0' && b <= '9'; digits++) {
            number.digit(b - '0');
            at++;
        }
        if (digits > 0 && peekByte() == '.') {
            at++;
            number.fraction = true;
            digits = skipDigits();
        }
        if (digits > 0 && (peekByte() | 0x20) == 'e') {
            at++;
            if (peekByte() == '+' || peekByte() == '-') {
                at++;
            }
            number.exponent = true;
            digits = skipDigits();
        }
        if (digits == 0) {
            throw peekByte() == END ? cutOff() : malformed("there is no number");
        }
    }

    private int skipDigits() throws IOException {
        int digits = 0;
        for (int b; (b = peekByte()) >= '0' && b <= '9'; digits++) {
            at++;
        }
        return digits;
    }

    /** Reads a value that is true, or something else, which is skipped. */
    boolean isTrue() throws IOException {
        boolean isTrue = peek() == 't';
        skipValue();
        return isTrue;
    }

    /** Skips a value, whatever is in it. */
    void skipValue() throws IOException {
        int first = peek();
        if (first == '{' || first == '[') {
            skipBrackets();
        } else {
            scalar(first);
        }
    }

    private void skipBrackets() throws IOException {
        // Of each open bracket, whether it is that of an object.
        BitSet objects = new BitSet();
        int depth = 0;
        do {
            int b = peek();
            if (b != '{' && b != '[') {
                scalar(b);
            } else {
                at++;
                boolean object = b == '{';
                if (!take(object ? '}' : ']')) {
                    if (depth == DEEPEST) {
                        throw malformed("brackets are nested too deeply");
                    }
                    objects.set(depth, object);
                    depth++;
                    if (object) {
                        key();
                    }
                    continue;
                }
            }
            depth = closeAfterValue(objects, depth);
        } while (depth > 0);
    }

    /** Behind a value in brackets: closes those that end, up to the next value; returns how many are still open. */
    private int closeAfterValue(BitSet objects, int open) throws IOException {
        int depth = open;
        while (depth > 0) {
            boolean object = objects.get(depth - 1);
            if (take(',')) {
                if (object) {
                    key();
                }
                return depth;
            }
            expect(object ? '}' : ']');
            depth--;
        }
        return depth;
    }

    /** Reads a key into {@link #text}, and the colon behind it. */
    void key() throws IOException {
        string();
        expect(':');
    }

    private void scalar(int first) throws IOException {
        switch (first) {
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number(skipped);
        }
    }

    private void literal(String word) throws IOException {
        for (int i = 0; i < word.length(); i++) {
            if (nextByte() != word.charAt(i)) {
                throw malformed("there is no value");
            }
        }
    }
}

package org.fscensus.rest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoField;
import org.jspecify.annotations.Nullable;

/**
 * Lines of cells in UTF-8, what CSV and TSV have in common: whole numbers as they are, times in ISO 8601 and UTC, a cell
 * without a value empty. One thread. What was written is in the stream below after {@link #flush}, and only then.
 *
 * <p>Text that a spreadsheet would take for a formula (it begins with {@code = + - @}, a tab or a carriage return) gets
 * an apostrophe in front. Users choose such text: their own full name for one; whoever opens the table is somebody else,
 * and often an administrator. Paths begin with a slash and are never touched, numbers are no text, and JSON has all text
 * as it is.
 */
abstract class DelimitedLines {
    private static final int BUFFER_BYTES = 1 << 15;
    private static final int LONGEST_NUMBER = 20;
    private static final int LONGEST_TIME = 20;
    private static final int SECONDS_PER_DAY = 86_400;
    private static final long YEAR_10000 = 253_402_300_800L;
    private static final long YEAR_0 = -62_167_219_200L;

    private final OutputStream out;
    private final byte separator;
    private final byte[] lineEnd;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private boolean begun;

    DelimitedLines(OutputStream out, char separator, String lineEnd) {
        this.out = out;
        this.separator = (byte) separator;
        this.lineEnd = lineEnd.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes a text by {@link #utf8}, so that it stays one cell. */
    abstract void write(String text) throws IOException;

    /** A cell with a text, or an empty one. */
    final void text(@Nullable String text) throws IOException {
        separate();
        if (text != null) {
            write(isFormula(text) ? "'" + text : text);
        }
    }

    private static boolean isFormula(String text) {
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
    }

    /** A cell with a whole number. */
    final void number(long number) throws IOException {
        separate();
        if (number < 0) {
            utf8(Long.toString(number));
            return;
        }
        reserve(LONGEST_NUMBER);
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        digits(number, digits);
    }

    /** A cell with a whole number, or an empty one. */
    final void number(@Nullable Long number) throws IOException {
        if (number == null) {
            separate();
        } else {
            number(number.longValue());
        }
    }

    /** A cell with a number, as JSON has it. */
    final void number(double number) throws IOException {
        separate();
        utf8(Double.toString(number));
    }

    /** A cell with a time, or an empty one. */
    final void time(@Nullable Instant time) throws IOException {
        separate();
        if (time == null) {
            return;
        }
        long seconds = time.getEpochSecond();
        if (time.getNano() != 0 || seconds < YEAR_0 || seconds >= YEAR_10000) {
            utf8(time.toString());
            return;
        }
        // As Instant.toString does it, which takes longer than all other cells of a row together.
        reserve(LONGEST_TIME);
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, (long) SECONDS_PER_DAY));
        int second = Math.floorMod(seconds, SECONDS_PER_DAY);
        digits(date.get(ChronoField.YEAR), 4);
        buffer[at++] = '-';
        digits(date.getMonthValue(), 2);
        buffer[at++] = '-';
        digits(date.getDayOfMonth(), 2);
        buffer[at++] = 'T';
        digits(second / 3600, 2);
        buffer[at++] = ':';
        digits(second / 60 % 60, 2);
        buffer[at++] = ':';
        digits(second % 60, 2);
        buffer[at++] = 'Z';
    }

    final void endLine() throws IOException {
        put(lineEnd);
        begun = false;
    }

    /** Hands on what there is to the stream below, which is not flushed. */
    final void flush() throws IOException {
        out.write(buffer, 0, at);
        at = 0;
    }

    private void separate() throws IOException {
        if (begun) {
            put(separator);
        }
        begun = true;
    }

    private void reserve(int bytes) throws IOException {
        if (buffer.length - at < bytes) {
            flush();
        }
    }

    private void put(byte b) throws IOException {
        reserve(1);
        buffer[at++] = b;
    }

    /** Writes a text as it is; half a character as a question mark. */
    final void utf8(String text) throws IOException {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    private void put(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; ) {
            reserve(1);
            int length = Math.min(bytes.length - from, buffer.length - at);
            System.arraycopy(bytes, from, buffer, at, length);
            at += length;
            from += length;
        }
    }

    /** The last digits of a number, for which there is room. */
    private void digits(long number, int count) {
        long rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        at += count;
    }
}
